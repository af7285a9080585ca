"""Criteria, risks, assessments, plans, acceptances, threats and vulnerabilities (6.1, 8.2, 8.3): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Criteria(RecordTable, value=kinds.Criteria):
    """One version of the risk method (6.1.2 a)."""


class AssessmentRound(RecordTable, value=kinds.AssessmentRound):
    """One planned round of assessing risks (8.2)."""


class Threat(RecordTable, value=kinds.Threat):
    """An entry of the threat library (A.5.7)."""


class Weakness(RecordTable, value=kinds.Weakness):
    """What makes harm possible (6.1.2 c)."""


class Vulnerability(RecordTable, value=kinds.Vulnerability):
    """A finding about an asset with a deadline (A.8.8)."""


class Risk(RecordTable, value=kinds.Risk):
    """A scenario that could harm the organisation, and who answers for it (6.1.2)."""


class Assessment(RecordTable, value=kinds.Assessment):
    """The judgement of one risk at one stage (6.1.2 d, e)."""


class TreatmentPlan(RecordTable, value=kinds.TreatmentPlan):
    """That the owner approved the plan of a risk (6.1.3 f)."""


class Acceptance(RecordTable, value=kinds.Acceptance):
    """Who accepted which state of a risk until when (6.1.3 f)."""
