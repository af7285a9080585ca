"""Management reviews, their inputs and decisions (9.3): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class ManagementReview(RecordTable, value=kinds.ManagementReview):
    """Top management looks at the whole system (9.3)."""


class ReviewInput(RecordTable, value=kinds.ReviewInput):
    """What was put before a review (9.3.2)."""


class Decision(RecordTable, value=kinds.Decision):
    """What a review decided (9.3.3)."""
