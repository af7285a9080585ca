"""Confirmed cards become records: keys give way to references, and links to what is confirmed later are added then."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from plumbline.beginning.linking import CONFIRMER, MARK, Exchange, exchanged, keys_in
from plumbline.beginning.proposal import Proposal, Proposed
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import Organization, Record, fields_of

ORGANIZATION = "organisation"
"""The key of the organisation's own record, which exists from the first day and is changed, never added."""


def settled(proposed: Proposed, allotted: Mapping[str, str], confirmer: str) -> Record:
    """The record to write: under the reference allotted to its key, pointing at records that have one already.

    allotted: references by key of everything written so far, this one included where its kind has references.
    confirmer: the reference of the person who confirms it. What is not written yet is left out; see `later_links`.
    """
    record = exchanged(proposed.record, _to_references(allotted, confirmer))
    if record.KIND in KEYED_BY_CATALOGUE:
        return record
    return dataclasses.replace(record, ref=allotted.get(proposed.key, record.ref))


def later_links(
    proposal: Proposal, written: Mapping[str, Record], allotted: Mapping[str, str], new: Collection[str]
) -> Iterator[Record]:
    """Records written before whose proposal points at something confirmed just now, with those links added.

    written: records by key, as they stand today; new: keys confirmed just now, with their references in `allotted`.
    Only links to these are added; whatever a person changed or removed stays so.
    """
    before = {key: reference for key, reference in allotted.items() if key not in new}
    for proposed in proposal.proposed:
        if proposed.key in written and proposed.key not in new and set(keys_in(proposed.record)) & set(new):
            standing = written[proposed.key]
            earlier, now = (settled(proposed, known, "") for known in (before, allotted))
            if (joined := _joined(standing, earlier, now)) != standing:
                yield joined


def merged(standing: Organization, proposed: Record) -> Organization:
    """The organisation's record with what was proposed put in; a field with nothing proposed stays as it is."""
    new = {each.name: getattr(proposed, each.name) for each in fields_of(Organization) if each.name != "ref"}
    return dataclasses.replace(standing, **{name: held for name, held in new.items() if held not in ("", (), None)})


def numbered(proposal: Proposal, cards: Iterable[str] | None = None) -> Mapping[str, str]:
    """References for an empty system, by key: of every card, or of those named. A preview; the register allots its own.

    Kinds whose reference is a control's key need none and get that key.
    """
    wanted = None if cards is None else set(cards)
    counts: Counter[str] = Counter()
    found: dict[str, str] = {}
    for card in proposal.cards:
        if wanted is not None and card.key not in wanted:
            continue
        for each in card.records:
            if each.record.KIND in KEYED_BY_CATALOGUE:
                found[each.key] = each.record.ref
            else:
                counts[each.record.PREFIX] += 1
                found[each.key] = f"{each.record.PREFIX}-{counts[each.record.PREFIX]}"
    return found


def all_settled(proposal: Proposal, confirmer: str, cards: Iterable[str] | None = None) -> tuple[Record, ...]:
    """The records as they would stand in an empty system with every card confirmed, or those named."""
    allotted = numbered(proposal, cards)
    return tuple(settled(each, allotted, confirmer) for each in proposal.proposed if each.key in allotted)


def _to_references(allotted: Mapping[str, str], confirmer: str) -> Exchange:
    def exchange(words: str) -> str:
        return confirmer if words == CONFIRMER else allotted.get(words.removeprefix(MARK), "")

    return exchange


def _joined(standing: Record, earlier: Record, now: Record) -> Record:
    """The standing record with what the proposal gained; a single reference is set only where none stands."""
    changed: dict[str, Any] = {}
    for each in fields_of(type(standing)):
        held, was, full = (getattr(record, each.name) for record in (standing, earlier, now))
        if each.name == "ref" or was == full:
            continue
        if isinstance(held, tuple):
            changed[each.name] = (*held, *(one for one in full if one not in was and one not in held))
        elif not held:
            changed[each.name] = full
    return dataclasses.replace(standing, **changed) if changed else standing
