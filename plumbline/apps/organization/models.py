"""The organisation, its context, scope and duties (4, 5.3): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Organization(RecordTable, value=kinds.Organization):
    """Whose management system this is (4.1)."""


class OwnRule(RecordTable, value=kinds.OwnRule):
    """A promise or setting that the organisation adopted (A.5.1)."""


class Site(RecordTable, value=kinds.Site):
    """A place, unit or service inside or outside the scope (4.3)."""


class Scope(RecordTable, value=kinds.Scope):
    """One version of the scope (4.3)."""


class Interface(RecordTable, value=kinds.Interface):
    """Where the scope meets what lies outside it (4.3 c)."""


class Issue(RecordTable, value=kinds.Issue):
    """A matter that bears on what the ISMS is to achieve (4.1)."""


class ClimateDecision(RecordTable, value=kinds.ClimateDecision):
    """Whether climate change is a relevant issue (4.1)."""


class Party(RecordTable, value=kinds.Party):
    """Somebody whose needs bear on the ISMS (4.2)."""


class PartyRequirement(RecordTable, value=kinds.PartyRequirement):
    """What a party requires, and how it is answered (4.2 b, c)."""


class Obligation(RecordTable, value=kinds.Obligation):
    """A legal, regulatory or contractual duty (A.5.31)."""


class Role(RecordTable, value=kinds.Role):
    """A responsibility in the management system (5.3)."""


class Assignment(RecordTable, value=kinds.Assignment):
    """Who holds a role, from when to when (5.3)."""


class LogFork(RecordTable, value=kinds.LogFork):
    """A continuation of the journal under a new name (7.5.3)."""
