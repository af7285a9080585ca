"""Findings and rules in the order people read them: by clause, then by rule, the systemic finding before its cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.engine.rules.finding import Finding, Report, RuleResult
from plumbline.engine.standard.catalogue import Standard, short_key, standard


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """One rule with its findings under a clause."""

    result: RuleResult
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """A clause, control or article with the rules that speak for it first."""

    clause: str
    title: str
    rules: tuple[RuleGroup, ...]

    @property
    def with_findings(self) -> tuple[RuleGroup, ...]:
        """The rules that found something, the gravest first."""
        held = (each for each in self.rules if each.findings)
        return tuple(sorted(held, key=lambda each: (_gravest(each), each.result.code)))


def by_clause(report: Report, known: Standard | None = None) -> tuple[ClauseGroup, ...]:
    """Every rule under the clause its findings are filed under; a rule without findings under its own first clause."""
    known = known or standard()
    results = {each.code: each for each in report.rules}
    filed: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in report.findings:
        filed[clause_of(known, finding.clauses)][finding.code].append(finding)
    told = {finding.code for finding in report.findings}
    for result in report.rules:
        if result.code not in told:
            filed[clause_of(known, result.clauses)][result.code] = []
    return tuple(
        ClauseGroup(clause, title_of(known, clause), tuple(_rules(results, filed[clause])))
        for clause in sorted(filed, key=lambda each: known.position(each) if each else -1)
    )


def _rules(results: dict[str, RuleResult], found: dict[str, list[Finding]]) -> Iterable[RuleGroup]:
    for code in sorted(found):
        yield RuleGroup(results[code], tuple(sorted(found[code], key=lambda each: not each.systemic)))


def clause_of(known: Standard, keys: tuple[str, ...]) -> str:
    """The clause, control or article that the first of the keys belongs to; empty where there is none."""
    first = short_key(keys[0]) if keys else ""
    return known.requirements[first].clause if first in known.requirements else first


def title_of(known: Standard, clause: str) -> str:
    """The title of a clause, control or article; empty for none."""
    return known.clauses[clause].title if clause in known.clauses else known.label(clause) if clause else ""


def _gravest(group: RuleGroup) -> int:
    return min(each.severity.rank for each in group.findings)
