"""The management system as pages read it: every record at one journal entry, held in memory and never altered."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from threading import RLock
from typing import Any
from uuid import UUID

from plumbline.apps.accounts.standing import KINDS_READ, Standing, gathered
from plumbline.apps.journal.growth import Place
from plumbline.apps.records.acts import JournalActs
from plumbline.apps.records.naming import Names, named, renamed
from plumbline.apps.records.pointers import Pointer, Pointing, pointed_from, pointing_at, repointed, turned_round
from plumbline.apps.records.searching import Hit, Texts, matching, retold, search, texts_of
from plumbline.apps.records.state import Change, Lives, State
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms, names_of
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.domain.record import Record

DAYS_HELD = 3
"""How many days' judgements one state keeps: today's, yesterday's at midnight, and one that somebody compares with."""


class System:
    """A snapshot at one head. What is given out is shared between readers and must not be altered."""

    def __init__(
        self, organization_id: UUID, place: Place, head: int, state: State, names: Names | None = None
    ) -> None:
        self.organization_id = organization_id
        self.place = place
        self.head = head
        self.state = state
        self._names = names
        self._acts = JournalActs(organization_id, head, state.zone)
        self._lock = RLock()
        self._days: dict[tuple[date, date | None], Isms] = {}
        self._warm: dict[Hashable, Any] = {}
        self._pointing: Pointing | None = None
        self._texts: Texts | None = None
        self.asked: dict[tuple[str, str, str], object] = {}
        """What pages asked the journal about these records, by question, kind and reference: it answers alike again."""

    @property
    def entry_time(self) -> datetime | None:
        """When the last of its entries was written, UTC; None before the first."""
        return datetime.fromisoformat(self.place.time) if self.place.time else None

    @cached_property
    def size(self) -> int:
        """How many records there are."""
        return sum(map(len, self.state.ordered.values()))

    @cached_property
    def standing(self) -> Standing:
        """Who may do what and who holds which role, as these records say it."""
        return gathered(each for kind in KINDS_READ for each in self.state.ordered.get(kind, ()))

    @property
    def names(self) -> Names:
        """Records by what they are called."""
        with self._lock:
            if self._names is None:
                self._names = named(self.state.ordered)
            return self._names

    def isms(self, on: date, as_of: date | None = None) -> Isms:
        """The system judged on a day; the same value for the same day, with what was worked out of it."""
        with self._lock:
            found = self._days.get((on, as_of))
            if found is None:
                if len(self._days) >= DAYS_HELD:
                    del self._days[next(iter(self._days))]
                found = self._days[on, as_of] = self._judged(on, as_of)
            return found

    def _judged(self, on: date, as_of: date | None) -> Isms:
        known: dict[Hashable, Any] = {("at", kind): held for kind, held in self.state.records.items()}
        known |= {"names": self.names.by_name, "titles": self.names.by_title, **self._warm}
        return Isms(
            organization=self.state.organization,
            on=on,
            records=self.state.ordered,
            as_of=as_of,
            head=self.head,
            lives=Lives(self.state.lives),
            acts=self._acts,
            missing_blobs=frozenset(self.state.lost.values()),
            _memo=known,
        )

    @cached_property
    def plain(self) -> Isms:
        """The system judged on no day in particular, for looking up what words name."""
        return self._judged(date.min, None)

    def seen(self, kind: str, ref: str) -> int | None:
        """The index of a record's latest version, which is its ETag; None for one that is not there or has ended."""
        return self.state.seen.get(kind, {}).get(ref)

    def get(self, kind: str, ref: str) -> Record | None:
        """The record of a kind with this reference."""
        return self.state.records.get(kind, {}).get(ref)

    def named(self, words: str) -> tuple[Record, ...]:
        """Every record that the words may mean, by reference or alias, else by title, else by a control's key."""
        words = words.strip()
        if found := self.plain.called(words):
            return found
        keyed = (self.get(kind, words.upper()) for kind in sorted(KEYED_BY_CATALOGUE))
        return tuple(each for each in keyed if each is not None)

    def pointing_at(self, target: Record | str) -> tuple[Pointer, ...]:
        """Every reference to a record, or to a key of the standard such as A.5.9, by kind and reference."""
        with self._lock:
            if self._pointing is None:
                self._pointing = turned_round(self.state.ordered)
        return pointing_at(self.plain, self._pointing, target)

    def pointed_from(self, record: Record) -> tuple[Pointer, ...]:
        """What a record points to, in the order of its fields; words that lead nowhere are told too."""
        return pointed_from(self.plain, record)

    def search(
        self,
        words: str,
        limit: int = 50,
        names: Mapping[str, str] | None = None,
        kinds: Collection[str] = KINDS.keys(),
    ) -> tuple[Hit, ...]:
        """The records of these kinds that say all of the words, the nearest first; names: of people, by reference."""
        with self._lock:
            if self._texts is None:
                self._texts = texts_of(self.state.ordered)
        texts = {kind: self._texts[kind] for kind in KINDS if kind in kinds and kind in self._texts}
        return search(self.state.records, texts, words, limit, names or {})

    def matching(self, kind: str, words: str, names: Mapping[str, str] | None = None) -> set[str]:
        """References of the records of one kind that say all of the words; names: person's reference -> name."""
        with self._lock:
            if self._texts is None:
                self._texts = texts_of(self.state.ordered)
        return matching(self._texts.get(kind, {}), words, (names or {}) if kind == "person" else {})

    def after(self, place: Place, head: int, state: State, changes: Iterable[Change]) -> System:
        """The system at a later head, with what can be carried on."""
        changes = tuple(changes)
        with self._lock:
            names = None if self._names is None else renamed(self._names, changes)
            later = System(self.organization_id, place, head, state, names)
            later._acts = JournalActs(self.organization_id, head, state.zone, self._acts)
            later._pointing = None if self._pointing is None else repointed(self._pointing, changes)
            later._texts = None if self._texts is None else retold(self._texts, changes)
            touched = self.touched(later)
            for isms in self._days.values():
                later._warm |= _lasting(isms, touched, steady=all(map(_named_as_before, changes)))
        return later

    def touched(self, later: System) -> frozenset[str]:
        """The kinds of which something was written between this system and a later one (or any other)."""
        mine: tuple[Mapping[str, object], ...] = (self.state.ordered, self.state.lives)
        others: tuple[Mapping[str, object], ...] = (later.state.ordered, later.state.lives)
        return frozenset(
            kind
            for here, there in zip(mine, others, strict=True)
            for kind in {*here, *there}
            if here.get(kind) is not there.get(kind)
        )


def _lasting(isms: Isms, touched: frozenset[str], *, steady: bool) -> dict[Hashable, Any]:
    """What was worked out from the records of one kind, and nobody wrote one of them.

    What is filed under a parent holds records of one kind, by what the words in one field of theirs name: that lasts
    while the names are steady, too.
    """
    lasting = {"live", "parent"} if steady else {"live"}
    return {
        key: found
        for key, found in list(isms._memo.items())
        if isinstance(key, tuple) and key[0] in lasting and key[1] not in touched
    }


def _named_as_before(change: Change) -> bool:
    """Whether a record is there as it was before, under the same reference and aliases."""
    if change.before is None or change.after is None:
        return False
    return names_of(change.before) == names_of(change.after)
