"""Whether something follows from audits: answers to findings, a look from outside, time before a visit."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.audit_coverage import day_of, is_held, own_audits, programme_in_force
from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.due import in_cycle, younger
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Audit,
    AuditFinding,
    ManagementReview,
    Nonconformity,
    Organization,
    Record,
    Sample,
    Visit,
)
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, OPPORTUNITY, WHOLE_SYSTEM, Population, rule
from plumbline.engine.rules.wording import counted, days_between

Asks = AuditFinding | Sample
OF_THE_BODY = frozenset({"stage 1", "stage 2", "surveillance 1", "surveillance 2", "recertification"})
"""Visits at which internal audit and management review are asked for first."""


def _ask_for_an_answer(isms: Isms) -> Iterator[Asks]:
    """Nonconformities found by audits, and samples in which something was not as it should be."""
    for finding in isms.all(AuditFinding):
        if finding.grade in ("major", "minor") and finding.state != "withdrawn" and in_cycle(isms, finding.raised_on):
            yield finding
    for sample in isms.live(Sample):
        counts = sample.state == "examined" and not _rehearsed(isms, sample)
        if counts and exceptions_of(sample) and in_cycle(isms, sample.examined_on):
            yield sample


def _rehearsed(isms: Isms, sample: Sample) -> bool:
    """Whether a sample was drawn in a rehearsal, whose results stay in its papers."""
    audit = isms.resolve(sample.audit, Audit) if sample.audit else None
    return isinstance(audit, Audit) and audit.audit_kind == "mock"


def exceptions_of(sample: Sample) -> int:
    """How many of the rows drawn were exceptions: as counted in the rows, else as stated."""
    return sum(each.result == "exception" for each in sample.items) or sample.exceptions or 0


@rule(
    "AUD008",
    "audit-finding-unanswered",
    clauses=("10.2.a.1", "9.2.2.c"),
    grade=MINOR_UP,
    examines=Population("audit nonconformities and samples with exceptions", _ask_for_an_answer),
    mend="Open a nonconformity that names it, or a finding that names the sample; else say why nothing follows.",
)
def audit_finding_unanswered(isms: Isms, asks: Asks) -> Iterator[Fault | Unjudged]:
    """A finding is answered by a nonconformity, a sample by a finding or a nonconformity."""
    if _answered(isms, asks):
        return
    asked_on = asks.raised_on if isinstance(asks, AuditFinding) else asks.examined_on
    due = asks.answer_due if isinstance(asks, AuditFinding) else None
    stated = None if due else promise(isms, "finding_answer")
    if due is None and asked_on is None:
        yield Unjudged(asks, "the day it was found")
        return
    if due is None and stated and stated.interval and asked_on:
        due = stated.interval.after(asked_on)
    if due is None:
        yield Unjudged(asks, "no promise `finding_answer`")
    elif due < isms.on:
        what = "No nonconformity was opened"
        if isinstance(asks, Sample):
            what = f"{counted(exceptions_of(asks), 'exception')} led to no finding and no nonconformity"
        gap = f"{what}; the answer was due on {due}, {days_between(due, isms.on)} ago."
        shows = ("grade", "raised_on", "answered_by") if isinstance(asks, AuditFinding) else ("examined_on", "findings")
        yield Fault(asks, gap=gap, shows=shows, cites=_audit_of(isms, asks), stated=stated)


def _answered(isms: Isms, asks: Asks) -> bool:
    if isinstance(asks, Sample):
        named = any(isms.resolve(words, AuditFinding, Nonconformity) for words in asks.findings)
        return named or bool(isms.by_each(AuditFinding, lambda each: each.samples, "samples").get(asks.ref))
    if asks.no_answer_reason:
        return True
    named = any(isms.resolve(words, Nonconformity) for words in asks.answered_by)
    return named or bool(isms.of_parent(Nonconformity, "source_refs", asks))


def _audit_of(isms: Isms, asks: Asks) -> tuple[Record, ...]:
    found = isms.resolve(asks.audit, Audit)
    return (found,) if found else ()


@rule(
    "AUD009",
    "independent-review-missing",
    clauses=("A.5.35",),
    grade=MINOR,
    examines=WHOLE_SYSTEM,
    mend="Let somebody without a stake look at how security is managed, and record it as an independent review.",
)
def independent_review_missing(isms: Isms, organization: Organization) -> Iterator[Fault | Unjudged]:
    """A review on record counts; where none is kept here, a document or evidence that serves A.5.35."""
    stated = promise(isms, "independent_review")
    if stated is None or stated.interval is None:
        yield Unjudged(organization, "no promise `independent_review`")
        return
    since = stated.interval.before(isms.on)
    reviews = [each for each in own_audits(isms) if each.audit_kind == "independent review" and is_held(each)]
    newest = max(reviews, key=lambda each: str(day_of(each) or ""), default=None)
    if newest is None:
        if not younger(isms, since) and not shown_elsewhere(isms, "A.5.35", since=since):
            yield Fault(organization, gap=f"No independent review since {since} is on record.", stated=stated)
    elif (held := day_of(newest)) is None:
        yield Unjudged(organization, f"the day of {newest.ref}")
    elif held < since:
        gap = f"The last independent review was held on {held}, {days_between(held, isms.on)} ago."
        yield Fault(organization, gap=gap, cites=(Cited(newest, ("held_on",)),), stated=stated)


def _visits(isms: Isms) -> Iterator[Visit]:
    """Visits of the certification body that are ahead."""
    for each in isms.live(Visit):
        if each.visit_kind in OF_THE_BODY and each.planned_on and each.planned_on >= isms.on and each.held_on is None:
            yield each


@rule(
    "AUD010",
    "audit-too-close-to-visit",
    clauses=("9.2.2", "9.3.1"),
    grade=OPPORTUNITY,
    examines=Population("visits of the certification body ahead", _visits),
    mend="Bring the audit or the review forward, so that what it finds can be put right before the visit.",
)
def audit_too_close_to_visit(isms: Isms, visit: Visit) -> Iterator[Fault | Unjudged]:
    """Findings of the week before are findings of the visit."""
    margin, stated = _margin(isms)
    if margin is None:
        yield Unjudged(visit, "no promise `visit_margin`")
        return
    day = visit.planned_on or isms.on
    latest = margin.before(day)
    late = [(when, each) for when, each in _last_before(isms, day) if when > latest]
    if late:
        when, record = min(late, key=lambda each: (each[0], each[1].ref))
        gap = (
            f"The last look of its kind before the visit on {day} is {record.ref}, {days_between(when, day)} before it."
        )
        clause = "9.3.1" if isinstance(record, ManagementReview) else ""
        yield Fault(visit, gap=gap, shows=("planned_on",), cites=(record,), stated=stated, clause=clause)


def _margin(isms: Isms) -> tuple[Interval | None, Promise | None]:
    programme = programme_in_force(isms)
    if programme and (own := interval(programme.visit_margin)):
        return own, None
    stated = promise(isms, "visit_margin")
    return (stated.interval if stated else None), stated


def _last_before(isms: Isms, day: date) -> Iterator[tuple[date, Record]]:
    """The last internal audit and the last management review, held or planned, on or before a day."""
    audits = [(when, each) for each in own_audits(isms) if (when := day_of(each)) and when <= day]
    reviews = [
        (when, each)
        for each in isms.live(ManagementReview)
        if (when := each.held_on or each.planned_on) and when <= day
    ]
    for found in (audits, reviews):
        if found:
            yield max(found, key=lambda each: (each[0], each[1].ref))
