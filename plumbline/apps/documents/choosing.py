"""People to choose from: each with their roles, and whether they are chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plumbline.apps.documents.reading_lists import everyone
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Person, Role


@dataclass(frozen=True, slots=True)
class Choice:
    """A person who works here today."""

    ref: str
    name: str
    roles: str
    chosen: bool


def people(visit: Visit, chosen: Collection[str], leave_out: Collection[str] = ()) -> tuple[Choice, ...]:
    """Everyone who works here today, by name."""
    held = roles_of(visit.isms)
    found = (
        Choice(each.ref, visit.names.get(each.ref, each.ref), ", ".join(held.get(each.ref, ())), each.ref in chosen)
        for each in everyone(visit.isms)
        if each.ref not in leave_out
    )
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.ref)))


def roles_of(isms: Isms) -> dict[str, tuple[str, ...]]:
    """The titles of the roles that people hold today, by person."""
    found: dict[str, tuple[str, ...]] = {}
    for role in isms.live(Role):
        for holder in isms.holders(role):
            found[holder.ref] = (*found.get(holder.ref, ()), role.title)
    return found


def holders(isms: Isms, roles: Collection[str]) -> tuple[Person, ...]:
    """Everyone who holds one of these roles today."""
    found = (isms.at(Role, each) for each in roles)
    return tuple(person for role in found if role for person in isms.holders(role))
