"""The Statement of Applicability: declared, overruled, approved, and exceptions (6.1.3 d): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class SoaDeclared(RecordTable, value=kinds.SoaDeclared):
    """One row of the statement as declared (6.1.3 d)."""


class SoaOverride(RecordTable, value=kinds.SoaOverride):
    """A decision that overrules the computed row (6.1.3 d)."""


class SoaVersion(RecordTable, value=kinds.SoaVersion):
    """An approved, frozen statement (6.1.3 d)."""


class PolicyException(RecordTable, value=kinds.PolicyException):
    """Leave to depart from a policy, for a time (A.5.36)."""
