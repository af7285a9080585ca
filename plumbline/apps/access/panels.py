"""The way from the record of a review to the page where it is decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import AccessReview, Record


@offer("access_review")
def going_through(visit: Visit, record: Record) -> Iterator[Offer]:
    """Go through its lines."""
    if isinstance(record, AccessReview) and visit.may(Permission.ACCOUNT_READ):
        running = record.state in ("planned", "under way")
        label = "Go through its lines" if running else "Its lines"
        yield Offer(label, reverse("access_rights:review", args=[record.ref]), "list-check", main=running)
