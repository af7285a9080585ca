"""Who is who: actors of accounts, and the names of people for display."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.models import Account, PersonName, Seat
from plumbline.apps.accounts.standing import Standing, standing
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal import log, reading
from plumbline.engine.proof.entry import Via

ERASED = "erased"


def names(organization_id: UUID) -> Mapping[str, str]:
    """Today's names of people by reference (`PER-3` → “Cleo Brandt”), “erased” where a name was erased."""
    rows = tenant_rows(PersonName, organization_id).values_list("ref", "name", "erased_by")
    return {ref: name if erased is None else ERASED for ref, name, erased in rows}


def names_by_id(organization_id: UUID) -> Mapping[str, str]:
    """Today's names of people by the opaque id that the journal keeps of who acted."""
    rows = tenant_rows(PersonName, organization_id).values_list("id", "name", "erased_by")
    return {str(id_): name if erased is None else ERASED for id_, name, erased in rows}


def contacts(organization_id: UUID) -> Mapping[str, str]:
    """How people are reached, by reference; those of whom it is known."""
    rows = tenant_rows(PersonName, organization_id).exclude(contact="").values_list("ref", "contact")
    return dict(rows)


def seats(email: str) -> Mapping[UUID, str]:
    """The organisations an account is let into, and the person it is there; empty where it is unknown or closed."""
    rows = Seat.everywhere.filter(account__email=email.strip().lower(), account__closed=False, pending=False)
    return dict(rows.values_list("organization_id", "ref"))


def addresses(organization_id: UUID) -> Mapping[str, str]:
    """The addresses that people sign in with, by reference, in their order; closed accounts left out."""
    rows = _open_seats(organization_id).values_list("ref", "account__email")
    return dict(sorted(rows, key=lambda row: (len(row[0]), row[0])))


def _open_seats(organization_id: UUID) -> QuerySet[Seat]:
    return tenant_rows(Seat, organization_id).filter(account__closed=False, pending=False)


def account_id(email: str) -> UUID | None:
    """The account with this address, or None."""
    return Account.objects.filter(email=email.strip().lower()).values_list("id", flat=True).first()


def unsaved_account(email: str) -> Account:
    """An account that is not kept, for judging a password against the address it would belong to."""
    return Account(email=email)


def actor_for(organization_id: UUID, email: str, *, via: Via = Via.CLI, request: str = "") -> Actor:
    """The actor that an account is in an organisation. Raises RefusedError where it has no seat there."""
    person = seats(email).get(organization_id)
    if person is None:
        raise RefusedError(f"{email} has no access to this organisation. Use an address that has, or ask for access.")
    return actor_of(organization_id, person, via=via, request=request)


def actor_of(
    organization_id: UUID, person: str, *, via: Via = Via.CLI, request: str = "", stands: Standing | None = None
) -> Actor:
    """The actor that a person is, with the roles of today; `stands`: grants and roles, where they are at hand.

    This is for what somebody sees. An action asks the journal itself, under its lock.
    """
    stands = stands or standing(organization_id, log.read_head(organization_id).size)
    day = stands.today()
    return Actor(
        organization_id=organization_id,
        organization=stands.organization.title,
        id=str(tenant_rows(PersonName, organization_id).values_list("id", flat=True).get(ref=person)),
        person=person,
        access_roles=stands.access_roles(person, day),
        held=stands.held(person, day),
        sees=stands.sees(person, day),
        via=via,
        request=request,
    )


def administrators(organization_id: UUID) -> tuple[str, ...]:
    """E-mail addresses of the open accounts whose person administers the organisation today, in order."""
    stands = standing(organization_id, log.read_head(organization_id).size)
    day = stands.today()
    rows = _open_seats(organization_id).values_list("account__email", "ref")
    return tuple(sorted(email for email, ref in rows if AccessRole.ADMINISTRATOR in stands.access_roles(ref, day)))


def organizations() -> Mapping[UUID, str]:
    """The organisations here and their names today; a journal that was begun and never founded is none."""
    sizes = ((each, reading.head(each)) for each in reading.journals())
    return {each: standing(each, size).organization.title for each, size in sizes if size}
