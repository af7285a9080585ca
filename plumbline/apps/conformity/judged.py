"""A finished report as pages ask it: what is said about a record, by clause, by subject, and who has to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.rules.finding import Finding, Report
from plumbline.reports.findings.grouping import ClauseGroup, by_clause

FirstSeen = Mapping[tuple[str, str], date]
"""(rule, subject) -> the day on which a finding was first seen here."""


def subject_of(finding: Finding) -> str:
    """The record a finding is about; of a finding over many records, none."""
    return finding.records[0] if finding.records and not finding.systemic else ""


class Judged:
    """A report and the number of journal entries it was judged at; no report while the first one is being made.

    `level`: nothing was written since.
    """

    def __init__(
        self, report: Report | None, head: int, *, level: bool = True, first_seen: FirstSeen | None = None
    ) -> None:
        self.report = report
        self.head = head
        self.level = level
        self._first_seen = first_seen or {}

    def overtaken(self) -> Judged:
        """The same report after something was written that it does not know of."""
        return Judged(self.report, self.head, level=False, first_seen=self._first_seen)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, waived ones too, in the order of the report."""
        return self.report.findings if self.report else ()

    def since(self, finding: Finding) -> date | None:
        """The day since which a finding has been seen without a break; None where nobody has looked before."""
        return self._first_seen.get((finding.code, subject_of(finding)))

    def about(self, record: Record | str) -> tuple[Finding, ...]:
        """The findings that cite a record, those about the record itself first."""
        ref = record if isinstance(record, str) else record.ref
        return tuple(sorted(self._by_ref.get(ref, ()), key=lambda each: subject_of(each) != ref))

    @cached_property
    def clauses(self) -> tuple[ClauseGroup, ...]:
        """Rules and findings by the clause they are filed under."""
        return by_clause(self.report) if self.report else ()

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[Finding, ...]]:
        """Findings by the three letters of their rule's subject."""
        return _grouped((each.code[:3], each) for each in self.findings)

    def by_owner(self, isms: Isms) -> Mapping[str, tuple[Finding, ...]]:
        """Findings by who answers for the record they are about: a reference, words that name nobody, or nothing."""
        return _grouped((_owner(isms, subject_of(each)), each) for each in self.findings)

    @cached_property
    def _by_ref(self) -> Mapping[str, tuple[Finding, ...]]:
        return _grouped((ref, each) for each in self.findings for ref in dict.fromkeys(each.records))


def _grouped(pairs: Iterable[tuple[str, Finding]]) -> Mapping[str, tuple[Finding, ...]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for key, finding in pairs:
        groups[key].append(finding)
    return {key: tuple(held) for key, held in groups.items()}


def _owner(isms: Isms, ref: str) -> str:
    keyed = (isms.at(KINDS[kind], ref) for kind in sorted(KEYED_BY_CATALOGUE))
    record = isms.find(ref) or next((each for each in keyed if each is not None), None)
    words = str(getattr(record, "owner", "") or "")
    found = isms.answers(words)
    return found.ref if found else words
