"""One request's view of one organisation: who looks, at which day, and the frozen values that the page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.ownership import Whose, whose
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import names
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.journal import checkpoints, ports, reading
from plumbline.apps.records import living
from plumbline.apps.records.living import System
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import Record

EARLIEST = date(1970, 1, 1)
"""No page shows an earlier day: nothing was kept then, and reckoning back from it would leave the calendar."""


@dataclass
class Visit:
    """What a page is told.

    `as_of` is the past day that is shown, `compared_to` an earlier one, since which changes are marked.
    """

    actor: Actor
    as_of: date | None = None
    compared_to: date | None = None
    several: bool = False
    """Whether the account has a seat in other organisations too."""

    @property
    def organization_id(self) -> UUID:
        """The organisation looked at."""
        return self.actor.organization_id

    @property
    def past(self) -> bool:
        """Whether a past day is shown: then nothing can be changed."""
        return self.as_of is not None

    @cached_property
    def present(self) -> System:
        """The system as it stands now, whatever day is shown."""
        return living.system(self.organization_id)

    @cached_property
    def system(self) -> System:
        """The system at the day that is shown."""
        return self.present if self.as_of is None else self.system_on(self.as_of)

    def system_on(self, day: date) -> System:
        """The system as it stood at the end of a day; an empty one before the first entry."""
        size = reading.index_at(self.organization_id, day, self.time_zone)
        return living.past(self.organization_id, size)

    @cached_property
    def before_the_journal(self) -> date | None:
        """The day the journal begins, where a day before it is shown: then nothing was on record yet."""
        if self.as_of is None or self.system.head:
            return None
        return reading.begins(self.organization_id, self.time_zone)

    @cached_property
    def isms(self) -> Isms:
        """The whole system as one value, judged on the day that is shown."""
        return self.system.isms(self.on, self.as_of)

    @property
    def on(self) -> date:
        """The day the page judges on."""
        return self.as_of or self.today

    @cached_property
    def time_zone(self) -> str:
        """Where the organisation counts its days."""
        return self.present.state.organization.time_zone or DEFAULT_TIME_ZONE

    @cached_property
    def today(self) -> date:
        """Today's day in the organisation."""
        return ports.today(self.time_zone)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Today's names of people, by reference."""
        return names(self.organization_id)

    @cached_property
    def fork(self) -> str:
        """Why the journal is closed for writing, or empty."""
        return checkpoints.fork(self.organization_id) or ""

    def may(self, permission: Permission) -> bool:
        """Whether the visitor holds a permission."""
        return self.actor.may(permission)

    def may_now(self, permission: Permission) -> bool:
        """Whether the visitor could use it on this page: not while a past day is shown, nor while writing is closed."""
        return not self.past and not self.fork and self.may(permission)

    def may_change(self, record: Record, permission: Permission) -> bool:
        """Whether the visitor could use a permission on this record: where it is for one's own only, it has to be."""
        if not self.may_now(permission):
            return False
        return not self.actor.only_own(permission) or self.owns(record)

    def owns(self, record: Record) -> bool:
        """Whether the visitor answers for the record or for what it is part of."""
        return whose(record, self.actor.answers_for, self.present.get) is Whose.MINE
