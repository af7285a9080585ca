"""Fill in the parts of the manual that follow from the code: options, registers, headings, promises, rules.

A part stands between `<!-- drawn: options audit -->` and `<!-- /drawn -->`; what is between is replaced, all else is
written by people. `python -m tools.manual` writes; a house test says when it has to be run.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
PART = re.compile(r"(<!-- drawn: (?P<what>[a-z]+)(?P<words>[ a-z-]*) -->\n).*?(<!-- /drawn -->)", re.DOTALL)


class UnknownPartError(ValueError):
    """A page asks for a part that nobody draws."""


def current(page: Path) -> str:
    """The text of a page with its drawn parts as they should be. Raises UnknownPartError."""
    from tools.manual_parts import DRAWN

    def drawn(found: re.Match[str]) -> str:
        what, words = found["what"], found["words"].split()
        if what not in DRAWN:
            raise UnknownPartError(f"{page.name} asks for “{what}”. There are {', '.join(sorted(DRAWN))}.")
        return f"{found[1]}{DRAWN[what](*words)}\n{found[4]}"

    return PART.sub(drawn, page.read_text("utf-8"))


def stale() -> Iterator[Path]:
    """The pages whose drawn parts differ from what the code says."""
    for page in sorted(DOCS.glob("*.md")):
        if current(page) != page.read_text("utf-8"):
            yield page


def main() -> int:
    """Write every page whose drawn parts are behind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.config.settings")
    os.environ.setdefault("PLUMBLINE_HOME", tempfile.mkdtemp(prefix="plumbline-manual-"))
    import django

    django.setup()
    for page in stale():
        page.write_text(current(page), "utf-8")
        print(f"{page.relative_to(DOCS.parent)} is brought up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
