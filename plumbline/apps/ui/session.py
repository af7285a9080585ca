"""One call of the command line: which organisation, who acts, which day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from plumbline.apps.accounts.access_roles import those_who_may
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_for, administrators, names, organizations
from plumbline.apps.accounts.standing import standing
from plumbline.apps.journal import ports, reading
from plumbline.apps.records.reading import isms_at
from plumbline.engine.domain.isms import Isms


class NothingYetError(RefusedError):
    """The journal holds nothing up to the day asked for."""


@dataclass
class Session:
    """What `--organization` and `--as` said; everything else follows from the database."""

    organization_name: str = ""
    email: str = ""
    make_ready: Callable[[], None] = lambda: None
    """Brings the database to this release. Done already, but for commands of which some only read."""
    open_for_reading: Callable[[], None] = lambda: None
    """Opens the database without ever writing to it."""

    @cached_property
    def organization_id(self) -> UUID:
        """The organisation meant. Raises RefusedError where there is none, or more than one and none was named."""
        found = organizations()
        if not found:
            raise RefusedError("There is no organisation here yet. Make one: plumbline init --name “Your firm”.")
        wanted = self.organization_name.casefold()
        matching = [each for each, name in found.items() if not wanted or name.casefold() == wanted]
        if len(matching) == 1:
            return matching[0]
        named = ", ".join(sorted(found.values()))
        if wanted and not matching:
            raise RefusedError(f"There is no organisation “{self.organization_name}” here. There is {named}.")
        raise RefusedError(f"There are {len(found)} organisations here ({named}); say which with --organization NAME.")

    @cached_property
    def journal_id(self) -> UUID:
        """The organisation meant, found without reading a record, for whoever cannot trust what the records say.

        `--organization` may also be its id. Raises RefusedError where there is none, or more than one.
        """
        known = reading.journals()
        matching = [each for each in known if self.organization_name in ("", str(each))]
        return matching[0] if len(matching) == 1 else self.organization_id

    @cached_property
    def actor(self) -> Actor:
        """Who acts: the account of `--as`, else the only administrator. Raises RefusedError."""
        if self.email:
            return actor_for(self.organization_id, self.email)
        known = administrators(self.organization_id)
        if len(known) != 1:
            raise RefusedError(f"{len(known)} people administer this organisation. Say who acts: --as E-MAIL.")
        return actor_for(self.organization_id, known[0])

    @cached_property
    def time_zone(self) -> str:
        """The time zone in which the organisation's days are counted."""
        return standing(self.organization_id, reading.head(self.organization_id)).organization.time_zone or "UTC"

    @property
    def today(self) -> date:
        """Today's day in the organisation."""
        return ports.today(self.time_zone)

    def size(self, as_of: date | None) -> int:
        """The number of journal entries up to the end of a day, or all. Raises NothingYetError where there are none."""
        size = (
            reading.index_at(self.organization_id, as_of, self.time_zone)
            if as_of
            else reading.head(self.organization_id)
        )
        if not size:
            begins = reading.begins(self.organization_id, self.time_zone)
            raise NothingYetError(f"There is nothing yet on {as_of}: the journal begins on {begins}.")
        return size

    def isms(self, as_of: date | None = None, on: date | None = None) -> Isms:
        """The system as of a day (default: now), judged on a day (default: the as-of day, or today)."""
        self.refuse_strangers()
        return isms_at(self.organization_id, self.size(as_of), on=on or as_of or self.today, as_of=as_of)

    def refuse_strangers(self) -> None:
        """Raise NotAllowedError where `--as` names somebody who may not read the registers."""
        if self.email and not self.actor.may(Permission.REGISTER_READ):
            readers = those_who_may(Permission.REGISTER_READ)
            raise NotAllowedError(f"{self.email} may not read the registers, which is for {readers}. Ask for access.")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Today's names of people, by reference."""
        return names(self.organization_id)
