"""A small audit made by hand, with a finding of every sort and a rule in every state."""

from __future__ import annotations

from datetime import date

from plumbline.engine.rules.finding import ClauseReadiness, Finding, Report, RuleResult, Severity, State

ON = date(2026, 11, 22)
UNTIL = date(2027, 3, 31)


def rule(code: str, name: str, clause: str, state: State, *figures: int, **more: object) -> RuleResult:
    """A result with (examined, faulted, unjudged, waived) as figures."""
    examined, faulted, unjudged, waived = (*figures, 0, 0, 0, 0)[:4]
    held: dict[str, object] = {"severity": Severity.MINOR, "population": "live records", **more}
    return RuleResult(
        code=code, name=name, clauses=(clause,), state=state, examined=examined, faulted=faulted, unjudged=unjudged,
        waived=waived, **held,  # type: ignore[arg-type]  # fields by name, as each caller gives them
    )  # fmt: skip


def finding(code: str, name: str, severity: Severity, clause: str, *records: str, **more: object) -> Finding:
    """A finding whose words name its record."""
    held: dict[str, object] = {
        "requirement": "Risks have owners.",
        "evidence": f"{records[0]} Flood <b>&: owner none. Judged on 2026-11-22.",
        "gap": f"Nobody answers for {records[0]}.",
        "mend": "Name an owner in the field “Risk owner”.",
    }
    return Finding(
        code=code, name=name, severity=severity, clauses=(clause,), records=records,
        **{**held, **more},  # type: ignore[arg-type]  # fields by name, as each caller gives them
    )  # fmt: skip


def audit() -> Report:
    """The report."""
    owner = ("RSK003", "risk-without-owner", Severity.MAJOR, "6.1.2.c.2")
    review = ("POL003", "policy-review-overdue", Severity.MINOR, "A.5.1")
    return Report(
        as_of=None,
        on=ON,
        organization="Nordlicht & Söhne <GmbH>",
        head=4711,
        rules=(
            rule("CTX001", "issue-without-effect", "4.1", State.EMPTY, population="live context issues"),
            rule("POL003", "policy-review-overdue", "A.5.1", State.FAULTS, 4, 3, 0, 1, population="policies in force"),
            rule("RSK003", "risk-without-owner", "6.1.2.c.2", State.FAULTS, 41, 2, severity=Severity.MAJOR),
            rule(
                "RSK012", "assessment-overdue", "8.2", State.PARTLY_JUDGED, 7, 0, 2,
                unjudged_for=(("R-1", "day of assessment"), ("R-2", "day of assessment")),
            ),
            rule("SOA010", "justification-repeated", "6.1.3.d.2", State.FAULTS, 92, 1, severity=Severity.OPPORTUNITY),
            rule("SUP002", "agreement-not-in-force", "A.5.20", State.WAIVED, 12, 0, 0, 2, waived_until=UNTIL),
            rule("OPS001", "backup-missing", "A.8.13", State.NOT_APPLICABLE, note="excluded: A.8.13"),
            rule("AST001", "asset-without-owner", "A.5.9", State.CLEAR, 118),
        ),
        findings=(
            finding(*owner, "R-7"),
            finding(*owner, "R-10"),
            finding("POL003", "policy-review-overdue", Severity.MAJOR, "A.5.1", "DOC-1", "DOC-2", systemic=True),
            finding(*review, "DOC-1"),
            finding(*review, "DOC-2"),
            finding(*review, "DOC-3", waiver="WVR-1", waived_until=date(2027, 1, 31)),
            finding("SOA010", "justification-repeated", Severity.OPPORTUNITY, "6.1.3.d.2", "A.5.1"),
        ),
        readiness=(
            ClauseReadiness(clause="4.1", title="Context", shown=0, examined_by_rules=2, majors=0, minors=0),
            ClauseReadiness(clause="6.1.2", title="Risk assessment", shown=9, examined_by_rules=12, majors=2, minors=0),
        ),
        set_aside=3,
    )  # fmt: skip


def nothing() -> Report:
    """An audit of a system without records."""
    empty = tuple(rule(f"CTX00{n}", "issue-without-effect", "4.1", State.EMPTY) for n in range(1, 4))
    return Report(as_of=ON, on=ON, organization="", head=0, rules=empty, findings=(), readiness=())
