"""The `plumbline` command: gathers the commands of the apps and adds those that set a home up."""

import gc
import sys
from io import TextIOWrapper

LIVE_VALUES = 200_000


def main() -> None:
    """Run the command line. One call holds a hundred thousand values to its end: looking for cycles can wait."""
    gc.set_threshold(LIVE_VALUES, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file's name may hold bytes that are no text
    from plumbline.cli.root import plumbline

    plumbline(prog_name="plumbline")
