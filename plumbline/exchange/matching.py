"""Which record of ours a draft is about, and what would change: only what the file has a column for is compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import KINDS, Record, fields_of
from plumbline.exchange.cells import unaccented
from plumbline.exchange.drafts import Draft, Pointer, Words

Difference = tuple[str, Any, Any]


class Existing:
    """The records we have, to be found again by reference, alias or the fields that tell them apart."""

    def __init__(self, isms: Isms) -> None:
        self.isms = isms
        self._aliases: dict[tuple[str, str], Record] = {}
        self._groups: dict[tuple[str, tuple[str, ...]], dict[tuple[object, ...], list[Record]]] = {}
        for records in isms.records.values():
            for record in records:
                for alias in record.aliases:
                    self._aliases.setdefault((record.KIND, unaccented(alias)), record)

    def given(self, kind: str, given: str) -> Record | None:
        """The record of a kind with a reference or alias."""
        return self.isms.at(KINDS[kind], given) or self._aliases.get((kind, unaccented(given)))

    def taken(self, kind: str, ref: str) -> str:
        """The other kind that has a reference already; empty where it is free or keyed by the catalogue."""
        found = None if kind in KEYED_BY_CATALOGUE else self.isms.find(ref)
        return found.KIND if found and found.ref == ref and kind != found.KIND else ""

    def alike(self, draft: Draft, same: tuple[str, ...], nth: int = 0) -> Record | None:
        """The record that has the same values in the telling fields; live ones come first, `nth` counts from 0."""
        wanted = key_of(draft, same)
        if wanted is None:
            return None
        index = (draft.kind, same)
        if index not in self._groups:
            group: dict[tuple[object, ...], list[Record]] = {}
            for record in sorted(self.isms.all(KINDS[draft.kind]), key=lambda each: not each.live):
                group.setdefault(tuple(comparable(getattr(record, name)) for name in same), []).append(record)
            self._groups[index] = group
        found = self._groups[index].get(wanted, [])
        return found[nth] if nth < len(found) else None


def key_of(draft: Draft, same: tuple[str, ...]) -> tuple[object, ...] | None:
    """The telling values of a draft; None where all of them are empty."""
    wanted = tuple(comparable(draft.fields.get(name)) for name in same)
    return wanted if any(wanted) else None


def comparable(value: Any) -> object:
    """A value as it is compared between file and record: words without case, accents and outer space."""
    if isinstance(value, str):
        return unaccented(value)
    if isinstance(value, tuple):
        return tuple(sorted(str(comparable(each)) for each in value))
    return value


def telling(draft: Draft) -> tuple[str, ...]:
    """The fields that find a draft's record again, as far as the file states them; else its title or description."""
    stated = tuple(name for name in draft.same if name in draft.fields)
    if stated and any(draft.fields[name] not in ("", None, ()) for name in stated):
        return stated
    return next(((name,) for name in ("title", "description") if draft.fields.get(name)), ())


def linked(draft: Draft, same: tuple[str, ...]) -> bool:
    """Whether all telling fields are plain values by now."""
    return not any(isinstance(draft.fields.get(name), Words | Pointer) for name in same)


def value_of(draft: Draft) -> Record:
    """The record that a draft proposes: the one we have with the stated fields laid over it, or a new one."""
    before = draft.before
    neutral = _neutral(draft.kind)
    stated = {name: value for name, value in draft.fields.items() if name in neutral}
    stated |= _derived(draft, stated)
    # Our own export has columns for both; what stands there is all there is.
    if before is None:
        stated.setdefault("unread", tuple(draft.unread.items()))
        stated.setdefault("extra", tuple(draft.extra.items()))
        return draft.record(ref=draft.ref, **_with_alias(draft, stated))
    kept = {name: text for name, text in before.unread if name not in stated}
    stated.setdefault("unread", tuple((kept | draft.unread).items()))
    stated.setdefault("extra", tuple((dict(before.extra) | draft.extra).items()))
    return dataclasses.replace(before, **_with_alias(draft, stated))


def laid_over(held: Draft, other: Draft) -> str:
    """Let a draft say what another one of the same record says besides; the first field in which they contradict."""
    known = _neutral(held.kind)
    told = {name: value for name, value in other.fields.items() if name in known and value != known[name]}
    for name, value in told.items():
        if held.fields.get(name, known[name]) not in (known[name], value):
            return name
    held.fields |= told
    held.extra = {**other.extra, **held.extra}
    held.unread = {**other.unread, **held.unread}
    return ""


def _with_alias(draft: Draft, stated: dict[str, Any]) -> dict[str, Any]:
    if not draft.given or draft.given == draft.ref:
        return stated
    known = stated.get("aliases", draft.before.aliases if draft.before else ())
    return stated if draft.given in known else stated | {"aliases": (*known, draft.given)}


def _derived(draft: Draft, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Conclusions for what is not known yet, or whose grounds change with this file."""
    if draft.before is None:
        return draft.derived
    neutral = _neutral(draft.kind)
    return {
        name: value
        for name, value in draft.derived.items()
        if getattr(draft.before, name) == neutral[name]
        or any(
            stated.get(source) != getattr(draft.before, source) for source in draft.sources[name] if source in stated
        )
    }


@cache
def _neutral(kind: str) -> Mapping[str, Any]:
    return {each.name: each.starts_empty for each in fields_of(KINDS[kind])}


def settle(draft: Draft) -> None:
    """Turn the pointers of a draft into references, once those are allotted."""
    for name, value in draft.fields.items():
        if isinstance(value, Pointer) and all(each.ref for each in value.drafts):
            refs = tuple(each.ref for each in value.drafts)
            draft.fields[name] = refs if _many(draft, name) else refs[0]


def _many(draft: Draft, name: str) -> bool:
    return isinstance(_neutral(draft.kind)[name], tuple)


def difference(before: Record | None, after: Record) -> tuple[Difference, ...]:
    """Field, value before and value after, for every field that differs (for a new record: is not neutral)."""
    found = []
    for name, neutral in _neutral(after.KIND).items():
        old = neutral if before is None else getattr(before, name)
        new = getattr(after, name)
        if old != new and not (before is not None and name in ("extra", "unread") and dict(old) == dict(new)):
            found.append((name, old, new))
    return tuple(found)
