"""Words and days as all documents print them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

LONGEST_WORD = 26
UNBROKEN = re.compile(rf"\S{{{LONGEST_WORD},}}")
ZERO_WIDTH_SPACE = "\u200b"
AFTER = re.compile(r"(?<=[/\\_.,;:?&=@-])(?=\w)")


def breakable(text: str) -> str:
    """Text in which no word is so long that it leaves its column: long ones may break after signs, else anywhere."""
    return UNBROKEN.sub(lambda found: _opened(found[0]), text)


def _opened(word: str) -> str:
    pieces = AFTER.split(word)
    cut = (piece[at : at + LONGEST_WORD] for piece in pieces for at in range(0, len(piece), LONGEST_WORD))
    return ZERO_WIDTH_SPACE.join(cut)


def day_or(day: date | None, otherwise: str) -> str:
    """A day in ISO form, or other words."""
    return day.isoformat() if day else otherwise


def moment(when: datetime) -> str:
    """A moment to the minute, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `1,204 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def some(words: tuple[str, ...], most: int = 40) -> str:
    """Words joined by commas; beyond `most` the rest is counted."""
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
