"""Whether vulnerabilities are remedied in time and rated as the rule says (A.8.8)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.due import overdue
from plumbline.engine.domain.inventory import vulnerabilities_of_the_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Vulnerability
from plumbline.engine.domain.weaknesses import (
    Limit,
    adopts_the_list,
    allowed,
    band,
    date_of_the_list,
    deadline,
    exception_for,
    is_graver,
    on_the_list,
    others,
)
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

NO_LIMIT = "a deadline, or the promise `remediate_within` for its severity"
MOST_SHOWN = 3


@rule(
    "VUL001",
    "vulnerability-overdue",
    clauses=("A.8.8",),
    grade=MINOR_UP,
    examines=Population("vulnerabilities that are not open on the exploited list", others),
    mend="Remedy it, or have an exception granted that names it and what protects you meanwhile.",
)
def vulnerability_overdue(isms: Isms, weakness: Vulnerability) -> Iterator[Fault | Unjudged]:
    """The exception has to run on the day it is open, or was closed."""
    limit = deadline(isms, weakness)
    if limit is None:
        yield Unjudged(weakness, NO_LIMIT)
    elif weakness.live:
        if overdue(isms, limit.day) and not exception_for(isms, weakness, isms.on):
            yield _open(isms, weakness, limit)
    elif weakness.closed_on is None:
        yield Unjudged(weakness, "the day it was closed")
    elif weakness.closed_on > limit.day and not exception_for(isms, weakness, weakness.closed_on):
        late = days_between(limit.day, weakness.closed_on)
        closed = weakness.closed_on.isoformat()
        gap = f"It was closed on {closed}, {late} after {limit.source}, and no exception covers that time."
        shows = ("severity", "deadline", "closed_on")
        yield Fault(weakness, gap=gap, shows=shows, cites=_assets(isms, weakness), stated=limit.stated)


def _open(isms: Isms, weakness: Vulnerability, limit: Limit) -> Fault:
    late = days_between(limit.day, isms.on)
    gap = f"It is open {late} after {limit.source}, {limit.day.isoformat()}, and no exception covers it."
    shows = ("severity", "score", "discovered", "deadline", "exploited_due", "state")
    return Fault(weakness, gap=gap, shows=shows, cites=_assets(isms, weakness), stated=limit.stated)


def _assets(isms: Isms, weakness: Vulnerability) -> tuple[Cited, ...]:
    return tuple(Cited(each, ("criticality",)) for each in resolved(isms, weakness.assets, Asset)[:MOST_SHOWN])


@rule(
    "VUL002",
    "exploited-vulnerability-open",
    clauses=("A.8.8", "A.5.7"),
    grade=MAJOR,
    examines=Population("open vulnerabilities on the exploited list", on_the_list),
    mend="Remedy it now, or take what it is in off the network until you can.",
)
def exploited_vulnerability_open(isms: Isms, weakness: Vulnerability) -> Iterator[Fault | Unjudged]:
    """Whichever day comes first binds: somebody is already using it."""
    limits = [each for each in (deadline(isms, weakness), date_of_the_list(isms, weakness)) if each]
    if not limits:
        yield Unjudged(weakness, NO_LIMIT)
        return
    first = min(limits, key=lambda each: each.day)
    if overdue(isms, first.day) and not exception_for(isms, weakness, isms.on):
        yield _open(isms, weakness, first)


@rule(
    "VUL003",
    "rating-contradicts-rule",
    clauses=("A.8.8",),
    grade=MINOR,
    examines=Population(
        "vulnerabilities with a score or a deadline",
        lambda isms: tuple(
            each for each in vulnerabilities_of_the_cycle(isms) if each.score is not None or each.deadline
        ),
    ),
    mend="Correct the severity or the deadline, or enter “Why the severity departs from the score”.",
)
def rating_contradicts_rule(isms: Isms, weakness: Vulnerability) -> Iterator[Fault | Unjudged]:
    """Stricter than asked is allowed, in the severity as in the date."""
    called_for = band(weakness.score) if weakness.score is not None else ""
    if is_graver(called_for, weakness.severity) and not weakness.severity_reason:
        gap = (
            f"Its score of {weakness.score} calls for “{called_for}” by the published bands, "
            f"and it is rated “{weakness.severity}” without a reason."
        )
        yield Fault(weakness, gap=gap, shows=("score", "severity", "severity_reason"))
    elif called_for and not weakness.severity:
        yield Unjudged(weakness, "its severity")
    elif weakness.deadline:
        yield from _dated_too_late(isms, weakness)


def _dated_too_late(isms: Isms, weakness: Vulnerability) -> Iterator[Fault | Unjudged]:
    limits = [allowed(isms, weakness)]
    if adopts_the_list(isms):
        limits.append(date_of_the_list(isms, weakness))
    known = [each for each in limits if each]
    first = min(known, key=lambda each: each.day, default=None)
    if first and weakness.deadline and weakness.deadline > first.day:
        late = days_between(first.day, weakness.deadline)
        own, latest = weakness.deadline.isoformat(), first.day.isoformat()
        gap = f"Its deadline {own} is {late} later than {first.source}, {latest}."
        shows = ("severity", "discovered", "deadline", "exploited_due")
        yield Fault(weakness, gap=gap, shows=shows, stated=first.stated)
    elif limits[0] is None:
        missing = "the day it was discovered" if not weakness.discovered else "no promise `remediate_within`"
        yield Unjudged(weakness, missing)
