"""Confirming cards: their records are written by whoever confirms them, all in one action, and never a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.beginning_pages.deciding import Decided, decided, note_confirmed, references
from plumbline.apps.records import living
from plumbline.apps.records import references as numbering
from plumbline.apps.records.bulk import Change, overruling, write_many
from plumbline.apps.records.living import System
from plumbline.beginning.editing import EditError, edited
from plumbline.beginning.linking import MARK, keys_in
from plumbline.beginning.proposal import Card, Proposal, Proposed
from plumbline.beginning.settling import later_links, merged, settled
from plumbline.engine.domain.codec import as_json
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import KINDS, Assessment, Criteria, Organization, Record


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming did: the titles of the cards, how many records are new, and how many gained a link."""

    cards: tuple[str, ...] = ()
    written: int = 0
    linked: int = 0
    together: tuple[str, ...] = ()
    """Titles of cards that were confirmed with them: a change named what they propose, or they hold the criteria."""
    left: tuple[str, ...] = ()
    """References of records that were decided meanwhile, and so gain no link to what is confirmed now."""


@action(Permission.REGISTER_IMPORT)
def confirm(actor: Actor, proposal: Proposal, keys: Iterable[str]) -> Confirmed:
    """Write the records of cards, with the changes typed into them. What is confirmed already is left as it is.

    Links to what is not confirmed yet wait; records written earlier gain the links that waited for these.
    All of it is read under the lock of the action, so two who confirm at once lose no link of each other's.
    Raises RefusedError for a change that cannot be taken.
    """
    system, held = living.system(actor.organization_id), decided(actor)
    asked = [card for card in proposal.cards if card.key in set(keys) and not _done(held, card)]
    chosen = [_changed(card, held) for card in _with_what_they_name(system, proposal, held, asked)]
    if not chosen:
        return Confirmed()
    before = references(held)
    new = [each for card in chosen for each in card.records]
    allotted = {**before, **_allotted(system, new)}
    adopted = {key for key in allotted if key not in before and _standing(system, new, key, allotted[key])}
    changes = list(_new(actor, system, new, allotted, adopted))
    waiting = list(_joined(system, proposal, before, allotted))
    left = overruling(waiting)
    joined = [each for each in waiting if each.ref not in left]
    write_many(actor, [*changes, *joined])
    for card in chosen:
        as_proposed = proposal.card(card.key) or card
        values = {each.key: as_json(each.record) for each in as_proposed.records}
        note_confirmed(actor, card.key, {each.key: allotted[each.key] for each in card.records}, values, proposal.on)
    together = tuple(card.title for card in chosen if card.key not in {each.key for each in asked})
    return Confirmed(tuple(card.title for card in chosen), len(changes), len(joined), together, tuple(sorted(left)))


def _done(held: Mapping[str, Decided], card: Card) -> bool:
    return card.key in held and held[card.key].confirmed


def _changed(card: Card, held: Mapping[str, Decided]) -> Card:
    decision = held.get(card.key)
    try:
        return edited(card, decision.changes) if decision else card
    except EditError as error:
        raise RefusedError(f"{card.title}: {' '.join(error.faults.values())}") from error


def _with_what_they_name(
    system: System, proposal: Proposal, held: Mapping[str, Decided], asked: Sequence[Card]
) -> list[Card]:
    """The cards, and those that somebody chose in a change, such as a role that is proposed but not confirmed yet."""
    home = {each.key: card for card in proposal.cards for each in card.records}
    found = {card.key: card for card in (*asked, *_criteria_of(system, home, held, asked))}
    waiting = list(found.values())
    while waiting:
        card = waiting.pop()
        own = {key for each in card.records for key in keys_in(each.record)}
        for each in _changed(card, held).records:
            for key in set(keys_in(each.record)) - own:
                other = home.get(key)
                if other is not None and other.key not in found and not _done(held, other):
                    found[other.key] = other
                    waiting.append(other)
    return [card for card in proposal.cards if card.key in found]


def _criteria_of(
    system: System, home: Mapping[str, Card], held: Mapping[str, Decided], asked: Sequence[Card]
) -> Iterator[Card]:
    """Where no criteria stand at all, those by which the risks were scored: no risk is assessed under none."""
    if any(each.live for each in system.state.records.get(Criteria.KIND, {}).values()):
        return
    scored = (each.record for card in asked for each in card.records if isinstance(each.record, Assessment))
    for key in {each.criteria.removeprefix(MARK) for each in scored}:
        if key in home and not _done(held, home[key]):
            yield home[key]


def _allotted(system: System, new: Sequence[Proposed]) -> dict[str, str]:
    """References for the records: their control's key, the organisation's own, or the next numbers of their kind."""
    counts = Counter(each.record.KIND for each in new if each.record.PREFIX and each.record.KIND != Organization.KIND)
    numbers = {kind: iter(numbering.allot(KINDS[kind], count)) for kind, count in counts.items()}
    return {each.key: _reference(system, each.record, numbers) for each in new}


def _reference(system: System, record: Record, numbers: Mapping[str, Iterator[str]]) -> str:
    if record.KIND in KEYED_BY_CATALOGUE:
        return record.ref
    if record.KIND == Organization.KIND:
        return system.state.organization.ref
    return next(numbers[record.KIND])


def _standing(system: System, new: Sequence[Proposed], key: str, reference: str) -> bool:
    """Whether the record of a control is on the register already: then it is somebody's, and stays as it is."""
    kind = next(each.record.KIND for each in new if each.key == key)
    return kind in KEYED_BY_CATALOGUE and system.get(kind, reference) is not None


def _new(
    actor: Actor, system: System, new: Sequence[Proposed], allotted: Mapping[str, str], adopted: set[str]
) -> Iterator[Change]:
    for each in new:
        if each.key in adopted:
            continue
        value, seen = settled(each, allotted, actor.person), None
        if value.KIND == Organization.KIND:
            value, seen = merged(system.state.organization, value), system.seen(value.KIND, value.ref)
        yield Change(kind=value.KIND, ref=value.ref, value=value, seen=seen)


def _joined(
    system: System, proposal: Proposal, before: Mapping[str, str], allotted: Mapping[str, str]
) -> Iterator[Change]:
    """The links that waited for what is confirmed now."""
    kinds = {each.key: each.record.KIND for each in proposal.proposed}
    written = {
        key: record
        for key, ref in before.items()
        if key in kinds and (record := system.get(kinds[key], ref)) is not None
    }
    for value in later_links(proposal, written, allotted, allotted.keys() - before.keys()):
        yield Change(kind=value.KIND, ref=value.ref, value=value, seen=system.seen(value.KIND, value.ref))
