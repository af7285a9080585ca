"""The people who may act here, each with what they may act as and how they get in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plumbline.apps.accounts.ways_in import WayIn, ways_in
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.kinds import Person


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody who holds an access role today, or has an account."""

    person: str
    name: str
    grants: tuple[Membership, ...]
    way_in: WayIn | None

    @property
    def state(self) -> str:
        """Whether they can get in, in a word or two."""
        if self.way_in is None:
            return "no account"
        if self.way_in.closed:
            return "closed"
        if self.way_in.pending or not self.way_in.has_password:
            return "invited" if self.way_in.invited else "never signed in"
        return "can sign in" if self.grants else "no access role"

    @property
    def roles(self) -> str:
        """What they may act as."""
        return ", ".join(each.access_role for each in self.grants)


def everybody(visit: Visit) -> tuple[Access, ...]:
    """All who hold an access role on the day shown or have an account now, in the order of their names.

    Accounts are kept as they are now and not day by day: of a past day they say nothing.
    """
    found = {} if visit.past else ways_in(visit.organization_id)
    grants = _grants(visit.isms.all(Membership), visit.on)
    people = [_access(visit, ref, grants, found.get(ref)) for ref in sorted({*found, *grants})]
    return tuple(sorted(people, key=lambda each: each.name.casefold()))


def of_person(visit: Visit, person: Person) -> Access:
    """One person's access; of a past day without the account, which is kept as it is now."""
    way_in = None if visit.past else ways_in(visit.organization_id).get(person.ref)
    return _access(visit, person.ref, _grants(visit.isms.all(Membership), visit.on), way_in)


def _access(visit: Visit, ref: str, grants: dict[str, list[Membership]], way_in: WayIn | None) -> Access:
    return Access(ref, visit.names.get(ref, ref), tuple(grants.get(ref, ())), way_in)


def _grants(memberships: Iterable[Membership], on: date) -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = {}
    for each in memberships:
        if (each.since is None or each.since <= on) and (each.until is None or on < each.until):
            found.setdefault(each.person, []).append(each)
    return found
