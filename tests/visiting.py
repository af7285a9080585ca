"""People of the stories as visitors of the pages."""

from __future__ import annotations

from django.test import Client

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.models import Account, Seat


def signed_in(actor: Actor) -> Client:
    """A browser without scripts in which a person of the stories is signed in."""
    client = Client()
    seat = Seat.everywhere.get(organization_id=actor.organization_id, ref=actor.person)
    client.force_login(Account.objects.get(id=seat.account_id))
    return client
