"""Whether suppliers are looked at before and while they serve, and what is done about what was found."""

from collections.abc import Iterator

from plumbline.engine.domain.due import in_cycle, next_due, overdue
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Supplier, SupplierAssessment, SupplierReview
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.supply import (
    UNKNOWN_REACH,
    Look,
    is_answered,
    left_open,
    looked_on,
    looks,
    procedure_since,
    reaches_information,
    serving_us,
    suppliers_that_matter,
)
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

THAT_MATTER = Population("live suppliers that process or can affect in-scope information", suppliers_that_matter)


@rule(
    "SUP001",
    "supplier-unassessed",
    clauses=("A.5.19", "A.5.21", "8.1-5"),
    grade=MINOR_UP,
    examines=THAT_MATTER,
    mend="Assess it, enter the result under “Supplier assessments”, and decide on what you find.",
)
def supplier_unassessed(isms: Isms, supplier: Supplier) -> Iterator[Fault | Unjudged]:
    """Who was there before the procedure need not have been assessed beforehand, only by now."""
    found = looks(isms, supplier)
    if not found:
        if reaches_information(isms, supplier) is None:
            yield Unjudged(supplier, UNKNOWN_REACH)
        else:
            gap = "It serves without an assessment or review on record."
            yield Fault(supplier, gap=gap, shows=("service", "criticality", "service_began"))
        return
    began, rules_since = supplier.service_began, procedure_since(isms)
    if began is None or rules_since is None or began < rules_since:
        return
    days = [day for each in found if (day := looked_on(each))]
    if not days:
        yield Unjudged(supplier, "the day it was first assessed")
    elif min(days) > began:
        gap = (
            f"It was first assessed on {min(days).isoformat()}, {days_between(began, min(days))} after its service "
            f"began; the supplier procedure has been in force since {rules_since.isoformat()}."
        )
        yield Fault(supplier, gap=gap, shows=("service_began",), cites=(found[0],))


def planned_for_review(isms: Isms) -> Iterator[Supplier]:
    """Suppliers for which a date, an interval or a promise says when they are looked at next."""
    for supplier in serving_us(isms):
        own = supplier.next_review or interval(supplier.review_interval)
        if own or promise(isms, "supplier_review", supplier.criticality):
            yield supplier


@rule(
    "SUP004",
    "supplier-review-overdue",
    clauses=("A.5.22",),
    grade=MINOR_UP,
    examines=Population("live suppliers with a review date or interval", planned_for_review),
    mend="Review the supplier, record the result under “Supplier reviews”, and set the next date.",
)
def supplier_review_overdue(isms: Isms, supplier: Supplier) -> Iterator[Fault | Unjudged]:
    """A date that a later review has kept is over, even where nobody moved it."""
    past = looks(isms, supplier)
    life = isms.lives.get((supplier.KIND, supplier.ref))
    seen = looked_on(past[-1]) if past else None
    last = seen or supplier.service_began or (life.first if life else None)
    own = supplier.next_review
    if own and seen and seen >= own:
        own = None
    due = next_due(isms, own, last, supplier.review_interval, "supplier_review", supplier.criticality)
    if due is None:
        yield Unjudged(supplier, "the day of its last review" if last is None else "the day of its next review")
    elif overdue(isms, due.day):
        gap = f"Its review was due on {due.day.isoformat()}, {days_between(due.day, isms.on)} ago."
        cites = (Cited(past[-1]),) if past else ()
        yield Fault(supplier, gap=gap, shows=("criticality", "next_review"), cites=cites, stated=due.stated)


def with_remarks(isms: Isms) -> Iterator[tuple[Supplier, Look]]:
    """Assessments and reviews of the audit cycle that ended with a remark or a condition."""
    for supplier in serving_us(isms):
        for look in looks(isms, supplier):
            if left_open(look) and in_cycle(isms, looked_on(look)):
                yield supplier, look


@rule(
    "SUP005",
    "supplier-issue-untracked",
    clauses=("A.5.22",),
    grade=MINOR,
    examines=Population("supplier reviews with a remark or condition", with_remarks),
    mend="Raise an action or a nonconformity from the remark, or a risk, and name it under “Answered by”.",
)
def supplier_issue_untracked(isms: Isms, subject: tuple[Supplier, Look]) -> Iterator[Fault]:
    """Filed at the supplier, since that is where people look. Unless promised otherwise an answer is owed at once."""
    supplier, look = subject
    if is_answered(isms, supplier, look):
        return
    day, stated = looked_on(look), promise(isms, "finding_answer")
    if day and stated and stated.interval and stated.interval.after(day) >= isms.on:
        return
    what = "assessment" if isinstance(look, SupplierAssessment) else "review"
    when = f" of {day.isoformat()}" if day else ""
    gap = f"The {what}{when} left something open, and no action, risk, nonconformity or later review answers it."
    shows = ("result", "remark") if isinstance(look, SupplierReview) else ("result", "conditions")
    yield Fault(supplier, gap=gap, cites=(Cited(look, (*shows, "answered_by")),), stated=stated)
