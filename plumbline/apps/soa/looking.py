"""The Statement of Applicability as somebody looks at it: narrowed, by theme; and two of its versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from plumbline.apps.records.searching import plain
from plumbline.engine.domain import soa
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import FrozenRow, SoaVersion
from plumbline.engine.domain.sight import Sight
from plumbline.reports.soa.rows import ReportRow, SoaReport, ThemeCount

NARROWINGS: Mapping[str, str] = {
    "": "all rows",
    "applicable": "applicable",
    "excluded": "not applicable",
    "undecided": "undecided",
    "contradicted": "contradictions",
    "undriven": "applied, and nothing asks for it",
    "unwanted": "asked for, and left out",
    "unproven": "implemented, and nothing current shows it",
    "open": "not fully implemented",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The rows of a theme that fit, and the counts of all of its rows."""

    count: ThemeCount
    rows: tuple[ReportRow, ...]


def themes(report: SoaReport, asked: QueryDict) -> tuple[Theme, ...]:
    """The rows that fit the address, theme by theme."""
    show, words = asked.get("show", ""), plain(asked.get("q", "")).split()
    unwanted = {*report.orphans.excluded, *(key for key, _ in report.orphans.absent)}
    special = {"undriven": frozenset(report.orphans.undriven), "unwanted": frozenset(unwanted)}
    fitting = [
        each
        for each in report.rows
        if (each.key in special[show] if show in special else _fits(each, show)) and _says(each, words)
    ]
    found = (Theme(each, tuple(r for r in fitting if r.theme == each.theme)) for each in report.themes)
    return tuple(each for each in found if each.rows)


FITTING: Mapping[str, Callable[[ReportRow], bool]] = {
    "applicable": lambda row: row.applicable == "yes",
    "excluded": lambda row: row.applicable == "no",
    "undecided": lambda row: row.applicable == "undecided",
    "contradicted": lambda row: bool(row.contradictions),
    "unproven": lambda row: row.applicable == "yes" and row.status == "implemented" and row.evidence_state != "fresh",
    "open": lambda row: row.applicable == "yes" and row.status != "implemented",
}


def _fits(row: ReportRow, show: str) -> bool:
    return show not in FITTING or FITTING[show](row)


def _says(row: ReportRow, words: Iterable[str]) -> bool:
    said = plain(" ".join((row.key, row.title, row.justification, row.implementation, row.owner)))
    return all(each in said for each in words)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that differs between two versions, field by field: label, before, after."""

    key: str
    title: str
    differences: tuple[tuple[str, str, str], ...]


def compared(
    isms: Isms, before: SoaVersion | None, after: SoaVersion | None, sight: Sight | None = None
) -> tuple[Changed, ...]:
    """What differs between two versions; None means the statement as it is computed now.

    sight: what the reader may be told of, where that is not everything.
    """
    first, second = _rows(isms, before), _rows(isms, after)
    keys = dict.fromkeys((*first, *second))
    changed = ((key, tuple(_differences(first.get(key), second.get(key), sight))) for key in keys)
    return tuple(Changed(key, _title(isms, key), found) for key, found in changed if found)


def _rows(isms: Isms, version: SoaVersion | None) -> Mapping[str, FrozenRow]:
    held = soa.frozen_rows(isms) if version is None else version.rows
    return {each.key: each for each in held}


def _title(isms: Isms, key: str) -> str:
    found = soa.row(isms, key)
    return found.title if found else ""


def _differences(
    before: FrozenRow | None, after: FrozenRow | None, sight: Sight | None
) -> Iterator[tuple[str, str, str]]:
    if before is None or after is None:
        yield "Row", "listed" if before else "not listed", "listed" if after else "not listed"
        return
    pairs = (
        ("Applicable", before.applicable or "undecided", after.applicable or "undecided"),
        ("Implementation", before.status or "unstated", after.status or "unstated"),
        ("Justification", before.justification, after.justification),
    )
    told = sight.text if sight else str
    yield from ((label, told(was), told(now)) for label, was, now in pairs if was != now)
    if before.drivers != after.drivers:
        yield "Asked for by", _asking(before, sight), _asking(after, sight)


def _asking(row: FrozenRow, sight: Sight | None) -> str:
    return (sight.listed(row.drivers) if sight else ", ".join(row.drivers)) or "nothing"
