"""Whether audits are held when they should be, reach everything in their cycle, and go first where it burns (9.2)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.audit_concerns import PRESSING, Concern, audit_interval, concerns, since_planned
from plumbline.engine.domain.audit_coverage import (
    Cell,
    Row,
    cycle,
    day_of,
    is_held,
    matrix,
    own_audits,
    programme_in_force,
)
from plumbline.engine.domain.documentation import serving, shown_elsewhere
from plumbline.engine.domain.due import younger
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, ControlState, Organization, Record, SoaDeclared
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR, MINOR_UP, WHOLE_SYSTEM, Population, rule
from plumbline.engine.rules.wording import days_between

Pressing = tuple[Row, Concern]
NAMED = {"clause": "Clause", "control": "Control", "site": "The site", "policy": "The policy"}


@rule(
    "AUD001",
    "internal-audit-not-held",
    clauses=("9.2.1", "9.2.1.b", "9.2.2-doc"),
    grade=MAJOR,
    examines=WHOLE_SYSTEM,
    mend="Hold an internal audit and enter under “Held until” when it was over.",
)
def internal_audit_not_held(isms: Isms, organization: Organization) -> Iterator[Fault | Unjudged]:
    """A young system is given one interval for its first audit."""
    held = [each for each in own_audits(isms) if each.audit_kind == "internal" and is_held(each)]
    last = max((day for each in held if (day := day_of(each)) and day <= isms.on), default=None)
    every, stated = _every(isms)
    if not held and programme_in_force(isms) is None and not any(serving(isms, key) for key in ("9.2.2", "9.2.2-doc")):
        yield Unjudged(organization, "an audit programme (AUD000)")
    elif every is None:
        yield Unjudged(organization, "no promise `audit_interval`")
    elif last is None:
        since = every.before(isms.on)
        if not younger(isms, since) and not shown_elsewhere(isms, "9.2.1", "9.2.1.b", "9.2.2-doc", since=since):
            yield Fault(organization, gap="No internal audit that was held is on record.", stated=stated)
    elif every.after(last) < isms.on:
        newest = next(each for each in reversed(held) if day_of(each) == last)
        gap = f"The last internal audit was held on {last}, {days_between(last, isms.on)} ago."
        yield Fault(organization, gap=gap, cites=(Cited(newest, ("held_on", "state")),), stated=stated)


def _every(isms: Isms) -> tuple[Interval | None, Promise | None]:
    """How often audits are held: as the programme in force says, else as promised."""
    programme = programme_in_force(isms)
    if programme and (own := interval(programme.interval)):
        return own, None
    stated = promise(isms, "audit_interval")
    return (stated.interval if stated else None), stated


def _owed(isms: Isms) -> tuple[Row, ...]:
    """What a programme in force owes; without one AUD000 tells what is missing."""
    return matrix(isms).rows if programme_in_force(isms) else ()


@rule(
    "AUD002",
    "programme-leaves-gap",
    clauses=("9.2.1.a.2", "9.2.1.a.1", "9.2.1.b", "9.2.2"),
    grade=MINOR_UP,
    examines=Population("clauses, applicable controls, sites and policies of the audit cycle", _owed),
    mend="Add it to what a planned audit covers, or leave it out of the programme with a reason.",
)
def programme_leaves_gap(isms: Isms, row: Row) -> Iterator[Fault]:
    """Held in the cycle, planned in it, or left out with a reason: anything else is a hole in the programme."""
    programme = cycle(isms).programme
    if row.state != "gap" or programme is None:
        return
    passed = [each.audit for each in row.cells if each.state == "not examined"]
    why = (
        f"{passed[0].ref} covers it, and no working paper says that it was examined" if passed else "no audit covers it"
    )
    name = f"{NAMED[row.item.kind]} {row.item.key}{' ' if row.item.title else ''}{row.item.title}"
    record = _record(isms, row)
    yield Fault(
        record or programme,
        gap=f"{name} has no audit between {cycle(isms).start} and {cycle(isms).end}: {why}.",
        cites=(*((programme,) if record else ()), *passed[:1]),
        clause="9.2.1.a.1" if row.item.kind == "policy" else "",
    )


def _record(isms: Isms, row: Row) -> Record | None:
    """The record that stands for an item; a clause has none."""
    key = row.item.key
    if row.item.kind == "control" and isms.find(key) is None:
        return isms.at(ControlState, key) or isms.at(SoaDeclared, key)
    return isms.find(key) if row.item.kind != "clause" else None


def _pressing(isms: Isms) -> Iterator[Pressing]:
    """What arose since the programme was made or revised and cannot wait for its turn; the latest of each item."""
    known = since_planned(isms)
    for row in _owed(isms) if known else ():
        grave = (each for each in concerns(isms, row) if each.weight in PRESSING)
        fresh = [each for each in grave if each.arose and known and each.arose > known]
        if fresh:
            yield row, max(fresh, key=lambda each: (str(each.arose), each.says))


@rule(
    "AUD003",
    "programme-blind-to-risk",
    clauses=("9.2.2-basis",),
    grade=MINOR,
    examines=Population("items with something grave since the programme was last revised", _pressing),
    mend="Bring its audit forward, or say under “Left out, with reason” why it can wait.",
)
def programme_blind_to_risk(isms: Isms, pressing: Pressing) -> Iterator[Fault]:
    """An audit within one interval of what arose is soon enough; one that is overdue is told by AUD007."""
    row, concern = pressing
    programme = cycle(isms).programme
    if programme is None or concern.arose is None or row.state == "left out":
        return
    latest = audit_interval(isms).after(concern.arose)
    if any(_answers(each, concern.arose, latest) for each in row.cells):
        return
    cites = tuple(each for words in concern.records if (each := isms.find(words)))
    what = f"{NAMED[row.item.kind]} {row.item.key}: {concern.says}, on record since {concern.arose}"
    gap = f"{what}; no audit of it was held after that or is planned until {latest}."
    yield Fault(programme, gap=gap, shows=("approved_on", "revised_on"), cites=cites)


def _answers(cell: Cell, arose: date, latest: date) -> bool:
    """Whether an audit looks at what arose: held after it, or planned soon enough."""
    day = day_of(cell.audit)
    if day is None or cell.state == "not examined":
        return False
    return arose <= day if cell.state == "held" else day <= latest


def _planned(isms: Isms) -> Iterator[Audit]:
    """Own audits that have a day and have neither begun nor been held."""
    for each in own_audits(isms):
        if each.state == "planned" and each.planned_on and each.began_on is None and each.held_on is None:
            yield each


@rule(
    "AUD007",
    "audit-overdue",
    clauses=("9.2.2", "9.2.1"),
    grade=MINOR_UP,
    examines=Population("planned audits", _planned),
    mend="Hold it, or plan it anew under “Planned for” and say why it was moved.",
)
def audit_overdue(isms: Isms, audit: Audit) -> Iterator[Fault]:
    """A new day with a reason is a plan; a day that passed in silence is none."""
    if audit.planned_on and audit.planned_on < isms.on:
        gap = (
            f"It was planned for {audit.planned_on}, {days_between(audit.planned_on, isms.on)} ago, and has not begun."
        )
        yield Fault(audit, gap=gap, shows=("planned_on", "state"))
