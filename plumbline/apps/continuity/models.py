"""Impact analyses, plans, exercises, backups and restore tests (A.5.29, A.5.30, A.8.13): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class ImpactAnalysis(RecordTable, value=kinds.ImpactAnalysis):
    """What an outage would do (A.5.30)."""


class ContinuityPlan(RecordTable, value=kinds.ContinuityPlan):
    """How something is kept going or brought back (A.5.29)."""


class Exercise(RecordTable, value=kinds.Exercise):
    """A plan tried out (A.5.30)."""


class BackupJob(RecordTable, value=kinds.BackupJob):
    """What is copied how often to where (A.8.13)."""


class RestoreTest(RecordTable, value=kinds.RestoreTest):
    """Something brought back from a copy (A.8.13)."""
