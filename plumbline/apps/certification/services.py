"""Keeping them: certificates, visits of outside bodies, and the pack they are given."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

certificates = writer(kinds.Certificate, Permission.CERTIFICATION_WRITE)
visits = writer(kinds.Visit, Permission.CERTIFICATION_WRITE)
