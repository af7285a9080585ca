"""What the report of an audit says: everything in words, so that a program and a typesetter say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

FORMATS = ("pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding in its three parts, and what answers it."""

    ref: str
    title: str
    grade: str
    item: str
    requirement: str
    evidence: str
    gap: str
    records: str
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An item with its verdict, what it rests on, and by whom it was examined."""

    key: str
    title: str
    verdict: str
    notes: str
    rests_on: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sample: of what, to test what, by which seed, and what it allows one to say."""

    ref: str
    population: str
    attribute: str
    how: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """The report of one audit. `made_at` dates the files: the same report gives the same bytes.

    facts: name and value pairs of the plan. counts: verdict and number. distance: a line for each auditor who is not
    free of an item, with what makes up for it. accepted: auditor, item, records and reason of each conflict that
    whoever signed accepted.
    """

    organization: str
    ref: str
    title: str
    kind: str
    standing: str
    signed: bool
    rehearsal: bool
    facts: tuple[tuple[str, str], ...]
    conclusion: str
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    items: tuple[Examined, ...]
    samples: tuple[Drawn, ...]
    distance: tuple[tuple[str, str, str, str], ...]
    distance_note: str
    accepted: tuple[tuple[str, str, str, str], ...]
    competence: tuple[tuple[str, str], ...]
    basis: str
    made_at: datetime

    @property
    def head(self) -> str:
        """What it is, in one line."""
        return "Rehearsal of an audit" if self.rehearsal else "Audit report"

    @property
    def accepted_note(self) -> str:
        """What the section of accepted conflicts is about."""
        return (
            "Nothing made up for these when the audit was signed. Whoever signed it says why they may stand; "
            "weigh the verdicts on these items with that in mind."
        )

    @property
    def examined(self) -> int:
        """Items that were examined."""
        return sum(number for verdict, number in self.counts.items() if verdict not in ("not examined", "no verdict"))

    @property
    def total(self) -> int:
        """Items that were to be examined."""
        return sum(self.counts.values())
