"""What the page of a visit adds: what it needs, what lapses until then, who is let in, and the pack."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit as Looking
from plumbline.engine.domain.certificate_clock import needs
from plumbline.engine.domain.kinds import Record, Visit


@panel(5)
def beforehand(looking: Looking, record: Record) -> Panel | None:
    """What has to be there before the visit."""
    if not isinstance(record, Visit) or record.state not in ("planned", "confirmed"):
        return None
    return Panel("certification/_needs.html", {"needs": needs(looking.isms, record), "held": record})


@offer("visit")
def visitors(looking: Looking, record: Record) -> Iterator[Offer]:
    """Who comes and what they may read."""
    if isinstance(record, Visit) and looking.may(Permission.CERTIFICATION_READ):
        if looking.may(Permission.PACK_MAKE):
            yield Offer("Its pack", f"{reverse('certification:pack')}?visit={record.ref}", "download")
        yield Offer("Visitors", reverse("certification:visitors", args=[record.ref]), "users")
