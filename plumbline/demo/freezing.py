"""What people approved or accepted is frozen from the records themselves, so that the company is sound on its own day.

In the registers `@form` stands for the fingerprint of what was approved or accepted, and a Statement of Applicability
approved without rows takes the rows computed from the registers; an approved review without figures takes those that
the records give for its days.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.fingerprints import plan_of, state_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Acceptance,
    ManagementReview,
    Record,
    ReviewInput,
    Risk,
    SoaVersion,
    TreatmentPlan,
)
from plumbline.engine.domain.review_inputs import Compiled, compiled
from plumbline.engine.domain.reviews import inputs_of, review_before
from plumbline.engine.domain.soa import frozen_rows

AS_IT_STANDS = frozenset(
    {"requirements unaddressed", "obligations unmet", "objectives reached", "objectives missed", "findings open"}
    | {"risks grave", "risks above acceptance"}
)
"""Figures that only the day itself could tell: a review of earlier days is not told them."""


def frozen(records: Sequence[Record], day: date) -> tuple[Record, ...]:
    """The records with every open form filled in from the state they make together."""
    isms = assemble(records, on=day)
    filled = tuple(_filled(isms, each) for each in records)
    return frozen(filled, day) if filled != tuple(records) and any(map(_waits, filled)) else filled


def _waits(record: Record) -> bool:
    """An input of a review whose figures stand beside those of the review before, which were not counted yet."""
    return isinstance(record, ReviewInput) and not record.figures and not record.nothing_to_report


def _filled(isms: Isms, record: Record) -> Record:
    match record:
        case TreatmentPlan(form="@form") if risk := _risk(isms, record.risk):
            return dataclasses.replace(record, form=plan_of(isms, risk))
        case Acceptance(form="@form") if risk := _risk(isms, record.risk):
            return dataclasses.replace(record, form=state_of(isms, risk))
        case SoaVersion(state="approved", rows=()):
            return dataclasses.replace(record, rows=frozen_rows(isms))
        case ReviewInput(figures=()) if found := _compiled(isms, record):
            figures = tuple(each for each in found.figures if each.key not in AS_IT_STANDS)
            return dataclasses.replace(record, figures=figures, records=found.named)
    return record


def _compiled(isms: Isms, record: ReviewInput) -> Compiled | None:
    """The input as the records give it for the days of a review that was approved."""
    review = isms.find(record.review)
    if not isinstance(review, ManagementReview) or review.state != "approved" or record.nothing_to_report:
        return None
    before = review_before(isms, review)
    if before and any(map(_waits, inputs_of(isms, before).values())):
        return None
    return next((each for each in compiled(isms, review) if each.topic == record.topic), None)


def _risk(isms: Isms, reference: str) -> Risk | None:
    found = isms.resolve(reference, Risk)
    return found if isinstance(found, Risk) else None
