"""The registers of management reviews."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

declare(
    Register(
        kind=kinds.ManagementReview,
        clause="9.3.1",
        columns=("planned_on", "held_on", "chair", "effective", "approved_on", "state"),
        filters=("chair", "held_on", "effective", "state"),
        groups=(
            ("When and who", ("title", "planned_on", "held_on", "chair", "present", "absent", "state")),
            ("What it looks back on", ("period_from", "period_to")),
            ("Conclusion", ("suitable", "adequate", "effective", "conclusion", "nothing_to_decide")),
            ("Minutes", ("minutes", "minutes_on", "note")),
            ("Approval", ("approved_on", "approved_by", "frozen_at")),
        ),
        page="review:overview",
        page_label="Review at work",
        teach="Once a year or more often, top management looks at the whole: what changed, what was measured, what "
        "auditors found, where the risks stand. Plan the day; the figures compile themselves.",
    ),
    Register(
        kind=kinds.ReviewInput,
        clause="9.3.2.a",
        columns=("review", "topic", "content", "discussed", "prepared_by"),
        filters=("review", "topic", "prepared_by"),
        groups=(
            ("What it is about", ("title", "review", "topic", "prepared_by")),
            ("What was reported", ("content", "nothing_to_report", "records")),
            ("What was said", ("discussed", "note")),
            ("Frozen at approval", ("figures",)),
        ),
        page="review:overview",
        page_label="Review at work",
        teach="Each review looks at ten matters. What was reported on each stands here, with the figures it was told.",
    ),
    Register(
        kind=kinds.Decision,
        clause="9.3.3",
        columns=("review", "decision_kind", "owner", "due", "leads_to", "state"),
        filters=("review", "decision_kind", "owner", "due", "state"),
        groups=(
            ("What was decided", ("title", "description", "decision_kind", "review", "decided_on")),
            ("Who sees to it", ("owner", "due", "leads_to", "state")),
            ("What came of it", ("reported", "done_on", "dropped_reason", "note")),
        ),
        teach="What a review decided: who sees to it, by when, and what it led to. Each is brought back to the next "
        "review until it is done.",
    ),
)
