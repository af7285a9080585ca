"""The whole management system at one journal entry, judged on one day: the value that rules and reports read."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from plumbline.engine.domain.acts import Acts
from plumbline.engine.domain.kinds import Assignment, ImportRun, Organization, Person, Record, Role
from plumbline.engine.standard.catalogue import Standard, standard

R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
KEYED_BY_CATALOGUE = frozenset({"control_state", "soa_declared", "soa_override"})
"""Kinds whose reference is a control's key, so that the key alone does not name one record."""


@dataclass(frozen=True, slots=True)
class Life:
    """When the journal first and last wrote a record (local days)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, eq=False)
class Isms:
    """Frozen values of every kind. `on` is the day judged on, `head` the number of journal entries it was read at."""

    organization: Organization
    on: date
    records: Mapping[str, tuple[Record, ...]]
    as_of: date | None = None
    head: int = 0
    lives: Mapping[tuple[str, str], Life] = field(default_factory=dict)
    acts: Acts = field(default_factory=dict)
    missing_blobs: frozenset[str] = frozenset()
    standard: Standard = field(default_factory=standard)
    _memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind, in the order of their references."""
        return self.records.get(kind.KIND, ())  # type: ignore[return-value]  # filed under their own kind

    def live(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind that are not closed, retired, withdrawn, ended or rejected."""
        return self.memo(("live", kind.KIND), lambda: tuple(each for each in self.all(kind) if each.live))

    def memo(self, key: Hashable, make: Callable[[], T]) -> T:
        """Compute something once for this value; the key must name what is computed."""
        if key not in self._memo:
            self._memo[key] = make()
        found: T = self._memo[key]
        return found

    def by(self, kind: type[R], key: Callable[[R], Hashable], name: str) -> Mapping[Hashable, tuple[R, ...]]:
        """Records of a kind grouped by a key; `name` tells the grouping apart from others of that kind."""
        return self.by_each(kind, lambda each: (key(each),), name)

    def by_each(
        self, kind: type[R], keys: Callable[[R], Iterable[Hashable]], name: str
    ) -> Mapping[Hashable, tuple[R, ...]]:
        """Records of a kind grouped by each of several keys a record may have."""

        def group() -> Mapping[Hashable, tuple[R, ...]]:
            groups: dict[Hashable, list[R]] = defaultdict(list)
            for each in self.all(kind):
                for one in dict.fromkeys(keys(each)):
                    groups[one].append(each)
            return {one: tuple(members) for one, members in groups.items()}

        return self.memo(("by", kind.KIND, name), group)

    def of_parent(self, kind: type[R], attribute: str, parent: Record) -> tuple[R, ...]:
        """Records of `kind` whose reference field `attribute` names `parent`, by reference or alias."""
        groups = self._memo.get(("parent", kind.KIND, attribute))
        if groups is None:
            groups = self.by_each(kind, lambda each: self._pointed(getattr(each, attribute)), f"parent:{attribute}")
            self._memo["parent", kind.KIND, attribute] = groups
        found: tuple[R, ...] = groups.get(parent.ref, ())
        return found

    def _pointed(self, words: str | tuple[str, ...]) -> tuple[str, ...]:
        several = (words,) if isinstance(words, str) else words
        return tuple(dict.fromkeys(found.ref for each in several if each and (found := self.find(each))))

    def find(self, words: str) -> Record | None:
        """The record with this reference or alias; None where there is none or more than one."""
        found = self._named(words)
        return found[0] if len(found) == 1 else None

    def called(self, words: str) -> tuple[Record, ...]:
        """Every record that the words may mean: by reference or alias, else by title."""
        return tuple(self._named(words) or self._titles.get(folded(words), ()))

    def at(self, kind: type[R], key: str) -> R | None:
        """The record of a kind with this reference (for kinds keyed by the catalogue, a control's key)."""
        found = self.memo(("at", kind.KIND), lambda: {each.ref: each for each in self.all(kind)})
        return found.get(key)

    def resolve(self, words: str, *kinds: type[Record]) -> Record | None:
        """The one record that the words name by reference, alias or exact title; of the kinds, where some are given."""
        return self.memo(("resolve", words, kinds), lambda: self._resolved(words, kinds))

    def _resolved(self, words: str, kinds: tuple[type[Record], ...]) -> Record | None:
        if not words:
            return None
        wanted = {kind.KIND for kind in kinds}
        for candidates in (self._named(words), self._titles.get(folded(words), ())):
            found = [each for each in candidates if not wanted or each.KIND in wanted]
            if len(found) == 1:
                return found[0]
        return None

    def _named(self, words: str) -> Sequence[Record]:
        names = self._names
        return names.get(words) or names.get(words.strip().upper()) or names.get(folded(words)) or ()

    @property
    def _names(self) -> Mapping[str, list[Record]]:
        """Records by reference, and by alias as written and folded."""

        def index() -> Mapping[str, list[Record]]:
            found: dict[str, list[Record]] = defaultdict(list)
            for each in self._referable():
                for name in names_of(each):
                    found[name].append(each)
            return found

        return self.memo("names", index)

    @property
    def _titles(self) -> Mapping[str, list[Record]]:
        """Records by their folded title."""

        def index() -> Mapping[str, list[Record]]:
            found: dict[str, list[Record]] = defaultdict(list)
            for each in self._referable():
                if each.title:
                    found[folded(each.title)].append(each)
            return found

        return self.memo("titles", index)

    def _referable(self) -> Iterator[Record]:
        for kind, records in self.records.items():
            if kind not in KEYED_BY_CATALOGUE:
                yield from records

    @property
    def set_aside(self) -> int:
        """How many rows of imports were set aside and are therefore no records."""
        return sum(each.set_aside or 0 for each in self.all(ImportRun))

    # --- who answers --------------------------------------------------------------------------------------------

    def answers(self, words: str) -> Person | Role | None:
        """The person or role that the words of a *responsible* field name."""
        found = self.resolve(words, Person, Role)
        return found if isinstance(found, Person | Role) else None

    def role_of(self, role: Role) -> frozenset[str]:
        """A role and the roles it also serves as, by reference."""
        return frozenset({role.ref, *self._pointed(role.also)})

    def assignments(self, role: Role) -> tuple[Assignment, ...]:
        """All assignments of a role, past and present."""
        return self.of_parent(Assignment, "role", role)

    def holders(self, role: Role, day: date | None = None) -> tuple[Person, ...]:
        """Who holds a role on a day (default: the day judged on): current persons with an assignment that covers it."""
        when = day or self.on
        found = (
            self.resolve(each.person, Person) for each in self.assignments(role) if covers(each.since, each.until, when)
        )
        return tuple(each for each in found if isinstance(each, Person) and self.current(each, when))

    def persons(self, words: str, day: date | None = None) -> tuple[Person, ...]:
        """The persons a *responsible* stands for on a day: the person, or the holders of the role."""
        match self.answers(words):
            case Person() as person:
                return (person,)
            case Role() as role:
                return self.holders(role, day)
        return ()

    def current(self, person: Person, day: date | None = None) -> bool:
        """Whether a person has started and not left on a day."""
        when = day or self.on
        if person.left is None and person.state == "left":
            return False
        return (person.started is None or person.started <= when) and (person.left is None or person.left > when)


def covers(start: date | None, end: date | None, day: date) -> bool:
    """Whether a span, open where an end is not stated, covers a day (both ends included)."""
    return (start is None or start <= day) and (end is None or day <= end)


def names_of(record: Record) -> tuple[str, ...]:
    """What a record is found by: its reference, and its aliases as written and folded."""
    if not record.aliases:
        return (record.ref,)
    return tuple(dict.fromkeys((record.ref, *(form for alias in record.aliases for form in (alias, folded(alias))))))


def folded(words: str) -> str:
    """Words for comparing names: case, outer space and runs of space do not matter."""
    return " ".join(words.split()).casefold()
