"""The registers of improvement: what was found, what is done about it, what could be better."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

declare(
    Register(
        kind=kinds.Nonconformity,
        clause="10.2.a.1",
        columns=("grade", "owner", "requirement", "raised_on", "due", "effect", "state"),
        filters=("grade", "owner", "state", "effect", "due"),
        groups=(
            ("What was found", ("title", "description", "requirement", "gap", "evidence", "grade", "records")),
            (
                "Where it comes from",
                ("source", "source_refs", "raised_on", "raised_by_body", "answer_due", "answered_on"),
            ),
            ("Put right at once", ("owner", "correction", "no_correction_reason", "consequences")),
            ("Why, and where else", ("cause", "cause_found_on", "extent", "extent_on", "earlier")),
            ("So that it stays away", ("corrective_action", "due", "actions", "no_action_reason", "isms_change")),
            (
                "Did it work",
                (
                    "effect_criterion",
                    "effect_due",
                    "effect_judged_on",
                    "effect_judged_by",
                    "effect",
                    "closed_on",
                    "state",
                    "note",
                ),
            ),
        ),
        teach="Something that is not as a rule, a contract or the standard asks. Correct the case, find the cause, "
        "change what let it happen, and look later whether it helped. Having some is a sign of a living system.",
    ),
    Register(
        kind=kinds.Action,
        clause="8.3",
        columns=("action_kind", "answers", "owner", "due", "state", "effect"),
        filters=("owner", "state", "action_kind", "due", "recurring"),
        groups=(
            ("What is done", ("title", "description", "action_kind", "answers", "controls", "part_of")),
            (
                "By whom and when",
                ("owner", "starts", "started_on", "due", "new_date_reason", "recurring", "interval", "means", "state"),
            ),
            ("How one sees that it is done", ("verification", "result", "done_on", "promised_residual", "progress")),
            ("Did it help", ("effect", "effect_judged_on", "effect_judged_by", "dropped_reason", "raised_on", "note")),
        ),
        teach="One thing that one person does by one day, and what it is for: a risk, a nonconformity, an objective.",
    ),
    Register(
        kind=kinds.Improvement,
        clause="10.1",
        columns=("improvement_kind", "owner", "decision", "raised_on", "state"),
        filters=("improvement_kind", "owner", "decision", "state"),
        teach="An idea that makes the system better, or a risk to the system itself. Decide on each, also when the "
        "answer is no.",
    ),
    Register(
        kind=kinds.RuleWaiver,
        columns=("rule", "records", "approved_by", "granted", "expires", "state"),
        filters=("rule", "approved_by", "expires", "state"),
        teach="A finding that you decided to live with for a while: why, who approved it, and until when.",
    ),
)
