"""What comes round again: tasks, messages, plans, restore tests, keys, access to look through, evidence to renew."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from plumbline.engine.domain.calendar_of_controls import next_turn
from plumbline.engine.domain.due import next_due
from plumbline.engine.domain.evidence import freshness
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    AccessEntry,
    Activity,
    Asset,
    BackupJob,
    Communication,
    ControlState,
    CryptoKey,
    Exercise,
    ImpactAnalysis,
    OwnControl,
    Record,
    Supplier,
)
from plumbline.engine.domain.logins import (
    account_of,
    executed,
    next_review,
    removal_due,
    running_review,
    system_of,
    under_review,
)
from plumbline.engine.domain.messages import next_message
from plumbline.engine.domain.recovery import exercises_of, plans_in_force, restores_of


class Coming(NamedTuple):
    """A day on which something is owed again, what, and by whom."""

    day: date | None
    record: Record
    what: str
    who: str


def recurring(isms: Isms) -> tuple[Coming, ...]:
    """Everything that comes round, with the day where one follows from the records."""
    found = (*_tasks(isms), *_plans(isms), *_copies_and_keys(isms), *_access(isms), *_evidence(isms))
    return tuple(each for each in found if each.day is not None)


def _tasks(isms: Isms) -> Iterator[Coming]:
    for activity in isms.live(Activity):
        turn = next_turn(isms, activity)
        yield Coming(turn.day if turn else None, activity, "do it", activity.performer or activity.owner)
    for row in isms.live(Communication):
        said = next_message(isms, row)
        yield Coming(said.day if said else None, row, "say it", row.owner)


def _plans(isms: Isms) -> Iterator[Coming]:
    for plan in plans_in_force(isms):
        held = exercises_of(isms, plan)
        last = held[-1].held_on if held else plan.approved_on
        due = next_due(isms, None, last, plan.exercise_interval, "exercise_interval")
        yield Coming(plan.next_review, plan, "review the plan", plan.owner)
        yield Coming(due.day if due else None, plan, "exercise the plan", plan.owner)
    for analysis in isms.live(ImpactAnalysis):
        yield Coming(analysis.next_review, analysis, "ask again what an outage would do", analysis.owner)
    for exercise in isms.live(Exercise):
        if exercise.state == "planned":
            yield Coming(exercise.planned_on, exercise, "hold the exercise", exercise.led_by)


def _copies_and_keys(isms: Isms) -> Iterator[Coming]:
    for job in isms.live(BackupJob):
        held = restores_of(isms, job)
        life = isms.lives.get((job.KIND, job.ref))
        last = held[-1].tested_on if held else (life.first if life else None)
        due = next_due(isms, None, last, job.test_interval, "restore_test", job.dataset)
        yield Coming(due.day if due else None, job, "test a restore", job.owner)
    for key in isms.live(CryptoKey):
        yield Coming(key.expires, key, "replace it before it expires", key.owner)
        rotation, since = interval(key.rotate_every), key.rotated_on or key.issued_on
        yield Coming(rotation.after(since) if rotation and since else None, key, "change the key", key.owner)


def _access(isms: Isms) -> Iterator[Coming]:
    for system in under_review(isms):
        if running_review(isms, system) is None:
            yield Coming(next_review(isms, system), system, "review who may sign in", _owner(system))
    for entry in isms.all(AccessEntry):
        if entry.decision in ("change", "remove") and executed(isms, entry) is None:
            by, account = removal_due(isms, entry), account_of(isms, entry)
            what = "take the access away" if entry.decision == "remove" else "change the access"
            yield Coming(by[0] if by else None, entry, what, _owner(system_of(isms, account) if account else None))


def _owner(system: Record | None) -> str:
    return system.owner if isinstance(system, Asset | Supplier) else ""


def _evidence(isms: Isms) -> Iterator[Coming]:
    """The newest evidence of each control that runs, by the last day on which it is fresh."""
    controls: tuple[ControlState | OwnControl, ...] = (*isms.live(ControlState), *isms.live(OwnControl))
    for control in controls:
        if control.status in ("implemented", "partly"):
            yield Coming(freshness(isms, control.ref).good_until, control, "renew the evidence", control.owner)
