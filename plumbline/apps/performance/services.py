"""Keeping objectives, metrics and readings (6.2, 9.1); computed readings are taken from the registers, never typed."""

from __future__ import annotations

from dataclasses import replace

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.performance.keeping import ReadingWriter
from plumbline.apps.records import living, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.due_readings import Taken, computed_reading, owed
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import field_of

objectives = writer(kinds.Objective, Permission.PERFORMANCE_WRITE)
readings = ReadingWriter(kinds.Reading, Permission.PERFORMANCE_WRITE)
metrics = writer(kinds.Metric, Permission.PERFORMANCE_WRITE)


@action(Permission.PERFORMANCE_WRITE)
def take_readings(actor: Actor) -> tuple[Taken, ...]:
    """Take the reading that is owed of every metric that computes itself, each with the records it was counted from.

    Whoever may write only their own takes those of the metrics they answer for.
    """
    isms = _isms(actor)
    found = []
    for each in owed(isms):
        if current_run().only_own and not actor.answers_for(each.metric.owner):
            continue
        taken = computed_reading(isms, each.metric, actor.person)
        if taken and taken.reading:
            taken = replace(taken, reading=store.insert(taken.reading))
        if taken:
            found.append(taken)
    return tuple(found)


@action(Permission.PERFORMANCE_WRITE)
def evaluate(actor: Actor, ref: str, *, seen: int, conclusion: str, answered_by: tuple[str, ...] = ()) -> kinds.Reading:
    """Say what a reading means, and what follows from it where it lies beyond its limit (9.1 e, f)."""
    before = store.held(kinds.Reading, ref, seen=seen)
    if not conclusion.strip():
        raise InvalidError(ref, ["An analysis without a conclusion is none. Say what the reading means."])
    _refuse_unfit(_isms(actor), ref, answered_by)
    return store.changed(
        before,
        conclusion=conclusion.strip(),
        evaluated_on=current_run().standing.today(),
        evaluated_by=actor.person,
        answered_by=tuple(dict.fromkeys((*before.value.answered_by, *answered_by))),
    )


def _refuse_unfit(isms: Isms, ref: str, answered_by: tuple[str, ...]) -> None:
    """Raise RefusedError where what follows is no record of a kind that may follow."""
    fitting = field_of(kinds.Reading, "answered_by").kinds
    for words in answered_by:
        found = isms.find(words)
        if found is None or found.KIND not in fitting:
            registers = ", ".join(f"“{kinds.KINDS[each].REGISTER}”" for each in fitting)
            raise RefusedError(f"{words} answers {ref} only as a record of {registers}. Give its reference.")


def _isms(actor: Actor) -> Isms:
    return living.system(actor.organization_id).isms(current_run().standing.today())
