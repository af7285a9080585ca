"""On the page of a supplier: how it stands, and what may be recorded next."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.suppliers.standing import standing
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record, Supplier


@panel(5)
def how_it_stands(visit: Visit, record: Record) -> Panel | None:
    """Agreement, last look, next look, missing terms."""
    if not isinstance(record, Supplier) or not record.live:
        return None
    return Panel("suppliers/_panel.html", {"standing": standing(visit.isms, record)})


@offer("supplier")
def looking(visit: Visit, record: Record) -> Iterator[Offer]:
    """Record a review or an agreement."""
    if record.live and visit.may_change(record, Permission.SUPPLIER_WRITE):
        asked = urlencode({"supplier": record.ref})
        yield Offer("Record a review", f"{reverse('records:new', args=['supplier_review'])}?{asked}", "checks")
        yield Offer("Add an agreement", f"{reverse('records:new', args=['supplier_agreement'])}?{asked}", "file-text")
