"""Suppliers named in the answers become records: “Meadowbank Cloud: machines and databases”."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from plumbline.beginning.answers import Answers
from plumbline.beginning.facts import facts
from plumbline.beginning.proposal import Card, Proposed
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.isms import folded

SPLIT = re.compile(r"\s*(?::|\s[–—-]\s)\s*")
NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def supplier_cards(answers: Answers, on: date) -> Iterator[Card]:
    """A card for each supplier that was named; what it sees of data is left for a person to say unless it is clear."""
    short = bool(facts(answers)["short_standstill"])
    for line in answers.lines("suppliers"):
        name, _, service = _split(line)
        if not name:
            continue
        kind, owner = _kind_of(service or name)
        key = f"supplier-{NOT_LETTERS.sub('-', folded(name)).strip('-')}"
        fields: dict[str, Any] = {
            "title": name,
            "service": service or "To be described: what they do for us and what of ours they can see.",
            "service_kind": kind,
            "criticality": "critical" if short and kind in ("cloud", "network", "software") else "high",
            "owner": owner,
            "state": "proposed",
        }
        yield Card(
            key=key,
            section="suppliers",
            title=name,
            why="Whoever can stop you within a week belongs on the register, with an owner and a look at how it works.",
            because=(f"you depend on {name}",),
            records=(Proposed(key, from_mapping("supplier", fields)),),
            editable=tuple((key, each) for each in ("title", "service", "criticality", "owner")),
        )


def _split(line: str) -> tuple[str, str, str]:
    parts = SPLIT.split(line.strip(), maxsplit=1)
    return parts[0], "", parts[1] if len(parts) > 1 else ""


def _kind_of(service: str) -> tuple[str, str]:
    """The kind of service that the words mean, and the role that would own it."""
    said = folded(service)
    for kind, each in _kinds().items():
        if any(re.search(rf"\b{words}", said) for words in each["words"]):
            return kind, each["owner"]
    return "other", "#role-security|#role-top"


@cache
def _kinds() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("services.toml").read_text(encoding="utf-8"))
