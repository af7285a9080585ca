"""Keeping them: accounts in the firm's systems, rights and their reviews (A.5.15 to A.5.18)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

accounts = writer(kinds.Account, Permission.ACCOUNT_WRITE)
entitlements = writer(kinds.Entitlement, Permission.ACCOUNT_WRITE)
access_reviews = writer(kinds.AccessReview, Permission.ACCOUNT_WRITE)
access_entries = writer(kinds.AccessEntry, Permission.ACCOUNT_WRITE)
