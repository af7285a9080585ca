"""People, competence, training and signed papers (7.2, 7.3, A.6): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Person(RecordTable, value=kinds.Person):
    """Somebody under our control, without a name (7.1)."""


class CompetenceNeed(RecordTable, value=kinds.CompetenceNeed):
    """What a role must know or be able to do (7.2 a)."""


class CompetenceProof(RecordTable, value=kinds.CompetenceProof):
    """That a person meets a need, or a gap (7.2 b to d)."""


class Course(RecordTable, value=kinds.Course):
    """Something people are trained or made aware by (7.3)."""


class Training(RecordTable, value=kinds.Training):
    """One duty: a person or group, a course, a day (A.6.3)."""


class Screening(RecordTable, value=kinds.Screening):
    """A background check (A.6.1)."""


class AgreementSigned(RecordTable, value=kinds.AgreementSigned):
    """Terms or a confidentiality agreement, signed (A.6.2, A.6.6)."""


class ResourceNeed(RecordTable, value=kinds.ResourceNeed):
    """What the system lacks, and what was decided (7.1)."""


class Communication(RecordTable, value=kinds.Communication):
    """A row of the communication plan (7.4)."""
