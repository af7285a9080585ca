"""What the standard wants in writing, what shows it here, and which template begins what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plumbline.beginning.templates import Template, templates
from plumbline.engine.domain.documentation import serving, version_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Action,
    AgreementSigned,
    Assessment,
    Asset,
    CompetenceProof,
    Criteria,
    Document,
    EvidenceItem,
    Nonconformity,
    Objective,
    Obligation,
    Reading,
    Record,
    Scope,
    SoaVersion,
    TreatmentPlan,
)
from plumbline.engine.domain.soa import row
from plumbline.engine.standard.entries import DocumentedInformation, Status

REGISTERS: Mapping[str, type[Record]] = {
    "isms-scope": Scope,
    "risk-assessment-process": Criteria,
    "statement-of-applicability": SoaVersion,
    "risk-treatment-plan": TreatmentPlan,
    "information-security-objectives": Objective,
    "evidence-of-competence": CompetenceProof,
    "risk-assessment-results": Assessment,
    "risk-treatment-results": Action,
    "monitoring-and-measurement-results": Reading,
    "nonconformities-and-actions-taken": Nonconformity,
    "corrective-action-results": Action,
    "inventory-of-information-and-other-associated-assets": Asset,
    "legal-regulatory-and-contractual-requirements-and-approach": Obligation,
    "confidentiality-or-non-disclosure-agreements": AgreementSigned,
}
"""Documented information whose register the system keeps itself."""
RULES = frozenset({"policy", "procedure", "standard", "guideline"})
"""Kinds of documents that say how something is done, and so are no record that it was."""
PURPOSE: Mapping[str, str] = {"risk-treatment-results": "treat", "corrective-action-results": "correct"}
FIRMNESS: Mapping[Status, tuple[str, str]] = {
    Status.MANDATORY: ("Always required", "An auditor asks for each of these by name."),
    Status.MANDATORY_IF_DETERMINED: ("Required where you decided you need it", "You say which; what you say you keep."),
    Status.IF_CONTROL_APPLICABLE: (
        "Required with the control",
        "Only where your Statement of Applicability applies it.",
    ),
    Status.COMMONLY_EXPECTED: (
        "Commonly expected",
        "No clause names a document, and few auditors are content without.",
    ),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """Something wanted in writing: the documents in force that serve it, drafts on the way, what a register holds."""

    asked: DocumentedInformation
    documents: tuple[Document, ...]
    drafts: tuple[Document, ...]
    register: type[Record] | None
    held: int
    evidence: int
    templates: tuple[Template, ...]
    applies: bool

    @property
    def shown(self) -> bool:
        """Whether anything shows it."""
        return bool(self.documents or self.held or self.evidence)

    @property
    def state(self) -> str:
        """In a word how it stands."""
        if not self.applies:
            return "does not apply"
        return "on record" if self.shown else "being written" if self.drafts else "missing"


@dataclass(frozen=True, slots=True)
class Firmness:
    """Demands of one firmness."""

    title: str
    why: str
    demands: tuple[Demand, ...]

    @property
    def counted(self) -> tuple[Demand, ...]:
        """Those that apply here."""
        return tuple(each for each in self.demands if each.applies)

    @property
    def shown(self) -> int:
        """How many of these are shown."""
        return sum(each.shown for each in self.counted)


def demands(isms: Isms) -> tuple[Firmness, ...]:
    """Everything the standard wants in writing, the firmest first."""
    found = tuple(_demand(isms, each) for each in isms.standard.documented_information)
    return tuple(
        Firmness(title, why, tuple(each for each in found if each.asked.status is status))
        for status, (title, why) in FIRMNESS.items()
    )


def _demand(isms: Isms, asked: DocumentedInformation) -> Demand:
    register = REGISTERS.get(asked.slug)
    found = row(isms, asked.key) if asked.key.startswith("A.") else None
    keys = (asked.key, f"{asked.key}-doc")
    kept = {each.ref: each for key in keys for each in serving(isms, key) if _may_show(asked, each)}
    return Demand(
        asked=asked,
        documents=tuple(kept.values()),
        drafts=tuple(each for each in _drafted(isms, asked.key) if _may_show(asked, each)),
        register=register,
        held=len(tuple(_held(isms, asked, register))) if register else 0,
        evidence=sum(not {*keys}.isdisjoint(each.controls) for each in isms.live(EvidenceItem)),
        templates=tuple(each for each in templates() if asked.key in (*each.serves, *each.keeps)),
        applies=asked.status is not Status.IF_CONTROL_APPLICABLE or found is None or found.applicable != "no",
    )


def _may_show(asked: DocumentedInformation, document: Document) -> bool:
    """Whether a document can be what is asked for: rules of how something is done do not show that it was done."""
    return not asked.is_record or document.document_kind not in RULES


def _held(isms: Isms, asked: DocumentedInformation, register: type[Record]) -> Iterator[Record]:
    for each in isms.live(register):
        if isinstance(each, Action) and each.action_kind != PURPOSE[asked.slug]:
            continue
        if isinstance(each, Scope | Criteria | SoaVersion) and each.state not in ("in force", "approved"):
            continue
        yield each


def _drafted(isms: Isms, key: str) -> Iterator[Document]:
    """Documents that will serve a key once a version of them is in force."""
    for each in isms.live(Document):
        if key in each.serves and version_in_force(isms, each) is None:
            yield each


def missing(isms: Isms) -> int:
    """How much of what is always required nothing shows."""
    return sum(not each.shown for each in demands(isms)[0].demands)
