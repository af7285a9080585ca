"""What keeps a record as it was decided or measured: the sentence that refuses, and what may be written all the same.

The door refuses by its bonds, and forms, tables and previews ask the same bonds beforehand what not to offer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from plumbline.apps.accounts.errors import RefusedError
from plumbline.engine.domain.record import Record, field_of, fields_of

WHAT = "{what}"
"""Where a sentence says which field it is about."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a record stands.

    said: the sentence, in which `{what}` is “its “Title”” or “it”. free: the fields that are written all the same.
    """

    said: str
    free: frozenset[str]
    states: frozenset[str] | None = None
    """The states that it may still be given, where `state` is free; None: any."""
    undone: str = ""
    """The sentence about any other state."""
    leaving: frozenset[str] = frozenset()
    """Fields that are written along with another state."""
    removable: bool = False
    """Whether it does not keep the record from being removed."""

    @property
    def why(self) -> str:
        """The sentence about the record as a whole."""
        return self.said.replace(WHAT, "it")

    def refuse(self, before: Record, fields: Mapping[str, object]) -> None:
        """Raise RefusedError where these fields of a record are not written; fields: those that would differ."""
        leaves = "state" in fields and "state" in self.free
        if leaves and self.states is not None and fields["state"] not in self.states:
            raise RefusedError(self.undone or self.why)
        if rewritten := fields.keys() - self.free - (self.leaving if leaves else frozenset()):
            label = field_of(type(before), min(rewritten)).label
            raise RefusedError(self.said.replace(WHAT, f"its “{label}”"))


@dataclass(frozen=True, slots=True)
class Fixed:
    """The fields of one record that are not changed by hand, whatever to; and why, a sentence for each reason."""

    names: frozenset[str] = frozenset()
    why: tuple[str, ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.names


def names_of(kind: type) -> frozenset[str]:
    """Every field of a kind that a person might change: all but its reference."""
    return _names_of(kind)


@cache
def _names_of(kind: type) -> frozenset[str]:
    return frozenset(each.name for each in fields_of(kind)) - {"ref"}


def all_but(kind: type, *names: str) -> frozenset[str]:
    """Every field of a kind but these."""
    return names_of(kind) - {*names}


def open_words(before: Record, name: str, bonds: Iterable[Bond], reserved: Collection[str]) -> frozenset[str]:
    """The words of a list that a field may be changed to, other than the one it says; reserved: `state=in force`."""
    if name in reserved:
        return frozenset()
    choices = field_of(type(before), name).choices
    words = {each for each in choices if f"{name}={each}" not in reserved} - {getattr(before, name)}
    for bond in bonds:
        if name not in bond.free:
            return frozenset()
        if name == "state" and bond.states is not None:
            words &= bond.states
    return frozenset(words)


def fixed_by(before: Record, bonds: Iterable[Bond], reserved: Collection[str]) -> Fixed:
    """What follows from the bonds of a record and from what only a decision writes."""
    bonds, kind = tuple(bonds), type(before)
    shut = {each for each in reserved if "=" not in each}
    for name in {"state", *(each.partition("=")[0] for each in reserved)} & names_of(kind):
        if field_of(kind, name).choices and not open_words(before, name, bonds, reserved):
            shut.add(name)
    why = _told_once((bond.why, names_of(kind) - bond.free) for bond in bonds)
    return Fixed(frozenset(shut).union(*(names_of(kind) - bond.free for bond in bonds)), why)


def _told_once(reasons: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """The sentences, without those about fields that an earlier one is about already; a state follows from any."""
    told: dict[str, None] = {}
    known = frozenset[str]()
    for why, names in sorted(reasons, key=lambda each: -len(each[1])):
        if names - known:
            told[why] = None
            known |= names | {"state"}
    return tuple(told)
