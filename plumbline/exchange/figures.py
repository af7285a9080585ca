"""Numbers as people write them: 1.250,00 and 1,250.00, 12 %, € 20.000. Where 1.250 may be either, that is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from plumbline.exchange.days import Unreadable
from plumbline.formats.table import Cell

Mark = Literal[".", ","]


class Figure(NamedTuple):
    """An exact number and its unit as written, currencies as ISO 4217 where the sign is clear, `%` for per cent."""

    value: Decimal
    unit: str = ""


class AmbiguousFigure(NamedTuple):
    """Two numbers the text may mean: its one mark groups thousands, or begins the decimals."""

    text: str
    grouped: Decimal
    decimal: Decimal
    unit: str = ""

    @property
    def message(self) -> str:
        """What is wrong, then what to do."""
        return (
            f"“{self.text}” may be {self.grouped} or {self.decimal}, and no other value of the column decides it. "
            "Write it without marks for thousands, or say which mark the column uses for decimals."
        )


_SIGNS = {"€": "EUR", "£": "GBP", "eur": "EUR", "euro": "EUR", "usd": "USD", "gbp": "GBP", "chf": "CHF", "fr.": "CHF"}
_UNIT = r"[^\d\s.,'’+()<>≤≥=/-][^\d<>≤≥=]{0,14}?"
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>(?:{_UNIT})?)\s*(?P<late>[+-])?\s*"
    rf"(?P<number>\d[\d.,' ]*|[.,]\d+)(?:[.,]-{{1,2}})?\s*(?P<after>(?:{_UNIT})?)\s*(?P<close>\))?"
)
_GROUPED_SPACE = re.compile(r"\d{1,3}(?:[ ']\d{3})+")
_PLAIN = re.compile(r"\d+")
_LEAVE = "It is not a number. Write figures only, with a point for decimals, or leave the cell empty."


def read_decimal(
    text: str, cell: Cell | None = None, *, mark: Mark | None = None
) -> Figure | AmbiguousFigure | Unreadable:
    """The number a cell names. `mark` is what `decimal_mark` found for the column, or what its owner said."""
    if cell is not None and cell.kind == "number":
        return Figure(Decimal(cell.text))
    found = _NUMBER.fullmatch(_flattened(text))
    if not found or (found["before"] and found["after"]) or bool(found["open"]) != bool(found["close"]):
        return Unreadable(text, _LEAVE)
    values = _values(found["number"].strip(), mark)
    if not values:
        return Unreadable(text, "Its marks fit neither 1,250.00 nor 1.250,00. Write it with a point for decimals only.")
    negative = found["open"] or "-" in (found["sign"], found["late"])
    signed = [-value if negative else value for value in values]
    unit = (found["before"] or found["after"] or "").strip()
    unit = _SIGNS.get(unit.lower(), unit)
    if len(signed) == 2:
        return AmbiguousFigure(text, signed[0], signed[1], unit)
    return Figure(signed[0], unit)


def decimal_mark(values: Iterable[str]) -> Mark | None:
    """The mark for decimals that a column's unmistakable values share; None if none tells or they disagree."""
    seen: set[Mark] = set()
    for value in values:
        found = _NUMBER.fullmatch(_flattened(value))
        if found:
            seen |= _told(found["number"].strip())
    return seen.pop() if len(seen) == 1 else None


def _flattened(text: str) -> str:
    """The text with every kind of blank, minus and apostrophe made the plain one."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    return text.translate({0x2212: "-", 0x2013: "-", 0x2014: "-", 0x2019: "'", 0x00B4: "'"})


def _told(number: str) -> set[Mark]:
    """What one number says of the mark for decimals: 1.250,00 says a comma, 12.5 a point, 1.250 nothing."""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return {"."} if number.rindex(".") > number.rindex(",") else {","}
    if points + commas != 1:
        # Twice the same mark can only group, so the other one is left for decimals.
        return {","} if points else {"."} if commas else set()
    mark: Mark = "." if points else ","
    whole, _, rest = number.partition(mark)
    may_group = len(rest) == 3 and whole.isdigit() and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return set() if may_group else {mark}


def _values(number: str, mark: Mark | None) -> list[Decimal]:
    """The number; both readings, grouped first, where its one mark may be either; nothing where the marks fit none."""
    told = _told(number)
    if not told and ("." in number or "," in number) and mark is None:
        used: Mark = "." if "." in number else ","
        other: Mark = "," if used == "." else "."
        return [value for each in (other, used) for value in _parsed(number, each)]
    return _parsed(number, next(iter(told), mark or "."))


def _parsed(number: str, mark: Mark) -> list[Decimal]:
    whole, _, rest = number.partition(mark)
    grouping = "," if mark == "." else "."
    flat = whole
    if grouping in whole:
        if not re.fullmatch(rf"\d{{1,3}}(?:\{grouping}\d{{3}})+", whole):
            return []
        flat = whole.replace(grouping, "")
    elif _GROUPED_SPACE.fullmatch(whole):
        flat = re.sub("[ ']", "", whole)
    if (flat and not _PLAIN.fullmatch(flat)) or (rest and not _PLAIN.fullmatch(rest)):
        return []
    return [Decimal(f"{flat or 0}.{rest or 0}" if rest else flat)]
