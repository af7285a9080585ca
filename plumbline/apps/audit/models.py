"""Programme, audits, samples and findings (9.2): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class AuditProgramme(RecordTable, value=kinds.AuditProgramme):
    """Which audits are held over a cycle (9.2.2)."""


class Audit(RecordTable, value=kinds.Audit):
    """One audit (9.2)."""


class AuditItem(RecordTable, value=kinds.AuditItem):
    """What was seen about one item of an audit (9.2)."""


class AuditFinding(RecordTable, value=kinds.AuditFinding):
    """What an audit found (9.2)."""


class Population(RecordTable, value=kinds.Population):
    """All things of which a sample is drawn, frozen (9.1)."""


class Sample(RecordTable, value=kinds.Sample):
    """What was drawn, and the result for each (9.1)."""
