"""Keeping them: management reviews, their inputs and decisions (9.3)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

reviews = writer(
    kinds.ManagementReview,
    Permission.REVIEW_WRITE,
    reserved=("approved_on", "approved_by", "frozen_at", "state=approved"),
)
review_inputs = writer(kinds.ReviewInput, Permission.REVIEW_WRITE)
decisions = writer(kinds.Decision, Permission.REVIEW_WRITE)
