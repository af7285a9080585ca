"""The people of the stories: Ada runs the ISMS, Bob audits, Cleo owns risks, Tilda is top management, Dan is nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.journal import reading
from plumbline.apps.organization.services import create_organization
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.engine.domain import kinds
from plumbline.engine.domain.codec import decode

R = TypeVar("R", bound=kinds.Record)


ANSWERED = kinds.Nonconformity(
    title="No backup test",
    owner="PER-1",
    correction="A copy was restored.",
    consequences="None: no copy was needed meanwhile.",
    cause="The plan of the year names no test.",
    extent="Nothing found.",
    no_action_reason="The plan is made anew each year, and the test is in it now.",
    isms_change="none needed",
)
"""A nonconformity of Ada's with which everything was done: only its effect is left to be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """An organisation and its people, as actors."""

    id: UUID
    ada: Actor
    bob: Actor
    cleo: Actor
    tilda: Actor
    dan: Actor

    def seen(self, record: kinds.Record) -> int:
        """The journal index of a record's latest version: what somebody who looks at it now has seen."""
        index = reading.latest_index(self.id, record.KIND, record.ref)
        assert index is not None, f"{record.ref} is not in the journal"
        return index

    def told(self, record: R) -> R:
        """What the journal says of a record; one that is only named, such as `Risk(ref="R-1")`, will do."""
        stored = reading.version_at(self.id, record.KIND, record.ref, reading.head(self.id))
        assert stored is not None
        assert stored.value is not None
        found = decode(record.KIND, stored.value)
        assert isinstance(found, type(record))
        return found

    def last_entry(self) -> tuple[str, str, tuple[str, ...]]:
        """Who acted last, what it was, and the references of what changed."""
        size = reading.head(self.id)
        (entry,) = reading.entries_between(self.id, size - 1, size)
        who = {actor.id: actor.person for actor in (self.ada, self.bob, self.cleo, self.tilda, self.dan)}
        return who.get(entry.actor.id or "", ""), entry.action, tuple(change.ref for change in entry.changes)


def found_firm(name: str = "Nordwind", domain: str = "nordwind.example") -> Firm:
    """Found an organisation with the people of the stories."""
    value = kinds.Organization(title=name, time_zone="Europe/Berlin", country="DE", currency="EUR")
    founder = create_organization(value, founder="Ada Winter", email=f"ada@{domain}")
    entered = {
        "bob": ("Bob Keller", AccessRole.AUDITOR),
        "cleo": ("Cleo Brandt", AccessRole.OWNER),
        "tilda": ("Tilda Storm", AccessRole.TOP_MANAGEMENT),
        "dan": ("Dan Vogel", None),
    }
    actors = {}
    for key, (full_name, role) in entered.items():
        person = enter_person(founder, kinds.Person(employment="employed"), name=full_name)
        if role:
            grant_access(founder, person.ref, role, email=f"{key}@{domain}")
        actors[key] = actor_of(founder.organization_id, person.ref)
    return Firm(id=founder.organization_id, ada=founder, **actors)
