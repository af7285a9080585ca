"""Risks are judged by criteria: which proposed risks somebody would confirm before any criteria are in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plumbline.apps.administration.beginning_pages.showing import Beginning
from plumbline.beginning.proposal import Card, Section
from plumbline.engine.domain.kinds import Assessment, Criteria, Risk
from plumbline.engine.domain.method import criteria_in_force


@dataclass(frozen=True, slots=True)
class TooEarly:
    """Risks that would be assessed under no criteria, and what has to come first."""

    risks: int
    section: Section | None
    """Where the criteria are to be confirmed; None where that is done, or where nobody proposes any."""
    waiting: str
    """The reference of criteria that stand and wait for approval."""
    again: str = ""
    """The card, or `all`, that somebody asked to confirm."""


def too_early(beginning: Beginning, cards: Collection[Card], again: str = "") -> TooEarly | None:
    """What would be assessed too early if these cards were confirmed now; None where nothing would be."""
    early = sum(_scores(card) for card in cards if not beginning.decision(card.key).confirmed)
    if not early or criteria_in_force(beginning.visit.isms):
        return None
    drafts = [each.ref for each in beginning.visit.isms.live(Criteria) if each.state == "draft"]
    section = next((each for each in beginning.proposal.sections if any(map(_judges, each.cards))), None)
    open_still = section and any(_judges(each) and not beginning.decision(each.key).confirmed for each in section.cards)
    return TooEarly(early, section if open_still else None, drafts[-1] if drafts and not open_still else "", again)


def next_too_early(beginning: Beginning) -> TooEarly | None:
    """What would be too early in the section that is next."""
    section = beginning.next_section
    return too_early(beginning, section.cards) if section else None


def _scores(card: Card) -> int:
    records = [each.record for each in card.records]
    return sum(isinstance(each, Risk) for each in records) if any(isinstance(r, Assessment) for r in records) else 0


def _judges(card: Card) -> bool:
    return any(isinstance(each.record, Criteria) for each in card.records)
