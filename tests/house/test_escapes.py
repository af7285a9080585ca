"""An escape from a tool names what it escapes from and says why; so nobody has to guess whether it may go."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tracked import PYTHON, shown

NOQA = re.compile(
    r"#\s*(?:ruff:\s*)?noqa\b(?P<codes>:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?(?P<rest>[^#]*)", re.IGNORECASE
)
IGNORE = re.compile(r"#\s*type:\s*ignore(?P<codes>\[[a-z, -]+\])?(?P<rest>.*)")
NO_COVER = re.compile(r"#\s*(?:pragma:\s*no cover|mypy:\s*ignore-errors)(?P<codes>)(?P<rest>.*)")
WORD = re.compile(r"[^\W\d_]{2,}")
REASON_WORDS = 2


def unexplained(comment: str) -> bool:
    """Whether a comment escapes from a tool without naming the rule or without at least two words of reason."""
    for pattern in (NOQA, IGNORE, NO_COVER):
        for match in pattern.finditer(comment):
            if match["codes"] is None or len(WORD.findall(match["rest"])) < REASON_WORDS:
                return True
    return False


def comments(path: Path) -> Iterator[tuple[int, str]]:
    with tokenize.open(path) as file:
        text = file.read()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_every_escape_from_linter_and_type_checker_explains_itself() -> None:
    found = [f"{shown(path)}:{line}" for path in PYTHON for line, text in comments(path) if unexplained(text)]
    assert not found, "Say which rule and why (`# noqa: S608 - the name is ours`): " + ", ".join(found)


@pytest.mark.parametrize(
    ("comment", "refused"),
    [
        ("# noqa", True),
        ("# noqa: S608", True),
        ("# noqa: S608 - the table's name is ours", False),
        ("# type: ignore", True),
        ("# type: ignore[arg-type]", True),
        ("# type: ignore[arg-type]  # the stub is wrong about None", False),
        ("# pragma: no cover", True),
        ("# plain words about noqa in general", False),
    ],
)
def test_what_counts_as_an_explanation(comment: str, refused: bool) -> None:
    assert unexplained(comment) is refused
