"""The one builder of Statement of Applicability rows: every format prints these values and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plumbline.engine.domain import soa
from plumbline.engine.domain.drivers import Driver
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, Person, Role, Scope, SoaVersion
from plumbline.engine.domain.sight import Sight
from plumbline.engine.domain.soa import OWN, SoaRow
from plumbline.engine.standard.entries import Theme
from plumbline.reports.soa.narrowed import hidden, narrowed, somebody
from plumbline.reports.soa.words import STATUS, evidence_detail, evidence_verdict

TITLE = "Statement of Applicability"
STANDARD = "ISO/IEC 27001:2022 with Amendment 1:2024, Annex A"
THEMES: Mapping[str, tuple[str, str]] = {
    Theme.ORGANIZATIONAL: ("A.5", "Organisational controls"),
    Theme.PEOPLE: ("A.6", "People controls"),
    Theme.PHYSICAL: ("A.7", "Physical controls"),
    Theme.TECHNOLOGICAL: ("A.8", "Technological controls"),
    OWN: ("OC", "Own controls beyond Annex A"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A record that asks for the control."""

    ref: str
    kind: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One control as every format prints it. People appear by the names they bear today."""

    key: str
    title: str
    theme: str
    applicable: str
    basis: str
    justification: str
    sources: tuple[Source, ...]
    status: str
    implementation: str
    owner: str
    documents: tuple[str, ...]
    evidence: str
    evidence_detail: str
    evidence_state: str
    evidence_count: int
    observed: date | None
    good_until: date | None
    contradictions: tuple[str, ...]
    decided_by: str
    decided_on: date | None

    @property
    def status_word(self) -> str:
        """The status as people read it."""
        return STATUS[self.status] if self.applicable != "no" else "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCount:
    """How the controls of one theme stand: `implemented` to `unstated` are of the applicable ones."""

    theme: str
    number: str
    title: str
    total: int
    applicable: int
    excluded: int
    undecided: int
    implemented: int
    partly: int
    planned: int
    none: int
    unstated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrphanList:
    """Controls whose chain is broken: no record asks for them, or records ask and nobody listed or included them."""

    undriven: tuple[str, ...]
    excluded: tuple[str, ...]
    absent: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoaReport:
    """A whole Statement of Applicability with its title block."""

    organization: str
    version: str
    approved: bool
    approved_on: date | None
    approved_by: tuple[str, ...]
    changed_since: tuple[str, ...]
    scope_ref: str
    scope_version: str
    scope_statement: str
    scope_boundaries: str
    as_of: date | None
    on: date
    head: int
    made_at: datetime
    rows: tuple[ReportRow, ...]
    themes: tuple[ThemeCount, ...]
    orphans: OrphanList
    set_aside: int
    narrowed: str = ""
    """For a reader who is not told of everything: what the rest is, such as “records that this pack does not show”."""

    @property
    def exclusions(self) -> tuple[ReportRow, ...]:
        """The rows that do not apply."""
        return tuple(each for each in self.rows if each.applicable == "no")

    @property
    def undecided(self) -> tuple[ReportRow, ...]:
        """The rows nobody has decided and nothing asks for."""
        return tuple(each for each in self.rows if each.applicable == "undecided")

    @property
    def contradicted(self) -> tuple[ReportRow, ...]:
        """The rows on which records disagree."""
        return tuple(each for each in self.rows if each.contradictions)

    def of_theme(self, theme: str) -> tuple[ReportRow, ...]:
        """The rows of one theme, in order."""
        return tuple(each for each in self.rows if each.theme == theme)

    @property
    def total(self) -> ThemeCount:
        """The counts of all rows together."""
        return _count("", "", "All controls", self.rows)

    @property
    def standing(self) -> str:
        """Version and approval in one line."""
        if not self.approved:
            return "Draft, not approved"
        when = f" on {self.approved_on.isoformat()}" if self.approved_on else ", day not stated"
        return f"Version {self.version or 'without number'}, approved{when}"


def soa_report(
    isms: Isms, *, made_at: datetime, names: Mapping[str, str] | None = None, sight: Sight | None = None
) -> SoaReport:
    """The statement of an `Isms` value.

    made_at: the moment printed as that of making (UTC); names: today's names of people by reference, where a reference
    without one is printed as it is; sight: what the reader may be told of, where that is not everything. The rows are
    computed from all records all the same.
    """
    read = _Reader(isms, names or {})
    version, scope = soa.approved(isms), _scope(isms)
    if sight and scope and not sight.shows(scope):
        scope = Scope(statement=f"The scope is a record {sight.away}.")
    rows = tuple(read.row(each) for each in soa.rows(isms))
    if sight:
        rows = tuple(narrowed(sight, each, row) for each, row in zip(soa.rows(isms), rows, strict=True))
    return SoaReport(
        organization=isms.organization.title,
        version=version.number if version else "",
        approved=version is not None,
        approved_on=version.approved_on if version else None,
        approved_by=tuple(_who(read, each, sight) for each in version.approved_by) if version else (),
        changed_since=tuple(each.key for each in soa.drift(isms)),
        scope_ref=scope.ref if scope else "",
        scope_version=scope.number if scope else "",
        scope_statement=scope.statement if scope else "",
        scope_boundaries=scope.boundaries if scope else "",
        as_of=isms.as_of,
        on=isms.on,
        head=isms.head,
        made_at=made_at,
        rows=rows,
        themes=_themes(rows),
        orphans=_orphans(isms, sight),
        set_aside=isms.set_aside,
        narrowed=f"records {sight.away}" if sight else "",
    )


def _who(read: _Reader, words: str, sight: Sight | None) -> str:
    return somebody(sight) if sight and hidden(sight, words) else read.who(words)


def _scope(isms: Isms) -> Scope | None:
    """The scope the approved version names, else the latest in force on the day."""
    version: SoaVersion | None = soa.approved(isms)
    if version and (named := isms.resolve(version.scope, Scope)):
        return named if isinstance(named, Scope) else None
    held = (each for each in isms.all(Scope) if each.state == "in force" and (each.effective or isms.on) <= isms.on)
    return max(held, key=lambda each: (each.effective or date.min, each.ref), default=None)


def _themes(rows: Iterable[ReportRow]) -> tuple[ThemeCount, ...]:
    held = tuple(rows)
    groups = (
        (theme, number, title, [r for r in held if r.theme == theme]) for theme, (number, title) in THEMES.items()
    )
    return tuple(_count(theme, number, title, found) for theme, number, title, found in groups if found)


def _count(theme: str, number: str, title: str, rows: Iterable[ReportRow]) -> ThemeCount:
    held = tuple(rows)
    status = [each.status for each in held if each.applicable == "yes"]
    return ThemeCount(
        theme=theme,
        number=number,
        title=title,
        total=len(held),
        applicable=len(status),
        excluded=sum(each.applicable == "no" for each in held),
        undecided=sum(each.applicable == "undecided" for each in held),
        implemented=status.count("implemented"),
        partly=status.count("partly"),
        planned=status.count("planned"),
        none=status.count("none"),
        unstated=status.count(""),
    )


def _orphans(isms: Isms, sight: Sight | None) -> OrphanList:
    found = soa.orphans(isms)
    return OrphanList(
        undriven=tuple(each.key for each in found.undriven),
        excluded=tuple(each.key for each in found.excluded),
        absent=tuple((key, _asking(asking, sight)) for key, asking in found.absent.items()),
    )


def _asking(asking: Iterable[Driver], sight: Sight | None) -> tuple[str, ...]:
    refs = tuple(dict.fromkeys(each.ref for each in asking))
    if sight is None:
        return refs
    kept, others = sight.parted(refs)
    return (*kept, sight.others(others)) if others else kept


class _Reader:
    """Turns computed rows into printed ones, with names for references."""

    def __init__(self, isms: Isms, names: Mapping[str, str]) -> None:
        self.isms = isms
        self.names = names

    def who(self, words: str) -> str:
        """A person by today's name, a role by its title, else the words as they came."""
        found = self.isms.answers(words)
        if isinstance(found, Person):
            return self.names.get(found.ref) or found.title or found.ref
        return found.title or found.ref if isinstance(found, Role) else words

    def document(self, words: str) -> str:
        """A document as `POL-3 Access control`, or the words as they came."""
        found = self.isms.resolve(words, Document)
        return str(found) if found else words

    def row(self, computed: SoaRow) -> ReportRow:
        evidence, override = computed.evidence, computed.override
        return ReportRow(
            key=computed.key,
            title=computed.title,
            theme=computed.theme,
            applicable=computed.applicable,
            basis=computed.basis,
            justification=computed.justification,
            sources=tuple(_source(each) for each in computed.drivers),
            status=computed.status,
            implementation=computed.description,
            owner=self.who(computed.owner) if computed.owner else "",
            documents=tuple(self.document(each) for each in computed.documents),
            evidence=evidence_verdict(evidence),
            evidence_detail=evidence_detail(evidence),
            evidence_state=evidence.verdict,
            evidence_count=evidence.count,
            observed=evidence.observed,
            good_until=evidence.good_until,
            contradictions=tuple(each.says for each in computed.contradictions),
            decided_by=self.who(override.decided_by) if override else "",
            decided_on=override.decided_on if override else None,
        )


def _source(driver: Driver) -> Source:
    return Source(driver.ref, driver.kind, driver.title, driver.why)
