"""The registers of improvement: what was found, what is done about it, what could be better."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.change_impact import undecided
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record


def settled(isms: Isms, record: Record) -> str:
    """How many of the records that a change touches were brought up to date or waived."""
    if not isinstance(record, kinds.Change) or not record.impact:
        return ""
    left = len(undecided(isms, record))
    return f"{len(record.impact) - left} of {len(record.impact)} settled"


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
            ("Why", ("whys", "cause", "cause_category", "cause_found_on", "earlier")),
            ("Where else", ("extent", "extent_on", "extent_searched", "siblings")),
            ("So that it stays away", ("corrective_action", "due", "actions", "no_action_reason", "isms_change")),
            (
                "Did it work",
                (
                    "effect_criterion",
                    "effect_criterion_on",
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
        "look where else it is, change what let it happen, and see later whether that helped. Open one from a finding, "
        "an incident or the letter of an outside body. Having some is a sign of a living system.",
        page="improvement:overview",
        page_label="Nonconformities at work",
    ),
    Register(
        kind=kinds.Change,
        clause="6.3",
        columns=("change_kind", "owner", "planned_for", "live_on", "What it touches", "state"),
        filters=("change_kind", "state", "owner", "emergency", "planned_for"),
        computed={"What it touches": settled},
        groups=(
            ("What is changed", ("title", "change_kind", "subjects", "purpose", "emergency", "unintended", "state")),
            ("What may follow", ("consequences", "integrity", "resources", "responsibilities")),
            ("Who and when", ("owner", "requested_by", "requested_on", "planned_for", "done_by", "decision")),
            ("What its class asks for", ("security_decision", "needs_test", "tested", "needs_fallback", "fallback")),
            ("What it touches", ("impact",)),
            ("Let through and in effect", ("approved_on", "approved_by", "live_on", "closed_on")),
            ("Looked back", ("incidents", "reviewed_on", "reviewed_by", "review_result", "actions", "note")),
        ),
        teach="Something you alter on purpose: a new provider, a site, a release, the method itself; or that altered "
        "unasked. Say what is changed, and Plumbline lists what hangs on it. Somebody else lets it through, and it is "
        "closed when nothing tells the old state any more.",
        page="improvement:changes",
        page_label="Changes at work",
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
