"""Many records in one action: the door of imports. Nothing here asks the database row by row."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, NotFoundError, RefusedError, StaleError
from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.tenancy import current_organization
from plumbline.apps.records import references, versions
from plumbline.apps.records.columns import columns_of
from plumbline.apps.records.overruling import Overruling, refuses
from plumbline.apps.records.rows import stored
from plumbline.apps.records.store import all_of, checked, held, row_id
from plumbline.apps.records.tables import RecordTable, table_of
from plumbline.apps.records.versions import FEW
from plumbline.engine.domain.record import KINDS, Record

ONLY_BY_THEIR_SERVICES = frozenset({"membership"})
"""Kinds that neither an import nor a link may write: access is granted by somebody who answers for it."""
BLOCK = 2_000
"""How many table rows are held at once; a row of a table weighs several times its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A record to be written: `seen` is the journal index of the version it replaces, None for a new one.

    value: None takes the record away. ref: may be empty for a new record, which is then allotted one.
    """

    kind: str
    ref: str
    value: Record | None
    seen: int | None = None


@action(Permission.REGISTER_IMPORT)
def write_many(
    actor: Actor,
    changes: Sequence[Change],
    names: Mapping[str, str] | None = None,
    brought: Container[str] | None = None,
) -> list[Record | None]:
    """Write up to tens of thousands of records at once; returns them as written, in the order they came.

    names: what the persons among them are called, by reference. brought: the references that are new in an import of
    which this is a part; these alone where it is all of it. Raises StaleError for the first that somebody changed
    since, RefusedError for the first that was decided and would not stay so, InvalidError for the first that does not
    hold what its kind declares; then nothing is written at all.
    """
    _refuse_overruling(changes, brought)
    return write_story(actor, changes, names)


@action(Permission.REGISTER_IMPORT)
def write_story(actor: Actor, changes: Sequence[Change], names: Mapping[str, str] | None = None) -> list[Record | None]:
    """The same for an invented organisation, whose decided records may go wrong as its story wants it."""
    grouped: dict[str, list[int]] = defaultdict(list)
    for position, change in enumerate(changes):
        grouped[change.kind].append(position)
    written: list[Record | None] = [None] * len(changes)
    for kind, positions in grouped.items():
        if kind not in KINDS or kind in ONLY_BY_THEIR_SERVICES:
            raise RefusedError(f"“{kind}” is not a kind of record that an import writes. Leave those rows out.")
        values = _write_kind(KINDS[kind], [changes[position] for position in positions])
        for position, value in zip(positions, values, strict=True):
            written[position] = value
    if names:
        _name(names)
    return written


def _refuse_overruling(changes: Sequence[Change], brought: Container[str] | None) -> None:
    """Raise RefusedError where something that was decided here would be overruled."""
    for reason in overruling(changes, brought).values():
        raise RefusedError(reason)


def overruling(changes: Sequence[Change], brought: Container[str] | None = None) -> dict[str, str]:
    """The changes that would overrule what was decided here: reference -> why that is refused."""
    known = [change for change in changes if change.kind in KINDS]
    new = frozenset(each.ref for each in known if each.seen is None)
    asked = Overruling(new if brought is None else brought)
    standing = _standing_values(change for change in known if change.seen is not None)
    found = {}
    for change in known:
        before = standing.get((change.kind, change.ref)) if change.seen is not None else None
        gone = change.seen is not None and before is None  # or of a kind that follows every file
        if not gone and (reason := asked.refusal(before, change.value)):
            found[change.ref] = reason
    return found


def _standing_values(changes: Iterable[Change]) -> dict[tuple[str, str], Record]:
    """The records that would be replaced or taken away, of kinds that have any that stay; by kind and reference."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        if refuses(KINDS[change.kind]):
            wanted[change.kind].append(change.ref)
    return {
        (kind, each.ref): each
        for kind, refs in wanted.items()
        for start in range(0, len(refs), FEW)
        for each in all_of(KINDS[kind], ref__in=refs[start : start + FEW])
    }


def _write_kind(kind: type[Record], changes: Sequence[Change]) -> list[Record | None]:
    table, organization_id = table_of(kind), current_organization()
    ids = _standing(table, kind, changes)
    values = _referenced(kind, changes)
    columns = [column.name for column in columns_of(kind) if column.name != "ref"]
    table.objects.filter(id__in=[ids[each.ref] for each in changes if each.value is None]).delete()
    for start in range(0, len(changes), BLOCK):
        new, replaced = list[RecordTable](), list[RecordTable]()
        for change, value in zip(changes[start : start + BLOCK], values[start : start + BLOCK], strict=True):
            if value is not None and change.seen is None:
                new.append(table(id=row_id(kind), organization_id=organization_id, **stored(value)))
            elif value is not None:
                replaced.append(table(id=ids[value.ref], organization_id=organization_id, **stored(value)))
        table._base_manager.bulk_create(new)
        table._base_manager.bulk_create(
            replaced, update_conflicts=True, unique_fields=["id"], update_fields=columns
        )  # an upsert writes each row once; bulk_update would build a CASE over all of them for each column
    return values


def _standing(table: type[RecordTable], kind: type[Record], changes: Sequence[Change]) -> Mapping[str, UUID]:
    """Row ids by reference. Raises where a new record's reference is taken, or another's version is not the latest."""
    ids: dict[str, UUID] = dict(table.objects.values_list("ref", "id"))
    refs = Tally(change.ref for change in changes if change.ref)
    if twice := next((ref for ref, times in refs.items() if times > 1), ""):
        raise RefusedError(f"{twice} is written twice. Keep one of the two.")
    latest = versions.latest(kind, [change.ref for change in changes if change.seen is not None])
    for change in changes:
        if change.seen is None and change.value is None:
            raise NotFoundError(kind.REGISTER, change.ref)
        if change.seen is None and change.ref in ids:
            raise StaleError(change.ref, seen=None, now=held(kind, change.ref).value, difference=())
        if change.seen is not None and change.ref not in ids:
            saw = versions.version(kind, change.ref, change.seen)
            raise StaleError(change.ref, seen=saw, now=None, difference=())
        if change.seen is not None and latest.get(change.ref) != change.seen:
            held(kind, change.ref, seen=change.seen)  # raises StaleError with the difference
    return ids


def _referenced(kind: type[Record], changes: Sequence[Change]) -> list[Record | None]:
    """The values as they will stand, each valid and with its reference."""
    fresh = [change for change in changes if change.seen is None]
    references.keep(kind, [change.ref for change in fresh if change.ref])
    unnamed = sum(1 for change in fresh if not change.ref)
    if unnamed and not kind.PREFIX:
        raise InvalidError(kind.REGISTER, ["A record of it is named by a control's key. Give each its key."])
    allotted = iter(references.allot(kind, unnamed) if unnamed else ())
    values: list[Record | None] = []
    for change in changes:
        if change.value is None:
            values.append(None)
            continue
        if type(change.value) is not kind:
            raise TypeError(f"{change.ref} is said to be of kind {kind.KIND} and is a {type(change.value).__name__}.")
        ref = change.ref or next(allotted)
        values.append(checked(change.value if change.value.ref == ref else replace(change.value, ref=ref)))
    return values


def _name(names: Mapping[str, str]) -> None:
    """Keep the names of new persons outside the log; a name that is known already stays."""
    known = set(PersonName.objects.filter(ref__in=names).values_list("ref", flat=True))
    rows = (
        PersonName(organization_id=current_organization(), ref=ref, name=name)
        for ref, name in names.items()
        if ref not in known
    )
    PersonName._base_manager.bulk_create(rows)
