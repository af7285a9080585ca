"""A firm on its first day: every card confirmed, the named approvals given by the people who may give them."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from plumbline.beginning.answers import Answers, read_answers
from plumbline.beginning.documenting import told_to_templates
from plumbline.beginning.drafting import commitments_of, drafts, duties_of
from plumbline.beginning.proposal import Proposal
from plumbline.beginning.proposing import propose
from plumbline.beginning.settling import all_settled, numbered
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.fingerprints import plan_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Criteria,
    DocumentVersion,
    Person,
    Record,
    Risk,
    Scope,
    SoaVersion,
    TreatmentPlan,
)
from plumbline.engine.domain.method import actions_for
from plumbline.engine.domain.soa import frozen_rows
from plumbline.engine.rules.finding import Report
from plumbline.engine.rules.runner import audit

DAY = date(2026, 11, 23)
NEXT_DAY = DAY + timedelta(days=1)
FIRMS = ("laboratory", "payments", "utility")
PEOPLE = tuple(
    Person(ref=f"PER-{number}", employment="employed", started=date(2021, 3, 1), sees_confidential=True)
    for number in (1, 2, 3)
)
CONFIRMER, TOP = "PER-2", "PER-1"


@cache
def answered(firm: str) -> Answers:
    path = Path(__file__).parent / "firms" / f"{firm}.toml"
    return read_answers(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def proposed(firm: str) -> Proposal:
    return propose(answered(firm), DAY)


@cache
def confirmed(firm: str) -> tuple[Record, ...]:
    """What every card makes in an empty system of three people, before anything is approved."""
    return (*PEOPLE, *all_settled(proposed(firm), CONFIRMER))


@cache
def decided(firm: str) -> Isms:
    """The system on the next day, after the approvals that the proposal names were given on the first."""
    records = (*(_approved(each, _top(firm)) for each in confirmed(firm)), *_promised(firm))
    isms = assemble(records, on=DAY)
    records = (*records, *_plans(isms))
    return assemble((*records, _statement(assemble(records, on=DAY))), on=NEXT_DAY)


@cache
def audited(firm: str) -> Report:
    return audit(decided(firm))


def shown(report: Report) -> tuple[int, int]:
    """Requirements shown, of those that rules examine."""
    return sum(each.shown for each in report.readiness), sum(each.examined_by_rules for each in report.readiness)


def _top(firm: str) -> str:
    return answered(firm).text("top_management") if answered(firm).knows("top_management") else TOP


def _approved(record: Record, top: str) -> Record:
    match record:
        case Criteria() | Scope():
            return dataclasses.replace(record, approved_on=DAY, approved_by=(top,), effective=DAY, state="in force")
        case DocumentVersion():
            return dataclasses.replace(
                record, author=CONFIRMER, approvers=(top,), approved_on=DAY, effective=DAY, state="in force"
            )
    return record


def _promised(firm: str) -> Iterator[Record]:
    """What publishing writes down: the commitments of each document and the duties that keep them."""
    allotted = numbered(proposed(firm))
    count = 0
    for draft in drafts(told_to_templates(answered(firm))):
        bound: dict[str, tuple[str, ...]] = {}
        for commitment, duty in duties_of(draft.commitments, draft.title, DAY):
            count += 1
            bound[commitment] = (*bound.get(commitment, ()), f"ACT-{900 + count}")
            yield dataclasses.replace(duty, ref=f"ACT-{900 + count}")
        for number, each in enumerate(
            commitments_of(draft.commitments, allotted[f"document-{draft.slug}"], "1.0", bound)
        ):
            yield dataclasses.replace(each, ref=f"CMT-{count * 100 + number + 1000}")


def _plans(isms: Isms) -> Sequence[TreatmentPlan]:
    return [
        TreatmentPlan(
            ref=f"RTP-{number}", risk=risk.ref, approved_by=risk.owner, approved_on=DAY, form=plan_of(isms, risk)
        )
        for number, risk in enumerate(isms.live(Risk), 1)
        if actions_for(isms, risk)
    ]


def _statement(isms: Isms) -> SoaVersion:
    scope = isms.live(Scope)[0].ref
    return SoaVersion(
        ref="SOA-1",
        number="1.0",
        approved_on=DAY,
        approved_by=(TOP,),
        scope=scope,
        rows=frozen_rows(isms),
        state="approved",
    )
