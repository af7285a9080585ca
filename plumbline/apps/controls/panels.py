"""On the page of a task: its rhythm, the promises it keeps and its last times; on that of a promise: what keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.controls.year import line
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.calendar_of_controls import kept_promises, runs
from plumbline.engine.domain.kinds import Activity, ActivityRun, Commitment, Record
from plumbline.engine.rules.controls.failures import FAILED

MOST_SHOWN = 6


@panel(5)
def rhythm_of_a_task(visit: Visit, record: Record) -> Panel | None:
    """When it is due next, against what was promised, and what became of it lately."""
    if not isinstance(record, Activity):
        return None
    told = line(visit.isms, record)
    held = tuple(reversed(runs(visit.isms, record)))
    context = {"line": told, "late": told.late(visit.on), "runs": held[:MOST_SHOWN], "more": len(held) - MOST_SHOWN}
    return Panel("controls/_task_panel.html", context)


@panel(5)
def kept_by(visit: Visit, record: Record) -> Panel | None:
    """Which tasks keep a promise of a policy, and how often they are done."""
    if not isinstance(record, Commitment):
        return None
    kept = tuple(each for each in kept_promises(visit.isms) if each.commitment.ref == record.ref)
    return Panel("controls/_promise_panel.html", {"kept": kept, "promise": record})


@offer("activity")
def doing(visit: Visit, record: Record) -> Iterator[Offer]:
    """Write down that it was done."""
    if record.live and visit.may_change(record, Permission.CONTROL_WRITE):
        yield Offer("Write down a run", reverse("controls:done", args=[record.ref]), "check", main=True)


@offer("activity_run")
def answering(visit: Visit, record: Record) -> Iterator[Offer]:
    """Say what follows from a failure."""
    failed = isinstance(record, ActivityRun) and record.result in FAILED
    if failed and visit.may_change(record, Permission.CONTROL_WRITE):
        yield Offer("Say what follows", reverse("controls:follow", args=[record.ref]), "arrow-right", main=True)


@offer("commitment")
def binding(visit: Visit, record: Record) -> Iterator[Offer]:
    """Make the task that keeps it."""
    may = visit.may_now(Permission.CONTROL_WRITE) and visit.may_change(record, Permission.DOCUMENT_WRITE)
    if record.live and may:
        yield Offer("Bind to a new task", reverse("controls:bind", args=[record.ref]), "calendar-event")
