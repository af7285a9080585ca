"""Days as people write them. A day that can be read two ways is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from plumbline.exchange.words import unaccented
from plumbline.formats.table import Cell

Order = Literal["dmy", "mdy"]


class Day(NamedTuple):
    """A day, and the moment where a time was given: local, unless the text named its offset."""

    day: date
    moment: datetime | None = None


class Ambiguous(NamedTuple):
    """Two days the text may mean: read as day/month and as month/day."""

    text: str
    dmy: date
    mdy: date

    @property
    def message(self) -> str:
        """What is wrong, then what to do."""
        return (
            f"“{self.text}” may be {self.dmy.isoformat()} or {self.mdy.isoformat()}, and no other value of the column "
            f"decides it. Write it as YYYY-MM-DD, or name the order, dmy or mdy, in a column map (--map)."
        )


class Unreadable(NamedTuple):
    """A text that is not what its column wants, with the reason: what is wrong, then what to do."""

    text: str
    message: str


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner jaenner janvier janv",
            "february feb februar feber fevrier fevr",
            "march mar marz maerz mrz mars",
            "april apr avril avr",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet juil",
            "august aug aout",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed|thu|thur|thurs|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mer|jeu|ven|sam|dim"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b\.?,?\s+(?=\d|[a-z]{3,9}\.?\s+\d{1,2}\b)"
)
_TIME = re.compile(
    r"(?:t|,?\s+(?:at |um |a )?)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm|a\.m\.|p\.m\.|uhr)?\s*"
    r"(z|utc|[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]*(?:of |de )?([a-z]{3,9})\.?[\s,-]+(\d{4}|\d{2})")
_NAMED_US = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_PARTIAL = re.compile(
    r"\d{4}|\d{4}[-/]\d{1,2}|\d{1,2}[./-]\d{4}|[a-z]{3,9}\.?\s+\d{4}|[qth][1-4]\W*\d{4}|\d{4}\W*[qth][1-4]"
)
# Excel's day 60 is a 29 February 1900 that never was; from day 61 on, counting from here is right.
_SERIAL_ZERO = date(1899, 12, 30)
# Five figures are taken for Excel's count only where they fall on 1982 to 2064.
_SERIALS = range(30_000, 60_001)
_YEARS = range(1900, 2200)


def read_day(text: str, cell: Cell | None = None, *, order: Order | None = None) -> Day | Ambiguous | Unreadable:
    """The day a cell names. `order` is what `day_order` found for the column, or what its owner said.

    Read are cells that are days already, Excel's serial numbers, ISO 8601, 31.12.2025, 31/12/2025, and days with the
    month's name in English, German and French, each with or without a time.
    """
    if cell is not None and cell.day is not None:
        return Day(cell.day, cell.moment)
    words = _WEEKDAY.sub("", unaccented(text), count=1)
    serial = _serial(words)
    if serial:
        return serial
    moment, words = _split_time(words)
    found = _read(words, order)
    if isinstance(found, str):
        return Unreadable(text, found)
    if isinstance(found, tuple):
        return Ambiguous(text, *found)
    return Day(found, datetime.combine(found, moment) if moment else None)


def day_order(values: Iterable[str]) -> Order | None:
    """The order of day and month that a column's unmistakable values share; None if none tells or they disagree.

    A day with dots is written day first wherever dots are used, so it tells the order of its neighbours with strokes.
    """
    seen: set[Order] = set()
    for value in values:
        found = _YEAR_LAST.fullmatch(_split_time(unaccented(value))[1])
        if found and found[2] == ".":
            seen.add("dmy")
        elif found:
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                seen.add("dmy")
            elif second > 12 >= first:
                seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def _serial(words: str) -> Day | None:
    found = _SERIAL.fullmatch(words)
    if not found or int(found[1]) not in _SERIALS:
        return None
    day = _SERIAL_ZERO + timedelta(days=int(found[1]))
    seconds = round(float(f"0.{found[2] or 0}") * 86_400)
    return Day(day, datetime.combine(day, time.min) + timedelta(seconds=seconds) if seconds else None)


def _split_time(words: str) -> tuple[time | None, str]:
    """The time at the end of the text, if there is one, and the text without it."""
    for found in _TIME.finditer(words):
        if found.end() != len(words) or not found.start():
            continue
        hour = int(found[1])
        half = (found[4] or "").replace(".", "")
        if half in ("am", "pm"):
            hour = hour % 12 + (12 if half == "pm" else 0)
        offset = (found[5] or "").replace("utc", "+0000").replace("z", "+0000")
        try:
            return time.fromisoformat(f"{hour:02}:{found[2]}:{found[3] or '00'}{offset}"), words[: found.start()]
        except ValueError:
            return None, words
    return None, words


def _read(words: str, order: Order | None) -> date | tuple[date, date] | str:
    """A day, two days (day/month, month/day), or the reason why neither."""
    found = _YEAR_FIRST.fullmatch(words)
    if found:
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
        return _date(int(year), int(month), int(day))
    found = _YEAR_LAST.fullmatch(words)
    if found:
        return _year_last(found, order)
    found = _NAMED.fullmatch(words)
    if found and found[2] in _MONTHS:
        return _date(_year(found[3]), _MONTHS[found[2]], int(found[1]))
    found = _NAMED_US.fullmatch(words)
    if found and found[1] in _MONTHS:
        return _date(int(found[3]), _MONTHS[found[1]], int(found[2]))
    if _PARTIAL.fullmatch(words):
        return "It names a month, a quarter or a year, not a day. Write the day as YYYY-MM-DD."
    return "It is not a day. Write one as YYYY-MM-DD, or leave the cell empty."


def _year_last(found: re.Match[str], order: Order | None) -> date | tuple[date, date] | str:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), _year(found[4])
    if mark == "-" and len(found[4]) == 2:
        return "Its year has two figures and may be any of the three. Write the day as YYYY-MM-DD."
    # Dots are the German way, in which the day comes first; else what cannot be a month decides.
    if mark == "." or first > 12 or first == second:
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    if order:
        return _date(year, second, first) if order == "dmy" else _date(year, first, second)
    return date(year, second, first), date(year, first, second)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int) -> date | str:
    if year not in _YEARS:
        return f"Its year would be {year}. Correct it, and write the day as YYYY-MM-DD."
    try:
        return date(year, month, day)
    except ValueError:
        return "The calendar has no such day. Correct it, and write it as YYYY-MM-DD."
