"""The registers of continuity: what an outage would do, plans, exercises, backups and restore tests."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.recovery import exercises_of, restores_of

PAGE, LABEL = "continuity:overview", "Continuity at a glance"


def last_exercise(isms: Isms, record: Record) -> str:
    """When a plan was last tried, and with what result."""
    held = exercises_of(isms, record) if isinstance(record, kinds.ContinuityPlan) else ()
    return f"{held[-1].held_on}, {held[-1].result or 'no result'}" if held else "never"


def last_restore(isms: Isms, record: Record) -> str:
    """When something was last brought back from a backup, and with what result."""
    held = restores_of(isms, record) if isinstance(record, kinds.BackupJob) else ()
    return f"{held[-1].tested_on}, {held[-1].result or 'no result'}" if held else "never"


declare(
    Register(
        kind=kinds.ImpactAnalysis,
        clause="A.5.30",
        columns=("subject", "recovery_time", "recovery_point", "longest_outage", "owner", "next_review", "state"),
        filters=("subject", "owner", "no_outage", "next_review", "state"),
        groups=(
            ("What it is about", ("title", "subject", "owner", "state")),
            ("What an outage would do", ("after_hour", "after_day", "after_week", "longest_outage", "no_outage")),
            ("What is needed", ("recovery_time", "recovery_point", "depends_on")),
            ("When it was asked", ("analysed_on", "by", "next_review", "note")),
        ),
        page=PAGE,
        page_label=LABEL,
        teach="Ask whoever uses a process or service what an hour, a day and a week without it would do, and how soon "
        "it must be back. Half an hour for each is enough; begin with what customers notice first. What it says here "
        "goes on to everything the process rests on.",
    ),
    Register(
        kind=kinds.ContinuityPlan,
        clause="A.5.29",
        columns=("covers", "owner", "recovery_time", "recovery_point", "Last exercise", "approved_on", "state"),
        filters=("owner", "document", "next_review", "state"),
        computed={"Last exercise": last_exercise},
        groups=(
            ("What it is for", ("title", "covers", "trigger", "document")),
            ("What is done", ("steps", "roles", "owner", "security_meanwhile")),
            ("What it promises", ("recovery_time", "recovery_point", "exercise_interval")),
            ("How it stands", ("approved_on", "approved_by", "reviewed_on", "next_review", "state", "note")),
        ),
        page=PAGE,
        page_label=LABEL,
        teach="How something is kept going or brought back: what starts it, who acts, which steps, how soon, and what "
        "stays forbidden meanwhile. One page that people find in the dark beats forty that nobody has read.",
    ),
    Register(
        kind=kinds.Exercise,
        clause="A.5.30",
        columns=("plans", "exercise_kind", "planned_on", "held_on", "result", "reached_time", "state"),
        filters=("exercise_kind", "result", "planned_on", "held_on", "state"),
        groups=(
            ("What is tried", ("title", "plans", "exercise_kind", "scenario", "planned_on", "led_by", "took_part")),
            (
                "Where it touches live systems",
                ("live_systems", "test_agreed_on", "test_agreed_with", "test_window"),
            ),
            ("What came of it", ("held_on", "result", "reached_time", "reached_point", "lessons", "evidence")),
            ("What follows", ("answered_by", "state", "note")),
        ),
        page=PAGE,
        page_label=LABEL,
        teach="A plan tried out, at a table or for real: what was aimed at, what was reached, what was learned. An "
        "hour with a scenario and the people named in the plan finds most of what is wrong with it.",
    ),
    Register(
        kind=kinds.BackupJob,
        clause="A.8.13",
        columns=("assets", "interval", "owner", "last_success", "Last restore", "off_site", "state"),
        filters=("owner", "off_site", "unchangeable", "state"),
        computed={"Last restore": last_restore},
        groups=(
            ("What is copied", ("title", "assets", "dataset", "owner")),
            ("How and where to", ("interval", "method", "copies_at", "off_site", "unchangeable", "kept_for")),
            ("Whether it works", ("last_success", "test_interval", "state", "note")),
        ),
        page=PAGE,
        page_label=LABEL,
        teach="What is copied how often to where. Name the assets, so that it shows which have no copy; and say for "
        "each how often a restore is tried. One copy should be out of reach of whoever can delete the others.",
    ),
    Register(
        kind=kinds.RestoreTest,
        clause="A.8.13",
        columns=("backup", "tested_on", "restored", "result", "reached_time", "reached_point", "answered_by"),
        filters=("backup", "result", "tested_on", "by"),
        groups=(
            ("What was brought back", ("title", "backup", "tested_on", "by", "restored")),
            ("What came of it", ("result", "reached_time", "reached_point", "remark", "evidence")),
            ("What follows", ("answered_by", "note")),
        ),
        page=PAGE,
        page_label=LABEL,
        teach="Something brought back from a copy to see whether it can be: what, how long it took, how old the data "
        "were. A restore is worth ten reports that the night went well.",
    ),
)
