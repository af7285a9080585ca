"""The calendar of evidence: controls down, months across, and what became of each period (8.1, 9.1).

A period that nobody asked for is blank. A missing one that a waiver covers is still missing, and says until when that
is accepted. “Not yet due” is not “covered”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.coverage import Period, coverage
from plumbline.engine.domain.evidence import Freshness, cadence, freshness, items, observed
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import EvidenceItem, Person, PolicyException, Role, RuleWaiver
from plumbline.engine.domain.soa import SoaRow, rows
from plumbline.engine.rules.waivers import in_effect

NOT_COVERED = "EVD003"
"""The rule that asks for periods without evidence; a waiver of it is shown here."""
MONTHS = 12
ONE_DAY, ONE_MONTH = timedelta(days=1), Interval(months=1)
GRAVEST = ("missing", "waived", "partly", "late", "not due", "covered")
SHOWN: Mapping[str, str] = {
    "": "all controls that apply",
    "gaps": "with a period missing, late or covered in part",
    "stale": "with evidence that is too old",
    "none": "without any evidence",
    "unasked": "for which nobody asks evidence",
    "excepted": "with an exception",
}


@dataclass(frozen=True, slots=True)
class Month:
    """A column: its first and last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Cell:
    """Months that one period fills, or one month with several; `verdict` is empty where no period is asked.

    `periods` are those judged here, `items` what was observed in these months, `excuse` a waiver that covers a gap;
    `good`: no period is asked, and earlier evidence was still good.
    """

    months: int
    verdict: str
    periods: tuple[Period, ...]
    items: tuple[EvidenceItem, ...]
    excuse: RuleWaiver | None = None
    good: bool = False

    @property
    def covered(self) -> int:
        """How many of its periods are covered."""
        return sum(each.verdict == "covered" for each in self.periods)


@dataclass(frozen=True, slots=True)
class Line:
    """A control with its cells, its newest evidence, and the leave that somebody has to depart from it."""

    row: SoaRow
    every: str
    freshness: Freshness
    cells: tuple[Cell, ...]
    counted: Mapping[str, int]
    exceptions: tuple[PolicyException, ...]

    @property
    def gaps(self) -> int:
        """How many periods in view are missing, late or covered in part; waived ones too."""
        return sum(self.counted.get(each, 0) for each in ("missing", "late", "partly"))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The lines that were asked for, and the counts of all lines that apply."""

    months: tuple[Month, ...]
    lines: tuple[Line, ...]
    total: int
    fresh: int
    stale: int
    none: int
    unjudged: int
    periods: Mapping[str, int]

    @property
    def judged(self) -> int:
        """How many periods have been due."""
        return sum(number for verdict, number in self.periods.items() if verdict != "not due")


def months_until(last: date, number: int = MONTHS) -> tuple[Month, ...]:
    """So many months, the one that holds the day last."""
    starts = [Interval(months=number - 1 - at).before(last.replace(day=1)) for at in range(number)]
    return tuple(Month(each, ONE_MONTH.after(each) - ONE_DAY) for each in starts)


def calendar(isms: Isms, until: date, show: str = "", theme: str = "") -> Calendar:
    """The calendar of the twelve months that end with that of `until`; of the day judged on at the latest."""
    months = months_until(min(until, isms.on))
    every = isms.memo(("evidence calendar", months[0].first), lambda: tuple(_lines(isms, months)))
    fresh = Counter(each.freshness.verdict for each in every)
    periods: Counter[str] = Counter()
    for each in every:
        periods.update(each.counted)
    lines = tuple(each for each in every if _asked(each, show) and (not theme or each.row.key.startswith(theme)))
    return Calendar(
        months, lines, len(every), fresh["fresh"], fresh["stale"], fresh["none"], fresh["unjudged"], periods
    )


def controls(isms: Isms) -> tuple[SoaRow, ...]:
    """The controls that evidence is kept for: those that apply, and undecided ones that somebody works at."""
    return tuple(
        each
        for each in rows(isms)
        if each.applicable == "yes" or (each.applicable == "undecided" and (each.status or each.evidence.count))
    )


def _asked(line: Line, show: str) -> bool:
    fits = {
        "gaps": line.gaps > 0,
        "stale": line.freshness.verdict == "stale",
        "none": line.freshness.verdict == "none",
        "unasked": not line.every,
        "excepted": bool(line.exceptions),
    }
    return fits.get(show, True)


def _lines(isms: Isms, months: tuple[Month, ...]) -> Iterator[Line]:
    waived, leave = _waivers(isms), _exceptions(isms)
    for row in controls(isms):
        periods = [each for each in coverage(isms, row.key) if each.end >= months[0].first]
        periods = [each for each in periods if each.start <= months[-1].last]
        counted = Counter(each.verdict for each in periods)
        yield Line(
            row,
            cadence(isms, row.key).words,
            freshness(isms, row.key),
            tuple(_cells(isms, row.key, periods, months, waived.get(row.key))),
            {str(verdict): number for verdict, number in counted.items()},
            leave.get(row.key, ()),
        )


def _waivers(isms: Isms) -> Mapping[str, RuleWaiver]:
    return {key: each for each in in_effect(isms) if each.rule == NOT_COVERED for key in each.records}


def _exceptions(isms: Isms) -> Mapping[str, tuple[PolicyException, ...]]:
    held: dict[str, list[PolicyException]] = {}
    for each in isms.live(PolicyException):
        if each.state == "live" and covers(each.granted, each.expires, isms.on):
            for key in each.controls:
                held.setdefault(key, []).append(each)
    return {key: tuple(several) for key, several in held.items()}


def _cells(
    isms: Isms, key: str, periods: list[Period], months: tuple[Month, ...], waiver: RuleWaiver | None
) -> Iterator[Cell]:
    """One cell for each month, months of the same single period in one."""
    held = [(each, seen) for each in items(isms, key) if (seen := observed(each))]
    age = cadence(isms, key).max_age
    good = [(seen, age.after(seen)) for _, seen in held] if age else []
    gathered: list[tuple[list[Month], tuple[Period, ...]]] = []
    for month in months:
        found = tuple(each for each in periods if each.start <= month.last and month.first <= each.end)
        if gathered and len(found) == 1 and gathered[-1][1] == found:
            gathered[-1][0].append(month)
        else:
            gathered.append(([month], found))
    for span, found in gathered:
        first, last = span[0].first, span[-1].last
        seen_here = tuple(each for each, seen in held if first <= seen <= last)
        verdict = min((each.verdict for each in found), key=GRAVEST.index, default="")
        waived = waiver if waiver and verdict in ("missing", "partly", "late") else None
        still = not found and any(seen < first and last <= until for seen, until in good)
        yield Cell(len(span), "waived" if waived else verdict, found, seen_here, waived, still)


@dataclass(frozen=True, slots=True)
class ToRenew:
    """A control whose newest evidence ran out or soon will; `until` is the last day it is good for."""

    row: SoaRow
    newest: EvidenceItem
    until: date
    late: bool
    owner: Person | Role | None


def to_renew(isms: Isms, days: int = 45) -> tuple[ToRenew, ...]:
    """Evidence that nothing has renewed: too old already, or within so many days; the oldest first."""
    limit = isms.on + timedelta(days=days)
    found = [
        ToRenew(row, held.newest, held.good_until, held.good_until < isms.on, isms.answers(row.owner))
        for row in controls(isms)
        if (held := freshness(isms, row.key)).newest and held.good_until and held.good_until <= limit
    ]
    return tuple(sorted(found, key=lambda each: (each.until, each.row.key)))
