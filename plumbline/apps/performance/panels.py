"""On the page of an objective or a metric: what its readings come to."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record


@offer("objective")
def measuring(visit: Visit, record: Record) -> Iterator[Offer]:
    """Add what was measured."""
    if record.live and visit.may_change(record, Permission.PERFORMANCE_WRITE):
        yield Offer("Add a reading", f"{reverse('performance:overview')}#objective-{record.ref}", "chart-line")


@offer("metric")
def readings(visit: Visit, record: Record) -> Iterator[Offer]:
    """Its readings as a line, one line to add to them, and what they mean."""
    yield Offer("Readings", reverse("performance:metric", args=[record.ref]), "chart-line", main=record.live)
