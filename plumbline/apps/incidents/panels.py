"""The clock on the page of an incident, and the decision on that of an event."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.incidents.clock import clock, moment_of
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Event, Incident, Lesson, Record


@panel(5)
def the_clock(visit: Visit, record: Record) -> Panel | None:
    """How long it has taken, and until when what has to happen."""
    if not isinstance(record, Incident):
        return None
    context = {
        "clock": clock(visit.isms, record, moment_of(visit)),
        "lessons": visit.isms.of_parent(Lesson, "incident", record),
        "seen": visit.present.seen(Incident.KIND, record.ref),
        "may_write": record.live and visit.may_change(record, Permission.INCIDENT_WRITE),
    }
    return Panel("incidents/_panel.html", context)


@offer("event")
def deciding(visit: Visit, record: Record) -> Iterator[Offer]:
    """Decide what an event is."""
    if isinstance(record, Event) and record.live and visit.may_change(record, Permission.INCIDENT_WRITE):
        yield Offer("Decide what it is", reverse("incidents:decide", args=[record.ref]), "scale", main=True)


@offer("incident")
def telling(visit: Visit, record: Record) -> Iterator[Offer]:
    """Record a notice or a lesson."""
    if visit.may_change(record, Permission.INCIDENT_WRITE):
        asked = urlencode({"incident": record.ref})
        yield Offer("Record a notice", f"{reverse('records:new', args=['notification'])}?{asked}", "send")
        yield Offer("Record a lesson", f"{reverse('records:new', args=['lesson'])}?{asked}", "bulb")
