"""On the page of an asset: what it needs, as stated and as it follows, and why."""

from __future__ import annotations

from plumbline.apps.assets.mapping import place_of
from plumbline.apps.ui.panels import Panel, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Asset, Record


@panel(5)
def what_it_needs(visit: Visit, record: Record) -> Panel | None:
    """Confidentiality, integrity, availability."""
    place = place_of(visit.isms, record) if isinstance(record, Asset) and record.live else None
    return Panel("assets/_panel.html", {"place": place}) if place else None
