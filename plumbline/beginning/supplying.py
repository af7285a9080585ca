"""Suppliers named in the answers become cards; what nobody said about them is left for a person to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plumbline.beginning.answers import Answers
from plumbline.beginning.facts import facts
from plumbline.beginning.proposal import Card, Proposed
from plumbline.beginning.suppliers_named import named
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.isms import folded

NOT_LETTERS = re.compile(r"[^a-z0-9]+")
CARRYING = ("cloud", "network", "software")
"""Kinds of service whose failure is felt at once."""
REACHING = (*CARRYING, "development")
"""Kinds of service that hold our information or can change it; of the others a person says whether they do."""


def supplier_cards(answers: Answers) -> Iterator[Card]:
    """A card for each supplier that was named: it serves already, and nobody has looked at it."""
    short = bool(facts(answers)["short_standstill"])
    for each in named(answers):
        key = f"supplier-{NOT_LETTERS.sub('-', folded(each.name)).strip('-')}"
        fields: dict[str, Any] = {
            "title": each.name,
            "service": each.service or "To be described: what they do for us and what of ours they can see.",
            "service_kind": each.kind,
            "criticality": "critical" if short and each.kind in CARRYING else "high",
            "sees_information": True if each.kind in REACHING else None,
            "owner": each.owner,
        }
        yield Card(
            key=key,
            section="suppliers",
            title=each.name,
            why="Whoever can stop you within a week belongs on the register, with an owner and a look at how it works.",
            because=(f"you depend on {each.name}",),
            records=(Proposed(key, from_mapping("supplier", fields)),),
            editable=tuple((key, name) for name in ("title", "service", "criticality", "owner")),
        )
