"""The Path: how far each step from nothing to the certificate is, computed from rules and never ticked by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.rules import readiness
from plumbline.engine.rules.finding import Finding, Report, Severity
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.standard.catalogue import Standard
from plumbline.reports.findings.grouping import clause_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step as it is told: what the clauses ask, why, and what a good answer looks like in a small firm."""

    key: str
    title: str
    clauses: tuple[str, ...]
    kinds: tuple[str, ...]
    asks: str
    why: str
    good: str


@dataclass(frozen=True, slots=True)
class Produced:
    """A register in which a step leaves something, and how much is there."""

    kind: str
    register: str
    live: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it stands: requirements shown of those that rules examine, findings left, records produced."""

    number: int
    told: Told
    shown: int
    examined: int
    findings: tuple[Finding, ...]
    produced: tuple[Produced, ...]

    @property
    def done(self) -> bool:
        """Whether every requirement that a rule examines is shown and no finding is left."""
        return bool(self.examined) and self.shown == self.examined and not self.open

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody waived, opportunities aside."""
        return tuple(each for each in self.findings if not each.waiver and each.severity is not Severity.OPPORTUNITY)

    @property
    def begun(self) -> bool:
        """Whether the step left any record yet."""
        return any(each.live for each in self.produced)


@cache
def told() -> tuple[Told, ...]:
    """The steps, in their order."""
    text = Path(__file__).with_name("path.toml").read_text("utf-8")
    return tuple(
        Told(**{**each, "clauses": tuple(each["clauses"]), "kinds": tuple(each["kinds"])})
        for each in tomllib.loads(text)["step"]
    )


def path(isms: Isms, report: Report) -> tuple[Step, ...]:
    """Every step as it stands."""
    return tuple(_step(number, each, isms, report) for number, each in enumerate(told(), 1))


def where_we_are(steps: tuple[Step, ...]) -> Step | None:
    """The first step that is not done; None at the end of the way."""
    return next((each for each in steps if not each.done), None)


def _step(number: int, told: Told, isms: Isms, report: Report) -> Step:
    examined = _examined(isms.standard, told.clauses)
    shown = sum(readiness.shown(each, report.rules) for each in examined)
    findings = tuple(e for e in report.findings if _belongs(clause_of(isms.standard, e.clauses), told.clauses))
    produced = tuple(Produced(each, KINDS[each].REGISTER, len(isms.live(KINDS[each]))) for each in told.kinds)
    return Step(number, told, shown, len(examined), findings, produced)


def _examined(known: Standard, clauses: tuple[str, ...]) -> tuple[str, ...]:
    """The requirements of the clauses that a rule examines."""
    spoken_for = {key for rule in all_rules() for key in rule.clauses}
    return tuple(e.key for e in known.requirements.values() if e.key in spoken_for and _belongs(e.clause, clauses))


def _belongs(clause: str, clauses: tuple[str, ...]) -> bool:
    """Whether a clause is one of these or lies below one; `A` is all of Annex A."""
    return any(clause == each or clause.startswith(f"{each}.") for each in clauses)
