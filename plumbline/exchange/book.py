"""The drafts of one import: each finds its record or gets a reference, and no record is proposed twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import Asset
from plumbline.engine.domain.record import REF
from plumbline.engine.standard.catalogue import standard
from plumbline.exchange.allotting import Allotting
from plumbline.exchange.drafts import Draft, Entry
from plumbline.exchange.linking import Linker
from plumbline.exchange.matching import Existing, key_of, linked, settle, telling
from plumbline.exchange.names import AssetNames, Names
from plumbline.exchange.who import KnownNames, name_key

Say = Callable[[Draft, str, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProposal:
    """A name that came in, the opaque reference it got, and known names that may be the same person's."""

    name: str
    ref: str
    similar: tuple[tuple[str, str], ...] = ()


class Book:
    """Keeps every draft under its kind and reference; answers what is proposed already."""

    def __init__(self, isms: Isms, persons: Mapping[str, str], highest: Mapping[str, int], say: Say) -> None:
        self.existing = Existing(isms)
        self.names = Names()
        self.people: list[PersonProposal] = []
        self.held: dict[tuple[str, str], Draft] = {}
        self.seen: dict[tuple[str, tuple[str, ...], tuple[object, ...]], int] = {}
        self.first: dict[tuple[str, tuple[str, ...], tuple[object, ...]], Draft] = {}
        self.known_names = KnownNames()
        for name, ref in persons.items():
            self.known_names.add(ref, name)
        self.allot = Allotting((record.ref for records in isms.records.values() for record in records), highest)
        self.linker = Linker(
            names=self.names,
            assets=AssetNames(self.names, ()),
            propose=self.propose,
            say=say,
            persons={name_key(name): ref for name, ref in persons.items()},
        )
        for kind, records in isms.records.items():
            if kind not in KEYED_BY_CATALOGUE:
                for record in records:
                    self.names.add(kind, record.ref, (record.title, *record.aliases))
        for key in standard().controls:
            self.names.refs[key] = "control"

    # --- finding and naming -----------------------------------------------------------------------------------------

    def identify(self, draft: Draft) -> Draft:
        """Give a draft its reference; returns the draft of this import that has the same one, which may be another."""
        if draft.kind == "person" and not draft.given:
            return self._person(draft)
        self._find(draft)
        if not draft.ref:
            draft.ref = self.allot.next(draft.kind)
        if draft.kind == "person" and draft.name and draft.before is None and (draft.kind, draft.ref) not in self.held:
            self._told_name(draft)
        return self._hold(draft)

    def _find(self, draft: Draft) -> None:
        if draft.given:
            self._find_given(draft)
            return
        same = telling(draft)
        key = key_of(draft, same)
        if key is None:
            return
        # Rows without an id and with the same name are several things, unless the name is what tells them apart.
        declared = same == tuple(name for name in draft.same if name in draft.fields)
        place = (draft.kind, same, key)
        if declared and place in self.first:
            draft.ref, draft.before = self.first[place].ref, self.first[place].before
            return
        nth = self.seen.get(place, 0)
        self.seen[place] = nth + 1
        draft.before = self.existing.alike(draft, same, nth)
        draft.ref = draft.before.ref if draft.before else ""
        self.first.setdefault(place, draft)

    def _find_given(self, draft: Draft) -> None:
        draft.before = self.existing.given(draft.kind, draft.given)
        if draft.before is not None:
            draft.ref = draft.before.ref
        elif draft.kind in KEYED_BY_CATALOGUE or (REF.fullmatch(draft.given) and not self._taken(draft)):
            draft.ref = draft.given
        else:
            known = self.names.find(draft.given, (draft.kind,))
            if (draft.kind, known) in self.held:
                draft.ref, draft.before = known, self.held[draft.kind, known].before

    def _taken(self, draft: Draft) -> bool:
        other = self.names.kind_of(draft.given)
        return bool(other) and other != draft.kind

    def _hold(self, draft: Draft) -> Draft:
        key = (draft.kind, draft.ref)
        if key not in self.held:
            self.held[key] = draft
            if draft.kind not in KEYED_BY_CATALOGUE:
                self.names.add(draft.kind, draft.ref, _names_of(draft))
        return self.held[key]

    def propose(self, draft: Draft) -> str:
        """Take in a role, person or course that words named; the reference it has."""
        return self.identify(draft).ref

    def _person(self, draft: Draft) -> Draft:
        name = draft.name or draft.text("title")
        draft.fields.pop("title", None)
        key = name_key(name)
        known = self.linker.persons.get(key, "")
        draft.ref = known or self.allot.next("person")
        draft.before = self.existing.given("person", draft.ref)
        if not known:
            draft.name = name
            self._told_name(draft)
        return self._hold(draft)

    def _told_name(self, draft: Draft) -> None:
        """Note what a new person is called, and who that may be."""
        similar = self.known_names.like(draft.name)
        self.people.append(PersonProposal(name=draft.name, ref=draft.ref, similar=similar))
        self.linker.persons[name_key(draft.name)] = draft.ref
        self.known_names.add(draft.ref, draft.name)

    # --- the order in which it is done ------------------------------------------------------------------------------

    def number(self, entries: list[Entry]) -> None:
        """Know every reference that the files bring before one is allotted."""
        for entry in entries:
            given = entry.main.given
            if REF.fullmatch(given):
                self.allot.see(given)
                if entry.main.kind not in KEYED_BY_CATALOGUE:
                    self.names.refs.setdefault(given, entry.main.kind)

    def name(self, entries: list[Entry]) -> None:
        """Identify what can be identified before anything is linked, so that it can be named."""
        for entry in entries:
            for draft in (entry.main, *entry.more):
                same = telling(draft)
                if draft.kind == "person" or draft.given or (same and linked(draft, same)):
                    self.identify(draft)
        titles = {record.ref: record.title for record in self.existing.isms.all(Asset)}
        titles |= {ref: each.text("title") for (kind, ref), each in self.held.items() if kind == "asset"}
        self.linker.assets = AssetNames(self.names, titles.items())

    def link(self, entries: list[Entry]) -> None:
        """Resolve the words of every draft, then identify the rest and its parts."""
        for loose in (False, True):  # the loose ones look only for what is known, so all else comes first
            for entry in entries:
                for draft in (entry.main, *entry.declared_parts(), *entry.more):
                    self.linker.link(draft, loose=loose)
        for entry in entries:
            if not entry.main.ref:
                self.identify(entry.main)

    def part(self, draft: Draft) -> Draft | None:
        """Identify a part of a row; None where it says nothing and there is nothing it would change."""
        settle(draft)
        if draft.given or draft.ref:
            self._find_given(draft)
        else:
            self._find(draft)
        if draft.optional and draft.before is None:
            return None
        draft.ref = draft.ref or self.allot.next(draft.kind)
        return self._hold(draft)


def _names_of(draft: Draft) -> tuple[str, ...]:
    """What a draft can be called by: its title, also a concluded one, its id in the file and its other names."""
    title = draft.text("title") or str(draft.derived.get("title", ""))
    return (title, draft.given, *draft.fields.get("aliases", ()))
