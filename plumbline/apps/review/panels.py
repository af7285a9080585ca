"""On the page of a review: the way to its inputs; on that of a decision: the way to its review."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Decision, ManagementReview, Record, ReviewInput


@offer("review")
def inputs(visit: Visit, record: Record) -> Iterator[Offer]:
    """Its ten inputs with their figures, and the meeting."""
    yield Offer("Inputs and decisions", reverse("review:review", args=[record.ref]), "eye", main=True)


@offer("review_input", "decision")
def of_review(visit: Visit, record: Record) -> Iterator[Offer]:
    """The review it is part of."""
    found = visit.isms.find(record.review) if isinstance(record, Decision | ReviewInput) else None
    if isinstance(found, ManagementReview):
        yield Offer("The whole review", reverse("review:review", args=[found.ref]), "eye")
