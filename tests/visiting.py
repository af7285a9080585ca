"""People of the stories as visitors of the pages."""

from __future__ import annotations

from django.test import Client

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.invitations import open_invitation
from plumbline.apps.accounts.models import Account, Seat
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.administration.services import make_link
from plumbline.apps.administration.signing_in.entering import join

PASSWORD = "plum bob over granite"


def signed_in(actor: Actor) -> Client:
    """A browser without scripts in which a person of the stories is signed in."""
    client = Client()
    seat = Seat.everywhere.get(organization_id=actor.organization_id, ref=actor.person)
    client.force_login(Account.objects.get(id=seat.account_id))
    return client


def come_in(administrator: Actor, email: str) -> None:
    """Whoever holds an account of another organisation opens the link that an administrator of this one made."""
    set_password(email, PASSWORD)
    join(open_invitation(make_link(administrator, email)))
