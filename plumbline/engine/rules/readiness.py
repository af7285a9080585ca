"""Readiness per clause: requirements shown of those that a rule examines (rules.md section 3)."""

from collections.abc import Sequence

from plumbline.engine.rules.finding import ClauseReadiness, Finding, RuleResult, Severity, State
from plumbline.engine.standard.catalogue import Standard

UNSHOWN = frozenset({State.FAULTS, State.WAIVED, State.PARTLY_JUDGED})


def shown(requirement: str, results: Sequence[RuleResult]) -> bool:
    """Whether at least one of the rules on a requirement is clear and none has faults, waived or unjudged records."""
    states = [each.state for each in results if requirement in each.clauses]
    return State.CLEAR in states and not UNSHOWN.intersection(states)


def readiness(
    standard: Standard, results: Sequence[RuleResult], findings: Sequence[Finding]
) -> tuple[ClauseReadiness, ...]:
    """One line per clause that has requirements with a rule, in the order of the standard."""
    by_clause: dict[str, list[str]] = {}
    examined = {key for each in results for key in each.clauses}
    for requirement in standard.requirements.values():
        if requirement.key in examined:
            by_clause.setdefault(requirement.clause, []).append(requirement.key)
    return tuple(
        ClauseReadiness(
            clause=clause,
            title=standard.clause(clause).title,
            shown=sum(shown(each, results) for each in requirements),
            examined_by_rules=len(requirements),
            majors=_count(findings, requirements, Severity.MAJOR),
            minors=_count(findings, requirements, Severity.MINOR),
        )
        for clause, requirements in by_clause.items()
    )


def _count(findings: Sequence[Finding], requirements: Sequence[str], grade: Severity) -> int:
    return sum(each.severity == grade and not each.waiver and each.clauses[0] in requirements for each in findings)
