"""Figures that differ from what they are made of."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import EvidenceItem, ImportRun, Incident, Record, Training, field_of
from plumbline.engine.domain.promises import setting
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule


def with_figures(isms: Isms) -> Iterator[Record]:
    """Records that store a duration, a count or a sum beside what it is made of."""
    for incident in isms.all(Incident):
        if incident.hours_to_resolve is not None and incident.resolved_at and _beginnings(incident):
            yield incident
    yield from (each for each in isms.all(Training) if each.done is not None and each.out_of is not None)
    yield from (each for each in isms.all(EvidenceItem) if each.examined is not None and each.faulted is not None)
    yield from (each for each in isms.all(ImportRun) if each.parts is not None and each.parts_done is not None)


def _beginnings(incident: Incident) -> list[datetime]:
    """From when an incident may be counted; which of them, the organisation decides."""
    moments = (incident.occurred_at, incident.detected_at, incident.reported_at)
    return [each for each in moments if each is not None]


@rule(
    "DAT007",
    "derived-value-differs",
    clauses=("9.1.b", "7.5.2.a"),
    grade=MINOR_UP,
    examines=Population("stored durations, counts and sums", with_figures),
    mend="Recompute the figure from its parts, or correct the part that is wrong.",
)
def derived_value_differs(isms: Isms, record: Record) -> Iterator[Fault]:
    """A unit of the last digit printed is forgiven, and the tolerance set."""
    match record:
        case Incident():
            yield from _duration(isms, record)
        case Training():
            yield from _part_of(record, "done", "out_of")
        case EvidenceItem():
            yield from _part_of(record, "faulted", "examined")
        case ImportRun():
            yield from _part_of(record, "parts_done", "parts")


def _duration(isms: Isms, incident: Incident) -> Iterator[Fault]:
    stored, resolved = incident.hours_to_resolve, incident.resolved_at
    if stored is None or resolved is None:
        return
    spans = [Decimal(int((resolved - each).total_seconds())) / 3600 for each in _beginnings(incident)]
    share = Decimal(setting(isms, "tolerance"))
    if any(abs(span - stored) <= max(_unit(stored), share * abs(span)) for span in spans):
        return
    nearest = min(spans, key=lambda span: abs(span - stored))
    gap = f"{stored} h are stored; from the times on record it is {nearest:.1f} h."
    shows = tuple(
        each for each in ("occurred_at", "detected_at", "reported_at", "resolved_at") if getattr(incident, each)
    )
    yield Fault(incident, gap=gap, shows=(*shows, "hours_to_resolve"))


def _unit(stored: Decimal) -> Decimal:
    """One unit of the last digit printed: a tenth for 4.6."""
    exponent = stored.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)


def _part_of(record: Any, part: str, whole: str) -> Iterator[Fault]:
    few, all_of_them = getattr(record, part), getattr(record, whole)
    if few > all_of_them:
        gap = f"“{field_of(type(record), part).label}” counts {few} of {all_of_them}, more than there are."
        yield Fault(record, gap=gap, shows=(part, whole))
