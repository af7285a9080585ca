"""Accounts in the firm's systems, rights and their reviews (A.5.15 to A.5.18): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Account(RecordTable, value=kinds.Account):
    """A login in one of the firm's systems (A.5.16)."""


class Entitlement(RecordTable, value=kinds.Entitlement):
    """What an account may do (A.5.18)."""


class AccessReview(RecordTable, value=kinds.AccessReview):
    """One round of asking whether access is still needed (A.5.18)."""


class AccessEntry(RecordTable, value=kinds.AccessEntry):
    """One account or right in a review (A.5.18)."""
