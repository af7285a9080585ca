"""The `plumbline` command: gathers the commands of the apps and adds those that set a home up."""


import gc

LIVE_VALUES = 200_000


def main() -> None:
    """Run the command line. One call holds a hundred thousand values to its end: looking for cycles can wait."""
    gc.set_threshold(LIVE_VALUES, 50, 100)
    from plumbline.cli.root import plumbline

    plumbline(prog_name="plumbline")
