"""What somebody is to be told: decisions that wait, what is late or due among theirs, findings on their records.

A notice is worked out of the system each time, so it goes when the matter is settled. What it says has a digest; by
that one remembers that it was read or mailed. A matter that becomes late, or gets another day, says something new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.home.waiting import waiting_of
from plumbline.engine.domain.agenda import Task, called
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import Record
from plumbline.engine.rules.finding import Finding, Report, Severity

AHEAD = timedelta(days=7)


class About(StrEnum):
    """Why somebody is told, in the order in which it is told."""

    DECISION = "decision"
    LATE = "late"
    DUE = "due"
    FINDING = "finding"


HEADINGS = {
    About.DECISION: "Waiting for your decision",
    About.LATE: "Late",
    About.DUE: "Due in the next seven days",
    About.FINDING: "Findings on your records",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing somebody is told: the record, what is to be done about it, and until when."""

    about: About
    kind: str
    ref: str
    title: str
    what: str
    day: date | None = None
    digest: str = ""


def notices(isms: Isms, actor: Actor, report: Report | None = None, ahead: timedelta = AHEAD) -> tuple[Notice, ...]:
    """Everything a person is to be told now: decisions, what is late, what is due soon, findings on their records."""
    waits = waiting_of(isms, actor, ahead)
    decisions = (
        _notice(isms, About.DECISION, each.record, each.what, day=None, told=str(each.since))
        for each in waits.decisions
    )
    late = (_of_task(isms, About.LATE, each) for each in waits.late)
    due = (_of_task(isms, About.DUE, each) for each in waits.due)
    found = _of_findings(isms, actor, report) if report is not None else iter(())
    return tuple(dict.fromkeys([*decisions, *late, *due, *found]))


def _of_task(isms: Isms, about: About, task: Task) -> Notice:
    return _notice(isms, about, task.record, task.what, day=task.day, told=task.day.isoformat())


def _of_findings(isms: Isms, actor: Actor, report: Report) -> Iterator[Notice]:
    grave = (each for each in report.findings if each.severity is not Severity.OPPORTUNITY and not each.waiver)
    for finding in grave:
        if (record := _mine(isms, actor, finding)) is not None:
            yield _notice(isms, About.FINDING, record, finding.gap, day=None, told=finding.code)


def _mine(isms: Isms, actor: Actor, finding: Finding) -> Record | None:
    """The record that the finding is about, where the person answers for it."""
    record = isms.find(finding.records[0]) if finding.records else None
    return record if record is not None and actor.answers_for(getattr(record, "owner", "")) else None


def _notice(isms: Isms, about: About, record: Record, what: str, *, day: date | None, told: str) -> Notice:
    said = "\n".join((about, record.KIND, record.ref, told if about is About.FINDING else f"{what}\n{told}"))
    return Notice(
        about=about,
        kind=record.KIND,
        ref=record.ref,
        title=called(isms, record),
        what=what,
        day=day,
        digest=sha256(said.encode()).hexdigest(),
    )
