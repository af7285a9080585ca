"""Findings on pages: told to who may open the record at fault, with a way to mend them to who may write it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.engine.rules.finding import Finding
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
HOLE = "Hole in the gateway"


@pytest.fixture
def dan(firm: Firm) -> Client:
    """Dan reads, which is neither vulnerabilities nor incidents."""
    grant_access(firm.ada, firm.dan.person, AccessRole.READER, email="dan@nordwind.example")
    return signed_in(firm.dan)


@pytest.fixture
def hole(firm: Firm) -> kinds.Vulnerability:
    """A vulnerability that nobody answers for and that was to be remedied long ago."""
    found = kinds.Vulnerability(title=HOLE, deadline=date(2026, 1, 31))
    return writer_of(kinds.Vulnerability).add(firm.ada, found)


def test_what_is_wrong_with_a_vulnerability_is_told_to_who_may_open_it(
    firm: Firm, dan: Client, hole: kinds.Vulnerability
) -> None:
    ada = signed_in(firm.ada)
    address = f"/findings/?record={hole.ref}"
    assert HOLE in ada.get(address).content.decode()
    shown = dan.get(address)
    assert (shown.context["total"], shown.context["unread"]) == (0, ada.get(address).context["total"])
    assert "Nothing that you may open" in shown.content.decode()
    for page in ("/", "/path/", "/findings/", *(f"/rules/{each.code}/" for each in _about(ada, hole))):
        assert HOLE not in dan.get(page).content.decode(), page
        assert f"/registers/vulnerability/{hole.ref}/" not in dan.get(page).content.decode(), page


def test_what_may_not_be_told_is_counted_and_never_called_clear(firm: Firm, dan: Client) -> None:
    asset = writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Gateway"))
    found = kinds.Vulnerability(title=HOLE, deadline=date(2026, 1, 31), assets=(asset.ref,))
    hole = writer_of(kinds.Vulnerability).add(firm.ada, found)
    beside = dan.get(f"/registers/asset/{asset.ref}/").content.decode()
    assert re.search(r"\d more (is|are) about records that you may not open", beside)
    assert HOLE not in beside
    assert "records that you may not open" not in signed_in(firm.ada).get("/path/").content.decode()
    assert "records that you may not open" in dan.get("/path/").content.decode()
    assert hole.ref not in dan.get("/path/").content.decode()


def _about(client: Client, hole: kinds.Vulnerability) -> list[Finding]:
    groups = client.get(f"/findings/?record={hole.ref}").context["groups"]
    return [finding for group in groups for finding in group.findings]


def test_mending_is_offered_to_who_may_write_what_is_at_fault(firm: Firm, dan: Client) -> None:
    writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood"))
    address = "/findings/?record=R-1"
    assert "Mend it" in signed_in(firm.ada).get(address).content.decode()
    assert "R-1" in dan.get(address).content.decode()
    assert "Mend it" not in dan.get(address).content.decode()
    assert "Mend it" not in dan.get("/findings/").content.decode(), "nor what is missing from the whole system"
    assert "Mend it" not in dan.get("/registers/risk/R-1/").content.decode()


def test_the_first_pages_lead_a_reader_to_nothing_that_is_refused(dan: Client) -> None:
    for page in ("/", "/path/", "/findings/"):
        links = set(re.findall(r'href="(/[^"#]*)"', dan.get(page).content.decode()))
        refused = [each for each in links if "/static/" not in each and dan.get(each).status_code == 403]
        assert not refused, page


def test_the_report_as_a_file_is_offered_to_who_may_take_it_out(firm: Firm, dan: Client) -> None:
    assert "/findings/file/" in signed_in(firm.bob).get("/findings/").content.decode()
    assert "/findings/file/" not in dan.get("/findings/").content.decode()


def test_a_step_of_the_way_leads_to_its_own_findings(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    shown = ada.get("/findings/?clause=5.2,7.5")
    keys = {group.key for group in shown.context["groups"]}
    assert keys
    assert all(key.startswith(("5.2", "7.5")) for key in keys)
    assert 'value="5.2,7.5" selected' in shown.content.decode()
