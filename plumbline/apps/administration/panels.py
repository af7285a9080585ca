"""The decisions that the visitor may take about a record, on its page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.administration.deciding import APPROVES, OTHERS, steps_of
from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record


@offer(*{*APPROVES, *OTHERS})
def decisions(visit: Visit, record: Record) -> Iterator[Offer]:
    """A button for each decision that the record waits for and the visitor's access roles allow."""
    mine = visit.actor.answers_for(getattr(record, "owner", ""))
    for each in steps_of(record.KIND):
        open_now = each.open_for(record) and each.after(visit.isms, record) is None
        if open_now and visit.may_change(record, each.permission) and (mine or not each.owners):
            url = reverse("decisions:decide", args=[record.KIND, record.ref, each.name])
            yield Offer(each.label, url, "scale", main=bool(each.waits))
