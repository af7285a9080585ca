"""Whether those on whom an incident procedure counts are there, and have tried it out (A.5.24)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assignment, Document, DocumentVersion, Role
from plumbline.engine.domain.preparation import incident_procedures, last_exercise, unclear_exercise, vacant_roles
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import days_between, listed


@rule(
    "INC001",
    "incident-plan-unready",
    clauses=("A.5.24",),
    grade=MINOR,
    examines=Population("incident procedures in force", incident_procedures),
    mend="Fill the role in “Role assignments”, hold the exercise, and record it as a completed training of its course.",
)
def incident_plan_unready(isms: Isms, subject: tuple[Document, DocumentVersion]) -> Iterator[Fault | Unjudged]:
    """A vacant role that also owns records is ROL001's; an exercise counts from the day it was last held."""
    document, version = subject
    stated = promise(isms, "exercise_interval", "incident procedures", "incidents")
    vacant = vacant_roles(isms, document) if isms.all(Assignment) else ()
    gaps = [_vacancy(vacant)] if vacant else []
    late = _unexercised(isms, version, stated)
    if late and not unclear_exercise(isms):
        gaps.append(late)
    if gaps:
        exercise = last_exercise(isms)
        seen = (Cited(exercise.record),) if late and exercise else ()
        yield Fault(
            document,
            gap=" ".join(gaps),
            shows=("roles_named",),
            cites=(Cited(version, ("effective",)), *(Cited(each, ("state",)) for each in vacant), *seen),
            stated=stated if late else None,
        )
    elif missing := _missing(isms, subject, stated, late):
        yield Unjudged(document, missing)


def _vacancy(vacant: tuple[Role, ...]) -> str:
    names = listed(str(each) for each in vacant)
    return f"It gives tasks to {names}, {'a role' if len(vacant) == 1 else 'roles'} that nobody holds."


def _unexercised(isms: Isms, version: DocumentVersion, stated: Promise | None) -> str:
    """The gap where the last exercise, or the start of a procedure never exercised, is longer ago than promised."""
    exercise, every = last_exercise(isms), stated.interval if stated else None
    since = exercise.day if exercise else _began(version)
    if stated is None or every is None or since is None or (due := every.after(since)) >= isms.on:
        return ""
    told = f"It was last exercised on {since}" if exercise else f"No exercise is on record since it began on {since}"
    return f"{told}; one was due by {due}, {days_between(due, isms.on)} ago."


def _began(version: DocumentVersion) -> date | None:
    return version.effective or version.approved_on


def _missing(isms: Isms, subject: tuple[Document, DocumentVersion], stated: Promise | None, late: str) -> str:
    """What keeps a procedure without a fault from being shown as ready."""
    document, version = subject
    if not document.roles_named:
        return "the roles it gives tasks to"
    if not isms.all(Assignment):
        return "no role assignment on record"
    if stated is None or stated.interval is None:
        return "no promise `exercise_interval`"
    if late and (unclear := unclear_exercise(isms)):
        return unclear[1]
    if last_exercise(isms) is None and _began(version) is None:
        return "the day it came into force, or that of an exercise"
    return ""
