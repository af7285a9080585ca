"""The words in which an audit speaks of its rules: the same in every format."""

from __future__ import annotations

from collections.abc import Mapping

from plumbline.engine.rules.finding import Finding, Report, RuleResult, Severity, State
from plumbline.reports.phrases import counted

STATE: Mapping[State, str] = {
    State.FAULTS: "at fault",
    State.WAIVED: "accepted",
    State.PARTLY_JUDGED: "partly judged",
    State.EMPTY: "nothing to examine",
    State.NOT_APPLICABLE: "not applicable",
    State.CLEAR: "clear",
}
GRADE: Mapping[Severity, str] = {
    Severity.MAJOR: "Major",
    Severity.MINOR: "Minor",
    Severity.OPPORTUNITY: "Opportunity",
}


def shown(result: RuleResult) -> str:
    """What a rule's counts amount to, with the figures: `3 of 41`, `accepted until 2027-03-31: 2 of 41`."""
    match result.state:
        case State.FAULTS:
            return f"{result.faulted:,} of {result.examined:,}" + _beside(result)
        case State.WAIVED:
            until = f" until {result.waived_until.isoformat()}" if result.waived_until else ""
            return f"{result.waived:,} of {result.examined:,} accepted{until}"
        case State.PARTLY_JUDGED:
            return f"{result.unjudged:,} of {result.examined:,} unjudged"
        case State.NOT_APPLICABLE:
            return result.note or "excluded in the Statement of Applicability"
        case State.EMPTY:
            return "0 examined"
    return f"0 of {result.examined:,}"


def outcome(result: RuleResult) -> str:
    """The state with its figures: `clear, 0 of 41`; just `nothing to examine` where there was nothing."""
    return STATE[result.state] if result.state == State.EMPTY else f"{STATE[result.state]}, {shown(result)}"


def _beside(result: RuleResult) -> str:
    said = [(result.unjudged, "unjudged"), (result.waived, "waived")]
    return "".join(f", {number:,} {word}" for number, word in said if number)


def examined(result: RuleResult) -> str:
    """The last line of a finding: the population and what became of it."""
    figures = f"{result.faulted:,} at fault, {result.unjudged:,} unjudged, {result.waived:,} waived"
    return f"{result.examined:,} {result.population}; {figures}."


def missing(result: RuleResult, most: int = 12) -> str:
    """What records lack that could not be judged, each lack once with the records; empty where all were judged."""
    by_lack: dict[str, list[str]] = {}
    for ref, lack in result.unjudged_for[:most]:
        by_lack.setdefault(lack, []).append(ref)
    held = [f"{', '.join(refs)} ({lack})" for lack, refs in by_lack.items()]
    more = len(result.unjudged_for) - most
    return "; ".join(held) + (f" and {more:,} more" if more > 0 else "")


def headline(report: Report) -> str:
    """The findings by grade, in one line; zero of nothing examined is never called conformity."""
    seen = sum(each.examined for each in report.rules)
    by_grade = report.counted
    parts = (
        counted(by_grade[Severity.MAJOR], "major", "major"),
        counted(by_grade[Severity.MINOR], "minor", "minor"),
        counted(by_grade[Severity.OPPORTUNITY], "opportunity", "opportunities"),
    )
    rules = counted(len(report.rules), "rule")
    if not seen:
        return f"Nothing to examine: {rules} found no record."
    return f"{', '.join(parts)}, from {rules} over {counted(seen, 'record')} examined."


def waived(report: Report) -> tuple[Finding, ...]:
    """The findings that somebody accepted for a time."""
    return tuple(each for each in report.findings if each.waiver)
