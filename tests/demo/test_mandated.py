"""Whatever the standard wants in writing: take it away from the sound company, and a rule says so at the right clause.

Generated from the catalogue of documented information, so that an item added there is held to it as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest

from plumbline.demo.company import as_isms, clean
from plumbline.demo.freezing import frozen
from plumbline.engine.domain import kinds
from plumbline.engine.domain.record import fields_of
from plumbline.engine.rules.runner import audit
from plumbline.engine.standard.catalogue import standard
from plumbline.engine.standard.entries import DocumentedInformation, Status

DAY = date(2026, 3, 31)
Kind = type[kinds.Record]
REGISTERS: Mapping[str, tuple[Kind, ...]] = {
    "isms-scope": (kinds.Scope,),
    "risk-assessment-process": (kinds.Criteria,),
    "statement-of-applicability": (kinds.SoaVersion,),
    "risk-treatment-plan": (kinds.Action,),
    "information-security-objectives": (kinds.Objective,),
    "evidence-of-competence": (kinds.CompetenceProof,),
    "evidence-that-operational-processes-ran-as-planned": (kinds.EvidenceItem, kinds.ActivityRun),
    "risk-assessment-results": (kinds.Assessment,),
    "monitoring-and-measurement-results": (kinds.Reading,),
    "internal-audit-programme": (kinds.AuditProgramme,),
    "internal-audit-results": (kinds.Audit, kinds.AuditItem),
    "management-review-results": (kinds.ManagementReview,),
    "nonconformities-and-actions-taken": (kinds.Nonconformity,),
    "inventory-of-information-and-other-associated-assets": (kinds.Asset,),
    "legal-regulatory-and-contractual-requirements-and-approach": (kinds.Obligation,),
    "confidentiality-or-non-disclosure-agreements": (kinds.AgreementSigned,),
    "security-terms-in-employment-agreements": (kinds.AgreementSigned,),
    "security-terms-in-supplier-agreements": (kinds.SupplierAgreement,),
    "information-security-during-disruption-plans": (kinds.ContinuityPlan,),
    "ict-continuity-plans": (kinds.ContinuityPlan,),
    "access-control-rules": (kinds.AccessReview, kinds.Entitlement),
}
"""Slug -> the registers that hold it, beside the documents that serve its clause and the evidence on it."""
BLANKED: Mapping[str, tuple[Kind, tuple[str, ...]]] = {
    "risk-treatment-process": (kinds.Criteria, ("treatment_process",)),
    "risk-treatment-results": (kinds.Action, ("result", "effect")),
    "corrective-action-results": (kinds.Nonconformity, ("effect", "effect_judged_on", "effect_judged_by")),
}
"""Slug -> the fields that hold it, where a record holds more than that."""
MISSED_AT: Mapping[str, str] = {"external-documents-needed-for-the-isms": "7.5.1.b"}
"""An outside document is needed because something here names it; gone, it is missed where documents are named."""
UNJUDGED: Mapping[str, str] = {"confidentiality-or-non-disclosure-agreements": "PEO006"}
"""Papers that a firm may keep elsewhere altogether: without any on record its rule judges nobody, and says so."""
ITEMS = [each for each in standard().documented_information if each.status is not Status.COMMONLY_EXPECTED]


@cache
def sound() -> tuple[kinds.Record, ...]:
    return clean(DAY)


def without(item: DocumentedInformation) -> tuple[kinds.Record, ...]:
    """The company without anything that holds this item."""
    return frozen(tuple(_left(item)), DAY)


def _left(item: DocumentedInformation) -> Iterator[kinds.Record]:
    keys = {item.key, f"{item.key}-doc"}
    serving = {each.ref for each in sound() if isinstance(each, kinds.Document) and keys & set(each.serves)}
    kind, fields = BLANKED.get(item.slug, (None, ()))
    for each in sound():
        held = isinstance(each, REGISTERS.get(item.slug, ()))
        held = held or (isinstance(each, kinds.DocumentVersion) and each.document in serving)
        held = held or (isinstance(each, kinds.Document) and each.ref in serving)
        held = held or (isinstance(each, kinds.EvidenceItem) and bool(keys & set(each.controls)))
        if not held:
            yield _blanked(each, fields) if kind is not None and isinstance(each, kind) else each


def _blanked(record: kinds.Record, names: tuple[str, ...]) -> kinds.Record:
    empty = {each.name: each.starts_empty for each in fields_of(type(record)) if each.name in names}
    return dataclasses.replace(record, **empty)


@pytest.mark.parametrize("item", [pytest.param(each, id=each.slug) for each in ITEMS])
def test_without_it_a_rule_speaks_at_its_clause(item: DocumentedInformation) -> None:
    left = without(item)
    assert len(left) < len(sound()) or item.slug in BLANKED, "nothing of the sound company holds it"
    report = audit(as_isms(left, DAY))
    if item.slug in UNJUDGED:
        assert [each.unjudged for each in report.rules if each.code == UNJUDGED[item.slug]] > [0]
        return
    told = {clause for each in report.findings for clause in each.clauses}
    wanted = MISSED_AT.get(item.slug, item.key)
    assert any(clause == wanted or clause.startswith((f"{wanted}.", f"{wanted}-")) for clause in told), told


ONLY_ONES: Mapping[Kind, tuple[str, ...]] = {
    kinds.Scope: ("SCP000",),
    kinds.Criteria: ("RSK001",),
    kinds.SoaVersion: ("SOA000",),
    kinds.Acceptance: ("TRT005", "TRT014"),
    kinds.TreatmentPlan: ("TRT004",),
    kinds.CompetenceProof: ("PEO002",),
    kinds.AgreementSigned: ("PEO006",),
}
"""Kinds of which each record in force is mandated by itself, since no other stands in for it; and who misses it."""


@pytest.mark.parametrize("kind", ONLY_ONES, ids=[each.KIND for each in ONLY_ONES])
def test_each_of_them_is_missed_by_itself(kind: Kind) -> None:
    gone = {each.ref for each in sound() if isinstance(each, kinds.Person) and not each.live}
    asked = [
        each for each in sound() if isinstance(each, kind) and each.live and getattr(each, "person", "") not in gone
    ]
    in_force = [each for each in asked if getattr(each, "state", "") not in ("draft", "requested")]
    assert in_force
    for one in in_force:
        left = tuple(each for each in sound() if each is not one)
        found = {each.code for each in audit(as_isms(left, DAY), codes=ONLY_ONES[kind]).findings}
        assert found, f"{one.ref} is missed by nobody"
