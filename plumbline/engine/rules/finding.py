"""What a check says (Fault, Unjudged) and what the runner makes of it (Finding, RuleResult, Report)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plumbline.engine.domain.promises import Promise
from plumbline.engine.domain.record import Record


class Severity(StrEnum):
    """The grade of a finding, from rules.md section 2."""

    MAJOR = "major"
    MINOR = "minor"
    OPPORTUNITY = "opportunity"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class State(StrEnum):
    """What a rule's counts amount to."""

    FAULTS = "faults"
    WAIVED = "waived"
    PARTLY_JUDGED = "partly_judged"
    EMPTY = "empty"
    NOT_APPLICABLE = "not_applicable"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that is at fault.

    record: the one examined; gap: what is missing or contradicts what, with figures, one sentence; shows: fields of the
    record whose values the finding prints; cites: other records (with the fields to print) that the fault rests on;
    stated: the promise it was judged by; clause and mend: where they differ from the rule's own.
    """

    record: Record
    gap: str
    shows: tuple[str, ...] = ()
    cites: tuple["Record | Cited", ...] = ()
    stated: Promise | None = None
    clause: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """Another record a fault rests on, and which of its fields to print."""

    record: Record
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A record that could not be judged, and what is missing for it."""

    record: Record
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding in the three parts of an audit finding, plus the mend (rules.md section 4)."""

    code: str
    name: str
    severity: Severity
    clauses: tuple[str, ...]
    records: tuple[str, ...]
    requirement: str
    evidence: str
    gap: str
    mend: str
    systemic: bool = False
    waiver: str = ""
    waived_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What one rule examined and found. `population` names what was counted; `unjudged_for` says what was missing."""

    code: str
    name: str
    severity: Severity
    clauses: tuple[str, ...]
    state: State
    population: str
    examined: int
    faulted: int
    unjudged: int
    waived: int
    unjudged_for: tuple[tuple[str, str], ...] = ()
    waived_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReadiness:
    """How much of a clause is shown: requirements shown of those that a rule examines, and the majors on it."""

    clause: str
    title: str
    shown: int
    examined_by_rules: int
    majors: int
    minors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of one audit of an `Isms` value. `note` says why nothing was judged, where nothing was."""

    as_of: date | None
    on: date
    organization: str
    head: int
    rules: tuple[RuleResult, ...]
    findings: tuple[Finding, ...]
    readiness: tuple[ClauseReadiness, ...]
    set_aside: int = 0
    selected: tuple[str, ...] = field(default=())
    note: str = ""

    @property
    def counted(self) -> dict[Severity, int]:
        """Unwaived findings by grade; the single cases under a systemic finding count as what they are."""
        return {grade: sum(f.severity == grade and not f.waiver for f in self.findings) for grade in Severity}
