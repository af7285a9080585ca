"""The registers of controls: how each is done here, and what shows it."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.evidence import freshness
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record


def evidence(isms: Isms, record: Record) -> str:
    """How fresh the newest evidence of a control is."""
    found = freshness(isms, record.ref)
    return {"none": "no evidence", "unjudged": f"unjudged: no {found.missing}"}.get(found.verdict, found.verdict)


def good_until(isms: Isms, record: Record) -> str:
    """Until when the newest evidence counts."""
    return str(freshness(isms, record.ref).good_until or "")


COMPUTED = {"Evidence": evidence, "Evidence good until": good_until}
declare(
    Register(
        kind=kinds.ControlState,
        clause="6.1.3.b",
        columns=("status", "owner", "Evidence", "cadence", "next_review"),
        filters=("status", "owner", "next_review"),
        computed=COMPUTED,
        groups=(
            ("How it is done", ("status", "description", "documents", "since")),
            ("Who answers", ("owner", "reviewed_on", "next_review")),
            ("How it is shown", ("cadence", "cadence_from", "grace", "max_age", "note")),
        ),
        page="soa:statement",
        page_label="Statement of Applicability",
        teach="How each control of Annex A is done here, by whom and how often. Say it so that a new colleague could "
        "do it. "
        "“Partly” with a date is better than “implemented” without evidence.",
    ),
    Register(
        kind=kinds.OwnControl,
        clause="6.1.3.b",
        columns=("status", "owner", "related", "Evidence", "next_review", "state"),
        filters=("status", "owner", "state", "next_review"),
        computed=COMPUTED,
        groups=(
            ("What it is", ("title", "description", "related", "status", "since")),
            ("Who answers", ("owner", "reviewed_on", "next_review", "state")),
            ("How it is shown", ("cadence", "max_age", "note")),
        ),
        teach="Measures that Annex A does not have, such as a rule of your trade or a demand of a customer.",
    ),
)
