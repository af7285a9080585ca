"""All records of an organisation at one journal entry, so held that the next entry costs only what it changed.

A state is never altered. The next one shares every kind that nobody wrote, which also tells what changed: the kinds
whose mappings are not the same objects.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.journal import blobs, growth, reading
from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.isms import Life
from plumbline.engine.domain.kinds import Organization, Record

SORTED_ANEW = 200
"""From so many changes of a kind on, sorting it is cheaper than finding each one's place."""


class Lives(Mapping[tuple[str, str], Life]):
    """When each record was first and last written, by (kind, reference); held by kind, so that kinds can be shared."""

    def __init__(self, by_kind: Mapping[str, Mapping[str, Life]]) -> None:
        self.by_kind = by_kind

    def __getitem__(self, key: tuple[str, str]) -> Life:
        return self.by_kind[key[0]][key[1]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((kind, ref) for kind, held in self.by_kind.items() for ref in held)

    def __len__(self) -> int:
        return sum(map(len, self.by_kind.values()))


class Change(NamedTuple):
    """A record before and after, None where there was or is none; `one` is the later of the two."""

    one: Record
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Records, the index of their latest version and their lives by kind and reference; `ordered` as people count."""

    records: Mapping[str, Mapping[str, Record]]
    ordered: Mapping[str, tuple[Record, ...]]
    seen: Mapping[str, Mapping[str, int]]
    lives: Mapping[str, Mapping[str, Life]]
    lost: Mapping[tuple[str, str], str]
    """Digests of files that records name and the home does not hold."""

    @property
    def organization(self) -> Organization:
        """The organisation's own record; a nameless one where there is none."""
        held = self.ordered.get(Organization.KIND, ())
        return next((each for each in held if isinstance(each, Organization)), Organization())

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which lives are told."""
        return ZoneInfo(self.organization.time_zone or DEFAULT_TIME_ZONE)


def built(organization_id: UUID, size: int, like: State | None = None) -> State:
    """The state after the first `size` entries, read whole. Erased values are absent.

    `like`: another state of the same history, whose records are taken where they are of the same version.
    """
    records: dict[str, dict[str, Record]] = defaultdict(dict)
    seen: dict[str, dict[str, int]] = defaultdict(dict)
    for each in reading.versions_at(organization_id, size):
        seen[each.kind][each.ref] = each.idx
        if each.value is not None:
            same = like is not None and like.seen.get(each.kind, {}).get(each.ref) == each.idx
            held = like.records.get(each.kind, {}).get(each.ref) if like is not None and same else None
            records[each.kind][each.ref] = held or decode(each.kind, each.value)
    state = State(
        records=dict(records),
        ordered={kind: _ordered(held.values()) for kind, held in records.items()},
        seen=dict(seen),
        lives={},
        lost=_lost(each for held in records.values() for each in held.values()),
    )
    return _with_lives(state, organization_id, size)


def _with_lives(state: State, organization_id: UUID, size: int) -> State:
    """The state with first and last day of every record; an import writes thousands at one moment."""
    day, life = _Calendar(state.zone), cache(Life)
    lives: dict[str, dict[str, Life]] = defaultdict(dict)
    for (kind, ref), told in reading.lives(organization_id, size).items():
        lives[kind][ref] = life(day(told.first), day(told.last))
    return State(records=state.records, ordered=state.ordered, seen=state.seen, lives=dict(lives), lost=state.lost)


def patched(state: State, written: Iterable[growth.Written]) -> tuple[State, tuple[Change, ...]]:
    """The state after these records were written, and how each of them differs."""
    by_kind: dict[str, list[growth.Written]] = defaultdict(list)
    for each in written:
        by_kind[each.kind].append(each)
    records, ordered, seen, lives = dict(state.records), dict(state.ordered), dict(state.seen), dict(state.lives)
    changes: list[Change] = []
    day = _Calendar(state.zone)
    for kind, news in by_kind.items():
        records[kind], made = _records_after(records.get(kind, {}), news)
        ordered[kind] = _ordered_after(ordered.get(kind, ()), records[kind], made)
        if not ordered[kind]:
            del records[kind], ordered[kind]
        seen[kind] = _seen_after(seen.get(kind, {}), news)
        lives[kind] = _lives_after(lives.get(kind, {}), news, day)
        changes += made
    lost = _lost_after(state.lost, by_kind, changes)
    return State(records=records, ordered=ordered, seen=seen, lives=lives, lost=lost), tuple(changes)


def _records_after(
    before: Mapping[str, Record], written: Iterable[growth.Written]
) -> tuple[Mapping[str, Record], list[Change]]:
    after, changes = dict(before), []
    for each in written:
        old = after.pop(each.ref, None)
        new = None if each.value is None else decode(each.kind, each.value)
        if new is not None:
            after[each.ref] = new
        if one := new or old:
            changes.append(Change(one, old, new))
    return after, changes


def _seen_after(before: Mapping[str, int], written: Iterable[growth.Written]) -> Mapping[str, int]:
    after = dict(before)
    for each in written:
        if each.ended:
            after.pop(each.ref, None)
        else:
            after[each.ref] = each.idx
    return after


def _lives_after(before: Mapping[str, Life], written: Iterable[growth.Written], day: _Calendar) -> Mapping[str, Life]:
    after = dict(before)
    for each in written:
        if each.first is not None and each.last is not None:
            known = after.get(each.ref)
            after[each.ref] = Life(known.first if known else day(each.first), day(each.last))
    return after


def _place(record: Record) -> tuple[object, ...]:
    return natural(record.ref), record.ref


def _ordered(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=_place))


def _ordered_after(
    before: tuple[Record, ...], records: Mapping[str, Record], changes: list[Change]
) -> tuple[Record, ...]:
    if len(changes) > SORTED_ANEW:
        return _ordered(records.values())
    after = list(before)
    for each in changes:
        at = bisect_left(after, _place(each.one), key=_place)
        after[at : at + (each.before is not None)] = [] if each.after is None else [each.after]
    return tuple(after)


def _lost(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    """By record, the digest of the file it names and the home does not hold; only a digest names a place there."""
    named = {
        (each.KIND, each.ref): blob.sha256
        for each in records
        if (blob := getattr(each, "blob", None)) and blobs.is_digest(blob.sha256)
    }
    missing = blobs.missing(set(named.values()))
    return {key: digest for key, digest in named.items() if digest in missing}


def _lost_after(
    before: Mapping[tuple[str, str], str], by_kind: Mapping[str, Iterable[growth.Written]], changes: Iterable[Change]
) -> Mapping[tuple[str, str], str]:
    written = {(kind, each.ref) for kind, news in by_kind.items() for each in news}
    missing = blobs.missing(set(before.values()))
    kept = {key: digest for key, digest in before.items() if key not in written and digest in missing}
    after = kept | _lost(each.after for each in changes if each.after is not None)
    return before if after == before else after


class _Calendar:
    """The local day of a moment, each computed once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._days: dict[datetime, date] = {}

    def __call__(self, moment: datetime) -> date:
        found = self._days.get(moment)
        if found is None:
            found = self._days[moment] = moment.astimezone(self._zone).date()
        return found
