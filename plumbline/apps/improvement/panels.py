"""What improvement adds to record pages: the five steps, what a change touches, and ways to open a nonconformity."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.improvement.impact import impact
from plumbline.apps.improvement.steps import next_step, recurrences, standings
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Change, Nonconformity, Record


@panel(6)
def five_steps(visit: Visit, record: Record) -> Panel | None:
    """How far a nonconformity is, and what was alike before it."""
    if not isinstance(record, Nonconformity):
        return None
    context = {"standings": standings(visit.isms, record), "before": recurrences(visit.isms, record)}
    return Panel("improvement/_panel.html", context)


@panel(6)
def touched(visit: Visit, record: Record) -> Panel | None:
    """What a change touches, in numbers."""
    if not isinstance(record, Change):
        return None
    return Panel("improvement/_panel_change.html", {"impact": impact(visit, record)})


@offer("nonconformity")
def working(visit: Visit, record: Record) -> Iterator[Offer]:
    """Go on with it, step by step."""
    if isinstance(record, Nonconformity) and record.live and visit.may_change(record, Permission.IMPROVEMENT_WRITE):
        chosen = next_step(visit.isms, record)
        yield Offer(
            f"Go on: {chosen.title}", reverse("improvement:step", args=[record.ref, chosen.slug]), "route", True
        )
        if chosen.slug != "where":
            search = reverse("improvement:step", args=[record.ref, "where"])
            yield Offer("Search the same elsewhere", search, "search")


@offer("change")
def going_through(visit: Visit, record: Record) -> Iterator[Offer]:
    """See what it touches, and take its next step."""
    if visit.may(Permission.IMPROVEMENT_READ):
        yield Offer("Work on it", reverse("improvement:change", args=[record.ref]), "route", main=record.live)


@offer("incident", "supplier_review")
def opening(visit: Visit, record: Record) -> Iterator[Offer]:
    """Open a nonconformity about what happened or was found."""
    if visit.may(Permission.IMPROVEMENT_WRITE):
        asked = urlencode({"from": record.ref})
        yield Offer("Open a nonconformity", f"{reverse('improvement:open')}?{asked}", "alert-octagon")
