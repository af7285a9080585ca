"""What Today shows: what waits for the visitor, what is ahead for all, and the gravest risks."""

from __future__ import annotations

from datetime import timedelta

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.agenda import Task, agenda
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record, Risk
from plumbline.engine.domain.method import outcome, rank, what_remains
from plumbline.engine.domain.waiting import Waiting, waiting

MOST_RISKS = 5


def waiting_for(visit: Visit, ahead: timedelta) -> Waiting:
    """What waits for who looks."""
    return waiting_of(visit.isms, visit.actor, ahead)


def waiting_of(isms: Isms, actor: Actor, ahead: timedelta) -> Waiting:
    """What waits for somebody, from now until a while ahead."""

    def wrote(record: Record) -> bool:
        return actor.person in (getattr(record, "author", ""), getattr(record, "requested_by", ""))

    return waiting(
        isms, isms.on + ahead, mine=actor.answers_for, may=lambda each: actor.may(Permission(each)), wrote=wrote
    )


def ahead_of(visit: Visit, ahead: timedelta) -> tuple[Task, ...]:
    """Everything late or due soon, whoever does it, on records that the visitor may open."""
    return tuple(each for each in agenda(visit.isms, visit.on + ahead) if may_read(visit.actor, each.record))


def may_read(actor: Actor, record: Record) -> bool:
    """Whether somebody may open a record."""
    return actor.may(Permission(f"{record.SUBJECT}:read"))


def top_risks(isms: Isms) -> tuple[tuple[Risk, str, int | None], ...]:
    """The gravest risks by what remains of them, as the matrix shows them: risk, level, score.

    While no criteria are in force, level and score are those that the assessment states.
    """
    scored = []
    for risk in isms.live(Risk):
        if not (stands := what_remains(isms, risk)):
            continue
        made = outcome(isms, stands)
        level = (made.level if made else "") or stands.level
        score = made.score if made else stands.score
        if level or score is not None:
            place = rank(made.criteria, level) if made else None
            scored.append((score or 0, place or 0, (risk, level, score)))
    scored.sort(key=lambda each: each[:2], reverse=True)
    return tuple(told for _, _, told in scored[:MOST_RISKS])
