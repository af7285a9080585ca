"""Three firms that answer the questions, and their documents published as a person would publish them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from plumbline.beginning.answers import Raw, read_answers
from plumbline.beginning.drafting import Draft, commitments_of, drafts, duties_of
from plumbline.beginning.facts import facts, known_names
from plumbline.beginning.promised import promised_in
from plumbline.beginning.templates import vocabulary
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assignment, Organization, OwnRule, Person, Record, Role
from plumbline.engine.domain.organization import ApprovalRule, ClassLevel
from plumbline.engine.domain.promises import catalogue

DAY = date(2026, 11, 22)
LABORATORY: Mapping[str, Raw] = {
    "offering": "laboratory analyses for the four hospitals of our group",
    "sector": "health",
    "places": ["laboratory", "server_room"],
    "data_places": ["own_servers", "group", "paper"],
    "software": ["configured", "bought"],
    "devices": ["medical"],
    "standstill": "hour",
    "personal_data": ["staff", "patients"],
    "special": ["health"],
    "cards": "none",
    "headcount": 85,
    "remote": "oncall",
    "supervised": ["health"],
}
PAYMENTS: Mapping[str, Raw] = {
    "offering": "card payments for small web shops",
    "sector": "payments",
    "places": ["none"],
    "data_places": ["cloud", "saas"],
    "software": ["own", "contracted"],
    "devices": ["none"],
    "standstill": "hour",
    "personal_data": ["staff", "consumers"],
    "special": ["bank"],
    "cards": "own",
    "headcount": 18,
    "remote": "most",
    "supervised": ["financial"],
    "contract_terms": ["notice", "availability", "return"],
}
UTILITY: Mapping[str, Raw] = {
    "offering": "water and heat for the households of the town",
    "sector": "utility",
    "places": ["office", "control_room", "stations", "counter"],
    "data_places": ["own_servers", "saas", "paper"],
    "software": ["bought"],
    "devices": ["control", "meters"],
    "standstill": "day",
    "personal_data": ["staff", "citizens"],
    "special": ["none"],
    "cards": "provider",
    "headcount": 140,
    "remote": "oncall",
    "supervised": ["water", "energy"],
}
FIRMS = {"laboratory": LABORATORY, "payments": PAYMENTS, "utility": UTILITY}
KIND_OF_ROLE = {"top_management": "top management", "security_lead": "conformity", "auditor": "auditor"}


def answers_of(firm: str, **more: object) -> dict[str, object]:
    """The answers of a firm as templates read them."""
    given = read_answers(FIRMS[firm])
    return {**facts(given), "organisation": f"The {firm}", "offering": given.text("offering"), **more}


def everything() -> dict[str, object]:
    """Answers by which every condition that is not negated holds."""
    return {**dict.fromkeys(known_names(), True), "headcount": 60}


@cache
def drafted(firm: str) -> tuple[Draft, ...]:
    """The documents proposed to a firm."""
    return drafts(answers_of(firm))


def starters() -> tuple[OwnRule, ...]:
    """Every value that the product proposes, adopted."""
    held = [each for each in catalogue().values() if each.starter]
    return tuple(
        OwnRule(ref=f"RULE-{number}", title=each.name, setting=each.starter, adopted_on=DAY)
        for number, each in enumerate(held, 1)
    )


def published(documents: tuple[Draft, ...], *others: Record) -> Isms:
    """A firm that put every draft in force, bound its promises and adopted the starter values."""
    return assemble([*_firm(), *_documents(documents), *others], on=DAY)


def _firm() -> Iterator[Record]:
    yield Organization(
        ref="ORG-1",
        title="Example",
        classes=(
            ClassLevel(name="Public", may_see="anyone", documents_need_it=True),
            ClassLevel(name="Internal", may_see="everyone inside", documents_need_it=True),
            ClassLevel(name="Confidential", may_see="those named", documents_need_it=True),
            ClassLevel(name="Strictly confidential", may_see="those named", documents_need_it=True),
        ),
        approval_rules=(ApprovalRule(what="document:policy", approver="Managing director"),),
    )
    for number, (key, word) in enumerate(vocabulary().roles.items(), 1):
        title = word.default[:1].upper() + word.default[1:]
        kind = KIND_OF_ROLE.get(key, "other")
        yield Role(ref=f"ROLE-{number}", title=title, role_kind=kind)  # type: ignore[arg-type]  # one of its kinds
        yield Person(ref=f"PER-{number}", started=date(2020, 1, 1))
        yield Assignment(ref=f"ASG-{number}", role=f"ROLE-{number}", person=f"PER-{number}", since=date(2020, 1, 1))


def _documents(documents: tuple[Draft, ...]) -> Iterator[Record]:
    held = {"commitments": 0, "duties": 0}
    for number, each in enumerate(documents, 1):
        ref = f"DOC-{number}"
        yield dataclasses.replace(each.document, ref=ref)
        yield dataclasses.replace(
            each.version,
            ref=f"DOCV-{number}",
            document=ref,
            approvers=("PER-1",),
            approved_on=DAY,
            effective=DAY,
            state="in force",
            fits_purpose=True,
            holds_objectives=True,
            commits_to_requirements=True,
            commits_to_improve=True,
        )
        promised = promised_in(each.document, each.body_markdown)
        bound: dict[str, tuple[str, ...]] = {}
        for key, duty in duties_of(promised, each.title, DAY):
            held["duties"] += 1
            bound[key] = (f"ACT-{held['duties']}",)
            yield dataclasses.replace(duty, ref=f"ACT-{held['duties']}")
        for commitment in commitments_of(promised, ref, each.version.number, bound):
            held["commitments"] += 1
            yield dataclasses.replace(commitment, ref=f"CMT-{held['commitments']}")
