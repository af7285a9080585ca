"""The register of assets."""

from __future__ import annotations

from collections.abc import Callable

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.needs import GOALS, needs


def need(goal: str) -> Callable[[Isms, Record], str]:
    """What an asset needs on one goal: as stated, or more because of what it serves."""
    place = GOALS.index(goal)

    def told(isms: Isms, record: Record) -> str:
        found = needs(isms).get(record.ref, ())
        if not found:
            return str(getattr(record, goal))
        one = found[place]
        return f"{one.inherited} (from {one.way[-1]})" if one.higher else one.inherited

    return told


declare(
    Register(
        kind=kinds.Asset,
        clause="A.5.9",
        columns=("asset_kind", "owner", "C needed", "I needed", "A needed", "classification", "state", "next_review"),
        filters=("asset_kind", "owner", "criticality", "hosting", "personal_data", "state"),
        computed={f"{goal[0].upper()} needed": need(goal) for goal in GOALS},
        groups=(
            ("What it is", ("title", "asset_kind", "category", "description", "environment", "state")),
            ("Who answers", ("owner", "custodian", "holder", "reviewed_on", "next_review")),
            (
                "What it is worth",
                ("classification", "criticality", *GOALS, "need_reason", "personal_data", "masked", "value_amount"),
            ),
            ("Where it is", ("hosting", "supplier", "site", "location", "portable", "in_scope", "scope_reason")),
            ("What it hangs on", ("holds", "depends_on", "recovery_time", "recovery_point")),
            ("Its life", ("acquired_on", "retired_on", "disposed_on", "disposal", "note")),
        ),
        teach="Everything whose loss or leak would hurt: information first, then what holds it. Group what is alike: "
        "“Staff laptops” is one entry. A line for each customer database is worth more than one for each mouse.",
    ),
)
