"""What was answered in Getting started, told to the templates of documents and to Today: nobody answers twice."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from plumbline.apps.administration.beginning_pages.keeping import kept
from plumbline.apps.administration.beginning_pages.showing import Beginning
from plumbline.apps.documents.templating import told_by
from plumbline.apps.home.getting_started import Begun, begun_by
from plumbline.apps.ui.visit import Visit
from plumbline.beginning.documenting import told_to_templates


@told_by
def answered(visit: Visit) -> Mapping[str, object]:
    """Facts and words by the answers; nothing where no question was answered. What was promised stands on record."""
    held = kept(visit.actor)
    if not held.asked:
        return {}
    told = told_to_templates(held.answers)
    told.pop("promises", None)
    return told


@begun_by
def how_far(visit: Visit) -> Begun | None:
    """How many proposals are open, as soon as one question was answered."""
    beginning = Beginning(visit)
    if not beginning.kept.asked:
        return None
    totals = beginning.totals
    return Begun(totals["open"] + totals["later"], totals["total"], reverse("beginning:overview"))
