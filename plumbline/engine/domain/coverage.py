"""The coverage calendar: which of the periods due for a control's evidence are covered (8.1, 9.1; evidence.md 8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plumbline.engine.domain.evidence import Cadence, cadence, days_between, items, observed
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import EvidenceItem
from plumbline.engine.domain.promises import promise

PeriodVerdict = Literal["covered", "late", "partly", "missing", "not due"]
ONE_DAY = timedelta(days=1)
WINDOW = Interval(months=36)
"""How far back one looks where no audit cycle is stated."""
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included, what became of them and the evidence that speaks for them."""

    start: date
    end: date
    verdict: PeriodVerdict
    items: tuple[EvidenceItem, ...] = ()

    @property
    def days(self) -> int:
        return days_between(self.start, self.end)


def coverage(isms: Isms, key: str, since: date | None = None) -> tuple[Period, ...]:
    """The periods of a control up to the day, oldest first; none where its evidence has no interval or no beginning.

    Calendar periods where the cadence is a week, or months that divide a year; else counted from its beginning. A
    continuous cadence gives stretches of days instead, so that the longest gap can be read off.
    since: look no further back than this; by default the audit cycle, three years where none is stated.
    """
    return isms.memo(("coverage", key, since), lambda: _coverage(isms, key, since))


def longest_gap(periods: tuple[Period, ...]) -> Period | None:
    """The longest period or stretch without evidence, the earliest of equals."""
    return max((each for each in periods if each.verdict == "missing"), key=lambda each: each.days, default=None)


def _coverage(isms: Isms, key: str, since: date | None) -> tuple[Period, ...]:
    due = cadence(isms, key)
    if due.every is None or due.valid_from is None or due.valid_from > isms.on:
        return ()
    first = max(due.valid_from, since or _window(isms))
    held = tuple(each for each in items(isms, key) if observed(each) or each.covers_from)
    if due.words == "continuous":
        return tuple(_stretches(first, isms.on, held, due))
    spans = _periods(first, isms.on, due)
    return tuple(_judged(start, end, held, due, isms.on) for start, end in spans)


def _window(isms: Isms) -> date:
    stated = promise(isms, "audit_cycle")
    return ((stated and stated.interval) or WINDOW).before(isms.on)


def _periods(first: date, on: date, due: Cadence) -> Iterator[tuple[date, date]]:
    """Whole periods that begin on or after `first`, up to the one that holds the day."""
    every = due.every or Interval()
    if every.about_days <= 0:
        return
    start = _calendar_start(first, every)
    if start < first:
        start = every.after(start)
    while start <= on:
        following = max(every.after(start), start + ONE_DAY)
        yield start, following - ONE_DAY
        start = following


def _calendar_start(day: date, every: Interval) -> date:
    """Where the calendar period that holds the day begins; the day itself where the calendar has no such period."""
    if every == Interval(days=7):
        return day - timedelta(days=day.weekday())
    if every.months and MONTHS_OF_A_YEAR % every.months == 0 and not every.days and not every.hours:
        return date(day.year, (day.month - 1) // every.months * every.months + 1, 1)
    return day


def _judged(start: date, end: date, held: tuple[EvidenceItem, ...], due: Cadence, on: date) -> Period:
    serving = tuple(each for each in held if _serves(each, start, end))
    if not serving:
        open_still = on <= due.grace.after(end)
        return Period(start, end, "not due" if open_still else "missing")
    whole = [each for each in serving if each.evidence_kind != "span"]
    if not whole and _spanned(serving, start, end) < days_between(start, min(end, on)):
        return Period(start, end, "not due" if on <= due.grace.after(end) else "partly", serving)
    limit = due.grace.after(end)
    late = all(each.collected_on is not None and each.collected_on > limit for each in serving)
    return Period(start, end, "late" if late else "covered", serving)


def _serves(item: EvidenceItem, start: date, end: date) -> bool:
    if item.evidence_kind == "span":
        began, ended = _span(item)
        return began <= end and start <= ended
    seen = observed(item)
    return seen is not None and start <= seen <= end


def _span(item: EvidenceItem) -> tuple[date, date]:
    known = item.covers_to or item.observed_on or item.covers_from or date.min
    return item.covers_from or known, known


def _spanned(serving: tuple[EvidenceItem, ...], start: date, end: date) -> int:
    """Days of the period that spans cover, days covered twice counted once."""
    covered, upto = 0, start - ONE_DAY
    for began, ended in sorted(_span(each) for each in serving):
        first, last = max(began, upto + ONE_DAY), min(ended, end)
        covered += days_between(first, last)
        upto = max(upto, last)
    return covered


def _stretches(first: date, on: date, held: tuple[EvidenceItem, ...], due: Cadence) -> Iterator[Period]:
    """Days within the maximum age of an observation are covered, as are those of a span; the rest is missing."""
    free = first
    for began, ended, item in sorted(((*_reach(each, due), each) for each in held), key=lambda each: each[:2]):
        start, end = max(began, free), min(ended, on)
        if end < start:
            continue
        if start > free:
            yield Period(free, start - ONE_DAY, "missing")
        yield Period(start, end, "covered", (item,))
        free = end + ONE_DAY
    if free <= on:
        yield Period(free, on, "missing")


def _reach(item: EvidenceItem, due: Cadence) -> tuple[date, date]:
    if item.evidence_kind == "span":
        return _span(item)
    seen = observed(item) or item.covers_from or date.min
    return seen, (due.max_age or Interval(days=1)).after(seen) - ONE_DAY
