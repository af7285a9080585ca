"""Rows in and out for services: what stands, and how it is inserted, replaced and removed. Called inside an action."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from django.db.models import Q

from plumbline.apps.accounts.errors import InvalidError, NotFoundError, RefusedError
from plumbline.apps.accounts.tenancy import current_organization
from plumbline.apps.journal.ports import new_id
from plumbline.apps.records import references, versions
from plumbline.apps.records.columns import columns_of
from plumbline.apps.records.rows import stored, values_of
from plumbline.apps.records.tables import table_of
from plumbline.engine.domain.kinds import Organization
from plumbline.engine.domain.record import Record, field_of
from plumbline.engine.domain.validity import composed, problems
from plumbline.engine.proof.canonical import canonical

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Held(Generic[R]):
    """A record as it stands, its row, and the journal index of its latest version (None before its first entry)."""

    id: UUID
    value: R
    index: int | None


def held(kind: type[R], words: str, *, seen: int | None = None) -> Held[R]:
    """The record with this reference or alias. Raises NotFoundError, or StaleError where `seen` is not the latest."""
    found = _row(kind, words)
    if found is None:
        raise NotFoundError(kind.REGISTER, words)
    if seen is not None:
        versions.refuse_stale(kind, found.value.ref, seen=seen, now=found.value, index=found.index)
    return found


def all_of(kind: type[R], *conditions: Q, **filters: object) -> list[R]:
    """The values of the rows that fit, in no particular order; conditions are Django's, on the kind's fields."""
    names = [column.name for column in columns_of(kind)]
    return list(values_of(kind, table_of(kind).objects.filter(*conditions, **filters).values_list(*names)))


def _row(kind: type[R], words: str) -> Held[R] | None:
    names = [column.name for column in columns_of(kind)]
    rows = table_of(kind).objects.values_list("id", *names)
    quoted = canonical(words).decode()
    found = list(rows.filter(ref=words)) or list(rows.filter(aliases__contains=quoted)[:2])
    if not words or len(found) != 1:
        return None
    (value,) = values_of(kind, [found[0][1:]])
    return Held(found[0][0], value, versions.latest(kind, [value.ref]).get(value.ref))


def checked(value: R) -> R:
    """The value with composed texts. Raises InvalidError with everything that is wrong with it."""
    value = composed(value)
    wrong = problems(value)
    if isinstance(value, Organization) and value.time_zone and value.time_zone not in available_timezones():
        wrong += (f"“{value.time_zone}” is no time zone. Write one such as Europe/Berlin.",)
    if wrong:
        raise InvalidError(str(value) or f"A record of “{value.REGISTER}”", wrong)
    return value


def insert(value: R) -> R:
    """Write a new record and return it with its reference, which is allotted where it brings none."""
    kind = type(value)
    if not value.ref and kind.PREFIX:
        value = dataclasses.replace(value, ref=references.allot(kind)[0])
    else:
        references.keep(kind, [value.ref])
    value = checked(value)
    table = table_of(kind)
    if table.objects.filter(ref=value.ref).exists():
        raise RefusedError(f"{value.ref} exists already. Change it, or leave the reference to be allotted.")
    if kind.PREFIX and versions.latest(kind, [value.ref]):
        raise RefusedError(f"{value.ref} was a record that was removed. Leave the reference to be allotted.")
    table._base_manager.create(id=row_id(kind), organization_id=current_organization(), **stored(value))
    return value


def put_back(value: R) -> R:
    """Write a record again that was removed, under the reference it had. Raises RefusedError where one stands."""
    kind = type(value)
    stands = table_of(kind).objects.filter(ref=value.ref).exists()
    if stands or value.ref not in versions.latest(kind, [value.ref]):
        raise RefusedError(f"{value.ref} is on its register, or never was. There is nothing to bring back.")
    value = checked(value)
    table_of(kind)._base_manager.create(id=row_id(kind), organization_id=current_organization(), **stored(value))
    return value


def row_id(kind: type[Record]) -> UUID:
    """The id of a new row; the organisation's own record has that of the organisation, so there is only one."""
    return current_organization() if kind is Organization else new_id()


def replace(before: Held[R], value: R) -> R:
    """Write a new version of a record; its reference stays."""
    value = checked(dataclasses.replace(value, ref=before.value.ref))
    table_of(type(value)).objects.filter(id=before.id).update(**stored(value))
    return value


def changed(before: Held[R], /, **fields: object) -> R:
    """Write a new version in which these fields differ. Raises InvalidError for a field that the kind does not have."""
    return replace(before, revised(before.value, **fields))


def revised(value: R, /, **fields: object) -> R:
    """The value with these fields, not written. Raises InvalidError for a field that the kind does not have."""
    for name in fields:
        _known(type(value), name)
    return dataclasses.replace(value, **fields)  # type: ignore[arg-type]  # `checked` looks before it is written


def _known(kind: type[Record], name: str) -> None:
    try:
        field_of(kind, name)
    except KeyError as error:
        raise InvalidError(kind.REGISTER, [str(error.args[0])]) from error


def remove(before: Held[R]) -> None:
    """Take a record away; its versions stay in the journal."""
    table_of(type(before.value)).objects.filter(id=before.id).delete()
