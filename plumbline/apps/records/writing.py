"""The ordinary door of a register: add, change, end, remove, each an action with the permission of its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Generic, TypeVar

from plumbline.apps.accounts.action import action, write_so_far
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import store
from plumbline.apps.records.bonds import Bond, Fixed, fixed_by, open_words
from plumbline.apps.records.decided import Decided
from plumbline.apps.records.many import Outcome, each_of
from plumbline.apps.records.owning import claimed, demand_own
from plumbline.apps.records.sources import STORED, Source
from plumbline.apps.records.tables import table_of
from plumbline.apps.records.versions import version
from plumbline.engine.domain.record import Record, differing

R = TypeVar("R", bound=Record)
T = TypeVar("T")
WRITERS: dict[str, Writer] = {}  # type: ignore[type-arg]  # one of every kind
"""The writer of every kind that has one."""


class Writer(Generic[R]):
    """Writes records of one kind.

    `reserved` names fields (`approved_on`) or words of fields (`state=in force`) that only a service of their own sets,
    because somebody has to answer for them; a record in such a state is not rewritten by hand. A register whose records
    stand for another reason, such as the papers of a signed audit, says so in `bound`, or in further `bonds`.
    """

    FREE: ClassVar[frozenset[str]] = frozenset()
    """Fields that are written even of a record that is bound."""
    PART_OF: ClassVar[tuple[str, type[Record]] | None] = None
    """The field that names what binds it, and the kind of that: ("audit", Audit)."""

    def __init__(self, kind: type[R], permission: Permission, reserved: tuple[str, ...] = ()) -> None:
        table_of(kind)  # a kind without a table cannot be written
        self.kind, self.permission, self._decided = kind, permission, Decided(kind, reserved)
        self._added = self._acting("add", self._add)
        self._changed = self._acting("change", self._change)
        self._changed_many = self._acting("change_many", self._change_many)
        self._changed_each = self._acting("change_each", self._change_each)
        self._ended = self._acting("end", self._end)
        self._removed = self._acting("remove", self._remove)
        self._restored = self._acting("restore", self._restore)
        WRITERS[kind.KIND] = self

    def add(self, actor: Actor, value: R) -> R:
        """Write a new record; returns it with the reference it was allotted."""
        return self._added(actor, value)

    def change(self, actor: Actor, ref: str, *, seen: int, **fields: object) -> R:
        """Change fields of a record; `seen` is the journal index of the version the actor looked at."""
        return self._changed(actor, ref, seen, fields)

    @property
    def reserved(self) -> tuple[str, ...]:
        """The same as declared: `approved_on`, or one word of a field, `state=in force`."""
        return self._decided.reserved

    @property
    def decided(self) -> frozenset[str]:
        """Fields that are not written by hand, or not in every case."""
        return self._decided.names

    def change_many(self, actor: Actor, seen: Mapping[str, int], **fields: object) -> Outcome:
        """Change the same fields of many records in one action; seen: reference -> version the actor looked at."""
        return self._changed_many(actor, seen, fields)

    def change_each(self, actor: Actor, fields: Mapping[str, Mapping[str, object]], seen: Mapping[str, int]) -> Outcome:
        """Change many records in one action, each in its own fields; seen: reference -> version looked at."""
        return self._changed_each(actor, fields, seen)

    def refuse(self, before: R | None, after: R | None, found: Source = STORED) -> None:
        """Raise RefusedError where a record may not become this by hand; None: it is not there yet, or no longer."""
        if before is not None and after is not None:
            self._refuse_change(before, after, found)
        elif before is not None:
            for bond in self.bonds(before, found):
                if not bond.removable:
                    raise RefusedError(bond.why)
            self._decided.refuse_removing(before, found.told(self.kind, before.ref))
        elif after is not None:
            self._refuse_bound(after, found)
            self._decided.refuse({name: getattr(after, name) for name in self._decided.names})

    def _refuse_change(self, before: R, after: R, found: Source) -> None:
        fields = {name: getattr(after, name) for name in differing(before, after)}
        for bond in self.bonds(before, found):
            bond.refuse(before, fields)
        if fields.keys() - self.FREE:
            self._refuse_bound(after, found)
        self._decided.refuse(fields, before)

    def _refuse_bound(self, value: R, found: Source) -> None:
        if why := self.bound(value, found):
            raise RefusedError(why)

    def refusal(self, before: R | None, after: R | None, found: Source = STORED) -> str:
        """Why a record may not become this by hand, as a sentence; empty where it may."""
        try:
            self.refuse(before, after, found)
        except RefusedError as error:
            return str(error)
        return ""

    def bound(self, value: R, found: Source) -> str:
        """Why a record is bound by what somebody signed, so that only `FREE` is written; empty where it is not."""
        return ""

    def bonds(self, before: R, found: Source) -> Iterator[Bond]:
        """Everything that keeps a record as it is: the door refuses by these, and forms leave out what they shut."""
        if why := self.bound(before, found):
            yield Bond(why, self.FREE)
        yield from self._decided.bonds(before, found.told(self.kind, before.ref))

    def fixed(self, before: R, found: Source = STORED) -> Fixed:
        """The fields of this very record that are refused by hand, whatever they would say then; and why."""
        return fixed_by(before, self.bonds(before, found), self.reserved)

    def words(self, before: R, name: str, found: Source = STORED) -> frozenset[str]:
        """The words of a list that a field of this very record may be changed to by hand."""
        return open_words(before, name, self.bonds(before, found), self.reserved)

    def standing(self, value: R) -> str:
        """The state that makes a record a decided one; empty where it is none."""
        return self._decided.standing(value)

    @property
    def refuses(self) -> bool:
        """Whether there is any record of this kind that it would not write."""
        return bool(self.reserved) or type(self) is not Writer

    def end(self, actor: Actor, ref: str, *, seen: int, reason: str, state: str = "") -> R:
        """Put a record in one of the states in which it is no longer live, and note why."""
        return self._ended(actor, ref, seen, reason, state)

    def remove(self, actor: Actor, ref: str, *, seen: int, reason: str) -> R:
        """Take away a record that should not have been written, and return it; what it said stays in the journal.

        The reason is its last version, so that whoever looks for it finds why it is gone.
        """
        return self._removed(actor, ref, seen, reason)

    def restore(self, actor: Actor, ref: str, *, to: int) -> R:
        """Bring a removed record back as its version `to` said it. Raises RefusedError where it stands again."""
        return self._restored(actor, ref, to)

    def _acting(self, verb: str, body: Callable[..., T]) -> Callable[..., T]:
        return action(self.permission, name=f"{__name__}.{verb}[{self.kind.KIND}]")(body)

    def _add(self, actor: Actor, value: R) -> R:
        if type(value) is not self.kind:
            raise TypeError(f"This writes {self.kind.__name__}, not {type(value).__name__}.")
        self.refuse(None, value)
        value = claimed(value)
        demand_own(None, value)
        return store.insert(value)

    def _change(self, actor: Actor, ref: str, seen: int, fields: dict[str, object]) -> R:
        before = store.held(self.kind, ref, seen=seen)
        demand_own(before.value)
        after = store.revised(before.value, **fields)
        self.refuse(before.value, after)
        return store.replace(before, after)

    def _change_many(self, actor: Actor, seen: Mapping[str, int], fields: dict[str, object]) -> Outcome:
        return each_of(lambda ref, index: self._change(actor, ref, index, fields), seen)

    def _change_each(
        self, actor: Actor, fields: Mapping[str, Mapping[str, object]], seen: Mapping[str, int]
    ) -> Outcome:
        return each_of(lambda ref, index: self._change(actor, ref, index, dict(fields[ref])), seen)

    def _end(self, actor: Actor, ref: str, seen: int, reason: str, state: str) -> R:
        before = store.held(self.kind, ref, seen=seen)
        demand_own(before.value)
        if not reason.strip():
            raise InvalidError(ref, ["Ending it needs a reason. Say why."])
        last = self._last_state(ref, state)
        after = store.revised(before.value, state=last, note=f"{before.value.note}\n\n{reason}".strip())
        self.refuse(before.value, after)
        return store.replace(before, after)

    def _last_state(self, ref: str, state: str) -> str:
        if not self.kind.ENDED:
            raise RefusedError(
                f"{ref} has no end: {self.kind.REGISTER} are changed, or removed if they were a mistake."
            )
        if not state and len(self.kind.ENDED) == 1:
            return next(iter(self.kind.ENDED))
        if state not in self.kind.ENDED:
            raise InvalidError(ref, [f"Say how it ends: {', '.join(sorted(self.kind.ENDED))}."])
        return state

    def _remove(self, actor: Actor, ref: str, seen: int, reason: str) -> R:
        before = store.held(self.kind, ref, seen=seen)
        demand_own(before.value)
        self.refuse(before.value, None)
        if not reason.strip():
            raise InvalidError(ref, ["Removing it needs a reason. Say why it should never have been written."])
        store.changed(before, note=f"{before.value.note}\n\nRemoved: {reason.strip()}".strip())
        write_so_far()
        store.remove(before)
        return before.value

    def _restore(self, actor: Actor, ref: str, to: int) -> R:
        value = version(self.kind, ref, to)
        if value is None:
            raise RefusedError(f"What {ref} said at entry {to} is not kept. Enter it anew.")
        demand_own(value)
        if state := self._decided.once(value, STORED.told(self.kind, ref)):
            raise RefusedError(f"{ref} was {state} once. What somebody answers for is decided anew.")
        again = store.put_back(value)
        self._refuse_bound(again, STORED)
        return again


def writer(kind: type[R], permission: Permission, *, reserved: tuple[str, ...] = ()) -> Writer[R]:
    """The ordinary door of a register."""
    return Writer(kind, permission, reserved)
