"""Where a door looks up what else binds a record: in the tables while it writes, in memory while a page is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar, cast

from plumbline.apps.records import store, versions
from plumbline.apps.records.system import System
from plumbline.engine.domain.record import Record

R = TypeVar("R", bound=Record)


class Source(Protocol):
    """What doors ask for. What a record ever said is read when somebody goes through it, and not before."""

    def one(self, kind: type[R], ref: str) -> R | None:
        """The record of a kind with this reference."""

    def naming(self, kind: type[R], field: str, ref: str) -> Sequence[R]:
        """The records of a kind that name a reference in one of their fields."""

    def told(self, kind: type[R], ref: str) -> Iterable[R]:
        """All that a record ever said, the first version first."""

    def written_by(self, record: Record, action: str) -> bool:
        """Whether one of the versions of a record was written by this action."""


class Stored:
    """The rows as this transaction sees them: what services ask."""

    def one(self, kind: type[R], ref: str) -> R | None:
        """The record of a kind with this reference."""
        return next(iter(store.all_of(kind, ref=ref)), None) if ref else None

    def naming(self, kind: type[R], field: str, ref: str) -> Sequence[R]:
        """The records of a kind that name a reference in one of their fields."""
        return store.all_of(kind, **{field: ref})

    def told(self, kind: type[R], ref: str) -> Iterable[R]:
        """All that a record ever said, the first version first."""
        return (value for _, value in versions.told(kind, ref))

    def written_by(self, record: Record, action: str) -> bool:
        """Whether one of the versions of a record was written by this action."""
        return versions.written_by(record, action)


class Memory:
    """The system that a page shows: no query, but for what only the journal knows, and that is kept with the system.

    together: records that are asked about one after the other, such as the rows of a table; the journal is read once
    for all of them, and only when the first one needs it.
    """

    def __init__(self, system: System, together: Iterable[Record] = ()) -> None:
        self._system = system
        self._together = frozenset(each.ref for each in together)
        self._naming: dict[tuple[str, str], Mapping[object, Sequence[Record]]] = {}

    def one(self, kind: type[R], ref: str) -> R | None:
        """The record of a kind with this reference."""
        return cast("R | None", self._system.get(kind.KIND, ref))

    def naming(self, kind: type[R], field: str, ref: str) -> Sequence[R]:
        """The records of a kind that name a reference in one of their fields."""
        key = kind.KIND, field
        if key not in self._naming:
            found = defaultdict[object, list[Record]](list)
            for each in self._system.state.ordered.get(kind.KIND, ()):
                found[getattr(each, field)].append(each)
            self._naming[key] = found
        return cast("Sequence[R]", self._naming[key].get(ref, ()))

    def told(self, kind: type[R], ref: str) -> Iterable[R]:
        """All that a record ever said, the first version first."""
        known = self._system.asked
        if ("told", kind.KIND, ref) not in known:
            found = versions.told_of(kind, self._together | {ref})
            known.update({("told", kind.KIND, each): said for each, said in found.items()})
        yield from cast("Sequence[R]", known["told", kind.KIND, ref])

    def written_by(self, record: Record, action: str) -> bool:
        """Whether one of the versions of a record was written by this action."""
        known, kind = self._system.asked, record.KIND
        if (action, kind, record.ref) not in known:
            refs = self._together | {record.ref}
            written = versions.written_of(kind, refs, action)
            known.update({(action, kind, each): each in written for each in refs})
        return bool(known[action, kind, record.ref])


STORED: Source = Stored()
