"""Assessing, on the page of a risk; the preview, on that of a version of the criteria."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record


@offer("risk")
def assessing(visit: Visit, record: Record) -> Iterator[Offer]:
    """Judge the risk by the scales in force."""
    if record.live and visit.may_change(record, Permission.RISK_WRITE):
        yield Offer("Assess", reverse("risk:assess", args=[record.ref]), "scale")


@offer("criteria")
def previewing(visit: Visit, record: Record) -> Iterator[Offer]:
    """See what a draft would change."""
    if getattr(record, "state", "") == "draft" and visit.may(Permission.RISK_READ):
        yield Offer("See what it would change", reverse("risk:preview", args=[record.ref]), "eye")
