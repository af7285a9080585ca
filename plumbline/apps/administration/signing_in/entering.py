"""What becomes of a link that was answered: an organisation, an account with a password, and no open link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.invitations import Invited, leave_open, take_seat, use_up
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.accounts.selectors import actor_for
from plumbline.apps.accounts.sign_ins import Event, note
from plumbline.apps.journal.checkpoints import cut
from plumbline.apps.organization.services import create_organization
from plumbline.apps.people.services import give_name
from plumbline.engine.domain.kinds import Organization
from plumbline.engine.proof.entry import Via

EDITION = "ISO/IEC 27001:2022"
CURRENCY = "EUR"


def found(invited: Invited, said: Mapping[str, Any]) -> str:
    """Found the organisation that was described; returns the address of who administers it. Raises RefusedError."""
    value = Organization(
        title=said["organization"],
        country=said["country"],
        time_zone=said["time_zone"],
        currency=CURRENCY,
        editions=(EDITION,),
    )
    with used_up(invited):
        actor = create_organization(value, founder=said["name"], email=said["email"], via=Via.WEB)
    cut(actor.organization_id)
    return set_password(said["email"], said["password"])


def choose_password(invited: Invited, said: Mapping[str, Any]) -> str:
    """Give the account its password, name and address where those were asked; returns the address.

    Raises RefusedError.
    """
    with used_up(invited):
        if said.get("name") and invited.organization_id is not None:
            actor = actor_for(invited.organization_id, invited.email, via=Via.WEB)
            give_name(actor, actor.person, name=said["name"])
        address = set_password(invited.email, said["password"], address=said.get("email", ""))
        take_seat(invited)
        if invited.account_id is not None:
            note(invited.account_id, Event.PASSWORD_CHANGED)
        return address


def join(invited: Invited) -> None:
    """Let the account of another organisation into the one whose link its holder opened."""
    with used_up(invited):
        take_seat(invited)


@contextmanager
def used_up(invited: Invited) -> Iterator[None]:
    """Use the link up before anything is done with it; leave it open where what was said cannot be done."""
    use_up(invited)
    try:
        yield
    except RefusedError:
        leave_open(invited)
        raise
