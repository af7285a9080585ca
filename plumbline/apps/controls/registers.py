"""The registers of controls: how each is done here, and what shows it."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.calendar_of_controls import next_turn, runs
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


def next_due(isms: Isms, record: Record) -> str:
    """The day a task is to be done next."""
    turn = next_turn(isms, record) if isinstance(record, kinds.Activity) else None
    return turn.day.isoformat() if turn else ""


def last_run(isms: Isms, record: Record) -> str:
    """When a task was done last, and what came of it."""
    held = runs(isms, record) if isinstance(record, kinds.Activity) else ()
    return f"{held[-1].done_on or held[-1].due}, {held[-1].result}" if held else "never"


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
    Register(
        kind=kinds.Activity,
        clause="8.1-1",
        columns=("performer", "interval", "Next due", "Last run", "controls", "state"),
        filters=("performer", "owner", "interval", "wants_evidence", "state"),
        computed={"Next due": next_due, "Last run": last_run},
        groups=(
            ("What is done", ("title", "description", "criterion", "procedure_promised", "procedure")),
            ("Who and how often", ("performer", "owner", "interval", "grace", "starts", "interval_reason", "state")),
            ("What it keeps running", ("controls", "serves", "subjects", "wants_evidence", "note")),
        ),
        page="controls:calendar",
        page_label="Control calendar",
        teach="A control runs because somebody does something again and again. Write down who does what how often, "
        "and in one sentence what is there afterwards; then each time takes a minute to record. Begin with what your "
        "policies promise: on the page of a commitment the task is made in one step.",
    ),
    Register(
        kind=kinds.ActivityRun,
        clause="8.1-doc",
        columns=("activity", "due", "done_on", "by", "result", "evidence", "answered_by"),
        filters=("activity", "result", "by", "done_on"),
        groups=(
            ("What was done", ("activity", "due", "done_on", "by", "result", "remark")),
            ("What shows it, and what followed", ("evidence", "answered_by", "note")),
        ),
        page="controls:calendar",
        page_label="Control calendar",
        teach="Each time that a recurring task was done, failed or was left out. It is easier from the control "
        "calendar: there the day and the task are filled in already.",
    ),
    Register(
        kind=kinds.CryptoKey,
        clause="A.8.24",
        columns=("key_kind", "assets", "owner", "expires", "rotate_every", "rotated_on", "state"),
        filters=("key_kind", "owner", "expires", "state"),
        groups=(
            ("What it is", ("title", "key_kind", "assets", "owner", "kept_in")),
            ("How long it is good", ("issued_on", "expires", "rotate_every", "rotated_on")),
            ("What became of it", ("replaced_by", "state", "note")),
        ),
        page="controls:weaknesses",
        page_label="Weaknesses and keys",
        teach="Keys and certificates whose end would stop a service or open a door: web certificates, signing keys, "
        "the keys of backups. Never the key itself, only where it is kept, until when it is good and who answers.",
    ),
)
