"""What a person confirms and enters after the import: links, aliases, the method and the firm's own rules."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import (
    Assessment,
    Band,
    ClassLevel,
    Commitment,
    Criteria,
    Dimension,
    EvidenceItem,
    OwnRule,
    Record,
    ScaleLevel,
)

BANDS = (("Very Low", 1, 4), ("Low", 5, 8), ("Medium", 9, 12), ("High", 13, 19), ("Very High", 20, 25))
"""The levels of the firm's own risk policy, section 6."""

CHANGES: Mapping[str, Mapping[str, Any]] = {
    # two names of one role each, proposed by DAT010
    "ROLE-22": {"aliases": ("ISO", "ROLE-5")},
    "ROLE-24": {"aliases": ("DPO", "ROLE-15")},
    "ROLE-18": {"aliases": ("Procurement", "ROLE-21")},
    "ORG-1": {
        "classes": tuple(
            ClassLevel(name=each) for each in ("Public", "Internal", "Confidential", "Strictly Confidential")
        )
    },
    # threats: the risk that speaks of each, or why none does
    "T-001": {"risks": ("R-001",)},
    "T-002": {"risks": ("R-002",)},
    "T-006": {"risks": ("R-003",)},
    "T-008": {"risks": ("R-005",)},
    **{
        ref: {"no_concern_reason": "Looked at and kept for the next round."}
        for ref in ("T-003", "T-004", "T-009", "T-010", "T-012")
    },
    # what the access control policy says of itself
    "POL-005": {"approver_named": "ROLE-20", "binds": ("All personnel",)},
    "EXC-2026-001": {"controls": ("A.8.7",)},
    "EXC-2026-002": {"controls": ("A.8.23",)},
    "EXC-2026-003": {"controls": ("A.8.7",)},
    "EXC-2026-004": {"controls": ("A.8.23",)},
    "EXC-2026-005": {"controls": ("A.5.17",), "commitment": "CMT-1", "departs_from": "14 characters"},
    "EXC-2026-006": {"controls": ("A.8.23",)},
    # which registers the objectives are computed from
    "OBJ-2026-06": {"derivation": "training completion", "derivation_subject": "Security Awareness 2026"},
    "OBJ-2026-09": {"derivation": "supplier review coverage", "derivation_subject": "critical"},
    "OBJ-2026-04": {"derivation": "remediation in time"},
    # which asset holds which information
    "AST-003": {"holds": ("AST-018",)},
    "AST-015": {"holds": ("AST-017",)},
    # suppliers whose data is personal
    "SUP-005": {"personal_data": True},
    "SUP-007": {"personal_data": True},
}


MERGED = ("ROLE-5", "ROLE-15", "ROLE-21")
"""Roles that are the same as another, whose references are that one's aliases from now on."""


def confirmed(before: Isms) -> Isms:
    """The system after everything was confirmed and entered."""
    return assemble([*map(_changed, _all(before)), *_entered(before)], on=before.on)


def _all(isms: Isms) -> Iterator[Record]:
    for records in isms.records.values():
        yield from (each for each in records if each.ref not in MERGED)


def _changed(record: Record) -> Record:
    if isinstance(record, Assessment):
        # the register's “residual” means what remains after the plan
        stage = "residual" if record.stage == "current" else record.stage
        return dataclasses.replace(record, criteria="CRIT-1", stage=stage)
    named = {} if record.KIND in KEYED_BY_CATALOGUE else CHANGES.get(record.ref, {})
    return dataclasses.replace(record, **named)


def _entered(isms: Isms) -> Iterator[Record]:
    scale = tuple(
        ScaleLevel(number=n, label=word, definition=f"{word} on our scale") for n, word in enumerate(_words(), 1)
    )
    yield Criteria(
        ref="CRIT-1",
        title="Risk management policy",
        number="2.0",
        process="As the risk management policy describes it.",
        treatment_process="As the risk management policy describes it.",
        likelihood=scale,
        dimensions=tuple(
            Dimension(key=key, levels=scale)
            for key in ("financial", "operational", "reputational", "legal", "health and safety")
        ),
        bands=tuple(Band(level=level, low=low, high=high) for level, low, high in BANDS),
        accept_up_to=8,
        named_scores=("0",),
        approved_on=date(2026, 1, 15),
        effective=date(2026, 1, 15),
        state="in force",
    )
    for number, (name, value) in enumerate(
        (("important_from", "critical"), ("threat_from", "medium"), ("supplier_review", "year")), 1
    ):
        yield OwnRule(ref=f"RULE-{number}", title=name, setting=value)
    yield Commitment(
        ref="CMT-1", title="Length of passwords", document="POL-005", topic="password length", promised="12 characters"
    )
    yield Commitment(
        ref="CMT-2",
        title="Restore tests",
        document="POL-019",
        topic="restore tests",
        promised="quarter",
        bound_to=("RTP-003", "TRN-4"),
    )
    yield Commitment(
        ref="CMT-3",
        title="Phishing simulations",
        document="POL-006",
        topic="phishing simulations",
        promised="month",
        bound_to=("RTP-005", "TRN-12"),
    )
    yield EvidenceItem(
        ref="EVD-1",
        title="Report of the learning platform",
        shows="35 of 42 have acknowledged the acceptable use policy",
        controls=("A.5.10",),
        evidence_kind="point",
        observed_on=date(2026, 11, 2),
        collected_on=date(2026, 11, 2),
        result="holds in part",
        examined=42,
        faulted=7,
    )


def _words() -> tuple[str, ...]:
    return tuple(level for level, _, _ in BANDS)
