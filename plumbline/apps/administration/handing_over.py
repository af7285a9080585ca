"""What somebody who leaves still answers for, and the same records with another in their place: values in and out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import Assignment, Organization, Person, Record
from plumbline.engine.domain.record import field_of
from plumbline.engine.domain.responsibility import duties


@dataclass(frozen=True, slots=True)
class Held:
    """A record that names the leaver, and the fields in which it does, in words."""

    record: Record
    fields: tuple[str, ...]

    @property
    def labels(self) -> str:
        """The fields as people read them."""
        return ", ".join(field_of(type(self.record), name).label for name in self.fields)


def still_held(isms: Isms, person: Person) -> tuple[Held, ...]:
    """What a person is named for today, register by register, and the roles they hold."""
    found: dict[tuple[str, str], list[str]] = {}
    records: dict[tuple[str, str], Record] = {}
    for record, field in _named(isms, person):
        key = record.KIND, record.ref
        records[key] = record
        if field not in found.setdefault(key, []):
            found[key].append(field)
    return tuple(Held(records[key], tuple(fields)) for key, fields in found.items())


def _named(isms: Isms, person: Person) -> Iterator[tuple[Record, str]]:
    for duty in duties(isms).get((person.KIND, person.ref), ()):
        yield duty.record, duty.field
    for each in isms.live(Assignment):
        if isms.resolve(each.person, Person) == person and covers(each.since, each.until, isms.on):
            yield each, "person"


def handed_over(isms: Isms, held: Held, leaver: Person, heir: str) -> Mapping[str, Any]:
    """The fields of a record as they are when the heir stands where the leaver stood."""
    return {name: _without(isms, held.record, name, leaver, heir) for name in held.fields}


def _without(isms: Isms, record: Record, name: str, leaver: Person, heir: str) -> Any:
    def instead(words: str) -> str:
        return heir if isms.answers(words) == leaver else words

    value = getattr(record, name)
    if isinstance(record, Organization) and name == "approval_rules":
        return tuple(dataclasses.replace(each, approver=instead(each.approver)) for each in value)
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(map(instead, value)))
    return instead(value)


def taken_on(isms: Isms, ended: Assignment, heir: str, day: date) -> Assignment | None:
    """The heir's assignment to a role the leaver held, or None where the heir holds it already."""
    holds = (
        each
        for each in isms.live(Assignment)
        if each.role == ended.role and each.person == heir and covers(each.since, each.until, day)
    )
    if any(holds):
        return None
    return Assignment(role=ended.role, person=heir, since=day, assigned_on=day, deputy=ended.deputy)
