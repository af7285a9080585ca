"""Runs the rules over an `Isms` value: counts, grades, composes, waives. The same value gives the same bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from plumbline.engine.domain.applicability import all_excluded
from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import RuleWaiver
from plumbline.engine.domain.promises import setting
from plumbline.engine.rules.finding import Cited, Fault, Finding, Report, RuleResult, Severity, State, Unjudged
from plumbline.engine.rules.readiness import readiness
from plumbline.engine.rules.rule import Rule, all_rules
from plumbline.engine.rules.waivers import Waivers
from plumbline.engine.rules.wording import cited


class UnknownRuleError(ValueError):
    """A rule was asked for that does not exist."""


@dataclass(slots=True)
class Tally:
    """What a rule came upon while it went through its population."""

    examined: int = 0
    faults: list[Fault] = field(default_factory=list)
    unjudged: list[Unjudged] = field(default_factory=list)


class Outcome(NamedTuple):
    """What one rule examined, and what it found."""

    result: RuleResult
    findings: tuple[Finding, ...]


def audit(isms: Isms, codes: Sequence[str] = ()) -> Report:
    """Judge the system by all rules, or by those asked for. Raises UnknownRuleError."""
    waivers = Waivers.of(isms)
    return reported(isms, [judged(isms, each, waivers) for each in chosen(codes)], codes)


def reported(isms: Isms, outcomes: Iterable[Outcome], codes: Sequence[str] = ()) -> Report:
    """What the outcomes of rules, in the order of their codes, amount to."""
    held = list(outcomes)
    results = tuple(each.result for each in held)
    findings = sorted((each for outcome in held for each in outcome.findings), key=lambda each: _order(isms, each))
    return Report(
        as_of=isms.as_of,
        on=isms.on,
        organization=isms.organization.title,
        head=isms.head,
        rules=results,
        findings=tuple(findings),
        readiness=readiness(isms.standard, results, findings),
        set_aside=isms.set_aside,
        selected=tuple(codes),
    )


def chosen(codes: Sequence[str]) -> tuple[Rule, ...]:
    """The rules with these codes or subjects (`RSK003`, `RSK`), or all. Raises UnknownRuleError."""
    wanted = [code.upper() for code in codes]
    for code in wanted:
        if not any(code in (each.code, each.subject) for each in all_rules()):
            raise UnknownRuleError(f"There is no rule {code}. `plumbline rule` lists them all.")
    return tuple(each for each in all_rules() if not wanted or each.code in wanted or each.subject in wanted)


def judged(isms: Isms, rule: Rule, waivers: Waivers) -> Outcome:
    """What one rule finds."""
    if all_excluded(isms, rule.clauses):
        return Outcome(_result(rule, Tally(), State.NOT_APPLICABLE, note=f"excluded: {', '.join(rule.clauses)}"), ())
    tally = _gone_through(isms, rule)
    waived = {id(fault): waiver for fault in tally.faults if (waiver := waivers.matching(rule, fault))}
    findings = [_composed(isms, rule, fault) for fault in tally.faults if id(fault) not in waived]
    systemic = _systemic(isms, rule, tally, findings)
    for fault in tally.faults:
        if waiver := waived.get(id(fault)):
            findings.append(_composed(isms, rule, fault, waiver))
    until = min((each.expires for each in waived.values() if each.expires), default=None)
    result = _result(rule, tally, _state(tally, len(waived)), waived=len(waived), waived_until=until)
    return Outcome(result, (*systemic, *findings))


def _gone_through(isms: Isms, rule: Rule) -> Tally:
    tally = Tally()
    for subject in rule.examines.select(isms):
        tally.examined += 1
        for said in rule.check(isms, subject):
            if isinstance(said, Fault):
                tally.faults.append(said)
            else:
                tally.unjudged.append(said)
            break
    return tally


def _state(tally: Tally, waived: int) -> State:
    if len(tally.faults) > waived:
        return State.FAULTS
    if waived:
        return State.WAIVED
    if tally.unjudged:
        return State.PARTLY_JUDGED
    return State.CLEAR if tally.examined else State.EMPTY


def _result(
    rule: Rule, tally: Tally, state: State, *, waived: int = 0, waived_until: date | None = None, note: str = ""
) -> RuleResult:
    return RuleResult(
        code=rule.code,
        name=rule.name,
        severity=rule.grade.severity,
        clauses=rule.clauses,
        state=state,
        population=rule.examines.called,
        examined=tally.examined,
        faulted=len(tally.faults) - waived,
        unjudged=len(tally.unjudged),
        waived=waived,
        unjudged_for=tuple((each.record.ref, each.missing) for each in tally.unjudged),
        waived_until=waived_until,
        note=note,
    )


def _composed(isms: Isms, rule: Rule, fault: Fault, waiver: RuleWaiver | None = None) -> Finding:
    others = [each if isinstance(each, Cited) else Cited(each) for each in fault.cites]
    clauses = tuple(dict.fromkeys([fault.clause, *rule.clauses])) if fault.clause else rule.clauses
    seen = [cited(isms, fault.record, fault.shows), *(cited(isms, each.record, each.shows) for each in others)]
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.grade.severity,
        clauses=clauses,
        records=tuple(dict.fromkeys([fault.record.ref, *(each.record.ref for each in others)])),
        requirement=_requirement(isms, clauses[0], fault),
        evidence=f"{' '.join(seen)} Judged on {isms.on.isoformat()}.",
        gap=fault.gap,
        mend=fault.mend or rule.mend,
        waiver=waiver.ref if waiver else "",
        waived_until=waiver.expires if waiver else None,
    )


def _requirement(isms: Isms, clause: str, fault: Fault) -> str:
    stated = f" Own rule: “{fault.stated.name}: {fault.stated.setting}”, {fault.stated.stated}." if fault.stated else ""
    return f"{isms.standard.label(clause)}.{stated}"


def _systemic(isms: Isms, rule: Rule, tally: Tally, findings: list[Finding]) -> list[Finding]:
    """One major finding over all single ones, where so many are at fault that the process itself is (minor ↑)."""
    faulted = len(findings)
    enough = faulted >= int(setting(isms, "systemic_count"))
    if not (rule.grade.escalates and enough and faulted >= float(setting(isms, "systemic_share")) * tally.examined):
        return []
    references = sorted({each.records[0] for each in findings}, key=natural)
    return [
        Finding(
            code=rule.code,
            name=rule.name,
            severity=Severity.MAJOR,
            clauses=findings[0].clauses,
            records=tuple(references),
            requirement=f"{isms.standard.label(findings[0].clauses[0])}.",
            evidence=f"{faulted} of {tally.examined} {rule.examines.called}: {_some(references)}. "
            f"Judged on {isms.on.isoformat()}.",
            gap=f"{rule.name.replace('-', ' ').capitalize()} in {faulted} of {tally.examined} {rule.examines.called}: "
            "the lapse is systemic, not single.",
            mend=f"Find out why it happens at all, then for each: {rule.mend[:1].lower()}{rule.mend[1:]}",
            systemic=True,
        )
    ]


def _some(references: Iterable[str], most: int = 12) -> str:
    named = list(references)
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + more


def _order(isms: Isms, found: Finding) -> tuple[object, ...]:
    first = natural(found.records[0]) if found.records else ()
    return (found.severity.rank, isms.standard.position(found.clauses[0]), found.code, not found.systemic, first)
