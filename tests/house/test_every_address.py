"""Every address of the router × every access role × own record, another's, another organisation's, nobody.

The addresses come from the router itself: a view that says neither which permission it asks for nor why it is public
fails here, and so does one that answers somebody whose access role has no such permission.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import GRANTED, AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.addresses import Named, addresses
from tests.stories import Firm, found_firm
from tests.visiting import signed_in

CANARY = "Canary of another firm"


@dataclass(frozen=True)
class Address(Named):
    """A named address that asks for a permission."""

    def needed(self, *, post: bool = False) -> Permission:
        asked = self.view.post_permission if post else self.view.permission  # type: ignore[attr-defined]  # put there by @page
        return asked if isinstance(asked, Permission) else asked(**self.kwargs)


EVERY = sorted((Address(each.name, each.view, each.arguments) for each in addresses()), key=lambda each: each.name)
GUARDED = [each for each in EVERY if hasattr(each.view, "permission")]


@pytest.mark.parametrize("address", EVERY, ids=lambda each: each.name)
def test_a_view_says_who_may_open_it(address: Address) -> None:
    marks = [name for name in ("permission", "public", "own") if hasattr(address.view, name)]
    assert len(marks) == 1, f"{address.name} is marked {marks or 'by nothing'}: use @page, @own or @public"
    if marks == ["public"]:
        assert len(address.view.public) > 20, f"{address.name} does not say why it is public"  # type: ignore[attr-defined]  # put there by @public


@dataclass(frozen=True)
class House:
    """A firm with somebody of every access role, a risk of the owner's and one of somebody else's; and another firm."""

    firm: Firm
    people: dict[AccessRole, Actor]
    other: Firm


@pytest.fixture
def house(firm: Firm) -> House:
    people = {AccessRole.ADMINISTRATOR: firm.ada}
    for number, role in enumerate(AccessRole):
        if role is not AccessRole.ADMINISTRATOR:
            person = enter_person(firm.ada, kinds.Person(), name=f"Somebody {number}")
            grant_access(firm.ada, person.ref, role, email=f"somebody{number}@nordwind.example")
            people[role] = actor_of(firm.id, person.ref)
    risks = writer_of(kinds.Risk)
    risks.add(firm.ada, kinds.Risk(title="Flood", owner=people[AccessRole.OWNER].person))
    risks.add(firm.ada, kinds.Risk(title="Theft", owner=firm.tilda.person))
    writer_of(kinds.Nonconformity).add(firm.ada, kinds.Nonconformity(title="Copies untested", records=("R-1",)))
    writer_of(kinds.Change).add(firm.ada, kinds.Change(title="A new host", subjects=("R-1",)))
    other = found_firm("Südwind", "suedwind.example")
    writer_of(kinds.Risk).add(other.ada, kinds.Risk(title=CANARY, owner=other.cleo.person))
    return House(firm, people, other)


@pytest.mark.django_db(transaction=True)
def test_nobody_opens_anything_without_signing_in(house: House) -> None:
    stranger = Client()
    for address in GUARDED:
        for answer in (stranger.get(address.url), stranger.post(address.url)):
            assert answer.status_code == 302, f"{address.name} answers a stranger {answer.status_code}"
            assert "/login/" in answer.headers["Location"], address.name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", list(AccessRole), ids=str)
def test_a_role_opens_what_its_permissions_say_and_nothing_of_another_organisation(
    house: House, role: AccessRole
) -> None:
    visitor = signed_in(house.people[role])
    visitor.cookies["theme"] = "dark"
    wrong = [told for address in GUARDED for told in _wrong_with(address, visitor, role, house.other)]
    assert not wrong, "\n".join(wrong)


def _wrong_with(address: Address, visitor: Client, role: AccessRole, other: Firm) -> Iterator[str]:
    """What is wrong with how an address answers somebody of an access role, asked for a record of another firm too."""
    for method, ask in (("GET", visitor.get), ("POST", visitor.post)):
        answer = ask(address.url, {"q": "Canary", "organization": str(other.id)})
        allowed = address.needed(post=method == "POST") in GRANTED[role]
        refused = answer.status_code == 403
        if refused == allowed and not (allowed and method == "POST"):
            yield f"{method} {address.name}: {answer.status_code} for {role}"
        if answer.status_code >= 500:
            yield f"{method} {address.name} answers {answer.status_code}"
        body = b"".join(answer) if answer.streaming else answer.content
        if CANARY.encode() in body or CANARY in str(answer.headers):
            yield f"{method} {address.name} shows another organisation's record"
        if b"<html" in body and b'data-bs-theme="dark"' not in body:
            yield f"{method} {address.name} is not as dark as the visitor chose"


@pytest.mark.django_db(transaction=True)
def test_an_owner_changes_their_own_risk_and_not_another_ones(house: House) -> None:
    owner = signed_in(house.people[AccessRole.OWNER])
    for ref, status in (("R-1", 302), ("R-2", 403)):
        seen = house.firm.seen(kinds.Risk(ref=ref))
        answer = owner.post(f"/registers/risk/{ref}/change/", {"seen": seen, "title": f"{ref} anew"})
        assert answer.status_code == status, ref
    told = [house.firm.told(kinds.Risk(ref=ref)).title for ref in ("R-1", "R-2")]
    assert told == ["R-1 anew", "Theft"]
