"""Two texts side by side: which lines came, went or were reworded, and which words within them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "gone", "new"]
AROUND = 2
"""So many unchanged lines stand around a change, so that one sees where one is."""
ALIKE = 0.35
"""From which likeness on two lines count as one line reworded, and not as one gone and another come."""
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line that stayed, went or came."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the difference: unchanged, gone, new, or reworded with its pieces; `skipped` counts lines left out."""

    mark: Literal["same", "gone", "new", "reworded", "skipped"]
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class TextDifference:
    """The lines of a difference and what it amounts to."""

    lines: tuple[Line, ...]

    @property
    def changed(self) -> int:
        """How many lines are not as they were."""
        return sum(each.mark in ("gone", "new", "reworded") for each in self.lines)


def text_difference(before: str, after: str) -> TextDifference:
    """What became of a text, line by line and word by word; empty lines are not told apart."""
    was, now = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    lines: list[Line] = []
    for kind, one, two, three, four in matcher.get_opcodes():
        if kind == "equal":
            lines += (Line("same", (Piece("same", each),)) for each in was[one:two])
        else:
            lines += _replaced(was[one:two], now[three:four])
    return TextDifference(tuple(_folded_up(lines)))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _replaced(was: Sequence[str], now: Sequence[str]) -> Iterator[Line]:
    """Lines that went and lines that came, each pair that is alike as one line reworded."""
    left = list(was)
    for line in now:
        alike = max(left, key=lambda each: _likeness(each, line), default=None)
        if alike is not None and _likeness(alike, line) >= ALIKE:
            before = left.index(alike)
            yield from (Line("gone", (Piece("gone", each),)) for each in left[:before])
            del left[: before + 1]
            yield Line("reworded", tuple(_reworded(alike, line)))
        else:
            yield Line("new", (Piece("new", line),))
    yield from (Line("gone", (Piece("gone", each),)) for each in left)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, WORDS.findall(one), WORDS.findall(other), autojunk=False).ratio()


def _reworded(before: str, after: str) -> Iterator[Piece]:
    was, now = WORDS.findall(before), WORDS.findall(after)
    for kind, one, two, three, four in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(was[one:two]))
            continue
        if one < two:
            yield Piece("gone", "".join(was[one:two]))
        if three < four:
            yield Piece("new", "".join(now[three:four]))


def _folded_up(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with long unchanged stretches counted instead of shown."""
    near = {
        shown for at, line in enumerate(lines) if line.mark != "same" for shown in range(at - AROUND, at + AROUND + 1)
    }
    skipped = 0
    for at, line in enumerate(lines):
        if at not in near:
            skipped += 1
            continue
        if skipped:
            yield Line("skipped", skipped=skipped)
            skipped = 0
        yield line
    if skipped and near:
        yield Line("skipped", skipped=skipped)
