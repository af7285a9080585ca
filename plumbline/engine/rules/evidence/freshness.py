"""Whether what is stated about controls is shown, how old what shows it is, and which periods it covers (8.1, 9.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.engine.domain.calendar_of_controls import carried_out, of_control
from plumbline.engine.domain.coverage import Period, coverage
from plumbline.engine.domain.evidence import cadence, freshness, items, only_claimed, status
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ControlState, EvidenceItem, OwnControl
from plumbline.engine.domain.shown_by import shown_by
from plumbline.engine.domain.statement import Stated, applied_rows, stated_rows
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed

SEEN = ("observed_on", "covers_to", "result")


def _at_work(isms: Isms) -> tuple[Stated, ...]:
    return applied_rows(isms, "implemented", "partly")


@rule(
    "EVD001",
    "implemented-without-evidence",
    clauses=("8.1-doc", "6.1.3.d.3"),
    grade=MINOR_UP,
    examines=Population("rows stated implemented or partly", _at_work),
    mend="Attach an evidence item to the control, name the document or register that shows it, or correct the state.",
)
def implemented_without_evidence(isms: Isms, row: Stated) -> Iterator[Fault]:
    """A document or register that the row names and that exists is enough to begin with."""
    if items(isms, row.key) or any(shown_by(isms, each) for each in row.documents):
        return
    if any(carried_out(isms, each) for each in of_control(isms, row.key)):
        return
    if row.documents:
        verb = "stands" if len(row.documents) == 1 else "stand"
        named = listed([f"“{each}”" for each in row.documents])
        shown = f" and has no evidence; {named}, which it refers to, {verb} for nothing on record"
    else:
        shown = ", has no evidence and refers to nothing"
    gap = f"{row.key} is stated as “{row.status}”{shown}."
    yield Fault(row.record, gap=gap, shows=("status", "documents"))


def _with_evidence(isms: Isms) -> tuple[Stated, ...]:
    return tuple(each for each in stated_rows(isms) if each.applicable != "no" and items(isms, each.key))


ROWS_WITH_EVIDENCE = Population("rows with evidence", _with_evidence)


@rule(
    "EVD002",
    "evidence-stale",
    clauses=("8.1-doc", "9.1-doc"),
    grade=MINOR_UP,
    examines=ROWS_WITH_EVIDENCE,
    mend="Look again and attach what you find; if the control needs looking at less often, change “Evidence good for”.",
)
def evidence_stale(isms: Isms, row: Stated) -> Iterator[Fault | Unjudged]:
    """Age counts from the day of the observation, never from the day somebody filed it."""
    held = freshness(isms, row.key)
    if held.verdict == "unjudged":
        yield Unjudged(row.record, held.missing)
    elif held.verdict == "stale" and held.newest and held.observed and held.good_until:
        yield Fault(
            row.record,
            gap=f"The newest evidence of {row.key} is of {held.observed.isoformat()} and was good until "
            f"{held.good_until.isoformat()}, {days_between(held.good_until, isms.on)} ago.",
            shows=("status",),
            cites=(Cited(held.newest, SEEN), *_own_state(row)),
        )


def _own_state(row: Stated) -> tuple[Cited, ...]:
    match row.state:
        case ControlState():
            return (Cited(row.state, ("cadence", "grace", "max_age")),)
        case OwnControl():
            return (Cited(row.state, ("cadence", "max_age")),)
    return ()


@dataclass(frozen=True, slots=True)
class Due:
    """A period that has become due for a row's evidence."""

    row: Stated
    period: Period


def _periods(isms: Isms) -> Iterator[Due]:
    """Periods of the rows that apply; none while no evidence is on record at all, which is told once (EVD000)."""
    if not isms.live(EvidenceItem):
        return
    for row in stated_rows(isms):
        if row.applicable != "no":
            due = (each for each in coverage(isms, row.key) if each.verdict != "not due")
            yield from (Due(row, each) for each in due)


@rule(
    "EVD003",
    "period-not-covered",
    clauses=("8.1-doc", "9.1-doc"),
    grade=MINOR_UP,
    examines=Population("periods due in the coverage calendar", _periods),
    mend="Find the evidence of that period and record it with the day it was observed, or record the gap as it is.",
)
def period_not_covered(isms: Isms, due: Due) -> Iterator[Fault]:
    """Late evidence is evidence, and is said to have come late."""
    period, key = due.period, due.row.key
    span = f"{period.start.isoformat()} to {period.end.isoformat()}"
    match period.verdict:
        case "missing":
            gap = f"No evidence of {key} covers {span}, {counted(period.days, 'day')}."
        case "partly":
            gap = f"The evidence of {key} covers only a part of {span}."
        case "late":
            gap = f"The evidence of {key} for {span} was collected only after its grace of {_grace(isms, key)}."
        case _:
            return
    shown = tuple(Cited(each, (*SEEN, "collected_on")) for each in period.items)
    yield Fault(due.row.record, gap=gap, shows=("status",), cites=(*shown, *_own_state(due.row)))


def _grace(isms: Isms, key: str) -> str:
    return counted(round(cadence(isms, key).grace.about_days), "day")


def _fresh(isms: Isms) -> Iterator[Stated]:
    """Rows stated implemented whose evidence is not known to be too old."""
    for row in applied_rows(isms, "implemented"):
        if freshness(isms, row.key).verdict in ("fresh", "unjudged"):
            yield row


@rule(
    "EVD004",
    "evidence-contradicts-state",
    clauses=("6.1.3.d.3", "8.1-2"),
    grade=MINOR_UP,
    examines=Population("rows stated implemented with fresh evidence", _fresh),
    mend="Repair what failed and look again, or state the control as partly implemented.",
)
def evidence_contradicts_state(isms: Isms, row: Stated) -> Iterator[Fault]:
    """What was seen counts more than what is stated."""
    found = status(isms, row.key)
    if found.status in ("ineffective", "partly"):
        word = "only partly effective" if found.status == "partly" else found.status
        failing = tuple(Cited(each, (*SEEN, "examined", "faulted")) for each in found.items if _failing(each))
        yield Fault(
            row.record,
            gap=f"{row.key} is stated implemented, and by its evidence it is {word}: "
            f"{found.reason[:1].lower()}{found.reason[1:]}",
            shows=("status",),
            cites=failing,
        )


def _failing(item: EvidenceItem) -> bool:
    return item.result != "holds" or bool(item.faulted)


@rule(
    "EVD005",
    "evidence-only-claimed",
    clauses=("9.1.b",),
    grade=MINOR,
    examines=ROWS_WITH_EVIDENCE,
    mend="Have somebody look at what the vendor claims and record who and when, or reject it and collect your own.",
)
def evidence_only_claimed(isms: Isms, row: Stated) -> Iterator[Fault]:
    """That a vendor says its tool shows a control does not make it so."""
    claimed = only_claimed(isms, row.key)
    if claimed:
        whole = "The only evidence" if len(claimed) == 1 else f"All {len(claimed)} pieces of evidence"
        yield Fault(
            row.record,
            gap=f"{whole} of {row.key} {'is' if len(claimed) == 1 else 'are'} claimed by a vendor and reviewed by "
            "nobody.",
            shows=("status",),
            cites=tuple(Cited(each, ("claimed_only", "reviewed_on")) for each in claimed),
        )
