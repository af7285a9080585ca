"""What every page has: the day that is shown, light or dark, and the organisation somebody is in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from plumbline.apps.accounts.models import Account, Seat
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui import context
from plumbline.engine.domain import kinds
from tests.stories import Firm, found_firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)


def day(ago: int) -> str:
    return (NOW - timedelta(days=ago)).date().isoformat()


@pytest.fixture
def grown(settings: Settings) -> Firm:
    """A firm with a flood ten days ago, which five days ago became a fire."""
    settings.PLUMBLINE_NOW = NOW - timedelta(days=10)
    firm = found_firm()
    flood = writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood"))
    settings.PLUMBLINE_NOW = NOW - timedelta(days=5)
    writer_of(kinds.Risk).change(firm.ada, flood.ref, seen=firm.seen(flood), title="Fire")
    writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Theft"))
    settings.PLUMBLINE_NOW = None
    return firm


def test_a_past_day_is_shown_everywhere_and_nothing_can_be_changed(grown: Firm) -> None:
    ada = signed_in(grown.ada)
    ada.post("/day/", {"as_of": day(7)})
    listed = ada.get("/registers/risk/").content.decode()
    assert "Flood" in listed
    assert "Theft" not in listed
    assert "/registers/risk/new/" not in listed
    assert ada.get("/registers/risk/R-1/").context["title"] == "Flood"
    for address in ("/", "/path/", "/findings/", "/soa/", "/risk/", "/risk/board/", "/search/?q=flood"):
        assert ada.get(address).status_code == 200, address
    refused = ada.post("/registers/risk/R-1/change/", {"seen": "1", "title": "Storm"})
    assert refused.status_code == 409
    assert "The past is not changed" in refused.content.decode()
    ada.post("/day/", {"as_of": ""})
    assert "Theft" in ada.get("/registers/risk/").content.decode()


def test_two_days_show_what_changed_between_them(grown: Firm) -> None:
    ada = signed_in(grown.ada)
    ada.post("/day/", {"compared_to": day(7)})
    visit = ada.get("/registers/risk/").context["visit"]
    assert (visit.past, visit.compared_to.isoformat()) == (False, day(7))
    text = ada.get("/registers/risk/R-1/").content.decode()
    assert "Flood" in text
    assert "Fire" in text


def test_before_the_first_entry_there_is_nothing_and_the_page_says_so(grown: Firm) -> None:
    ada = signed_in(grown.ada)
    ada.post("/day/", {"as_of": day(20)})
    for address in ("/", "/registers/risk/", "/findings/", "/soa/"):
        assert ada.get(address).status_code == 200, address
    assert ada.get("/registers/risk/R-1/").status_code == 404
    today = ada.get("/").content.decode()
    assert "Nothing was known of it yet" in today
    assert "Major" not in today, "what was not on record is not blamed"
    band = ada.get("/certification/").content.decode()
    assert "Nothing was on record yet: the journal begins on" in band
    assert f'value="{day(10)}"' in band, "one step leads to that day"
    ada.post("/day/", {"as_of": day(7)})
    assert "Nothing was on record yet" not in ada.get("/").content.decode()


def test_an_empty_page_of_a_past_day_does_not_invite_to_begin_there(grown: Firm) -> None:
    ada = signed_in(grown.ada)
    assert "Enter the certificate you hold" in ada.get("/certification/").content.decode()
    ada.post("/day/", {"as_of": day(7)})
    past = ada.get("/certification/").content.decode()
    assert "A certificate runs three years" in past
    assert "Enter the certificate you hold" not in past
    assert "Begin with the register" not in ada.get("/").content.decode()


def test_a_day_to_come_and_nonsense_show_today(grown: Firm) -> None:
    ada = signed_in(grown.ada)
    for words in ("2999-01-01", "yesterday", "2026-02-30"):
        ada.post("/day/", {"as_of": words})
        assert not ada.get("/").context["visit"].past


def test_an_account_goes_from_one_organisation_to_another_and_back(grown: Firm) -> None:
    other = found_firm("Südwind", "suedwind.example")
    account = Account.objects.get(email="ada@nordwind.example")
    Seat.everywhere.filter(organization_id=other.id, ref=other.bob.person).update(account=account)
    ada = signed_in(grown.ada)
    page = ada.get("/organizations/").content.decode()
    assert "Nordwind" in page
    assert "Südwind" in page
    ada.post("/organizations/", {"organization": str(other.id)})
    assert ada.get("/").context["visit"].actor.organization == "Südwind"
    ada.post("/organizations/", {"organization": "01890000-0000-7000-8000-000000000000"})
    assert ada.get("/").context["visit"].actor.organization == "Südwind", "a stranger's organisation is not entered"
    ada.post("/organizations/", {"organization": str(grown.id)})
    assert ada.get("/").context["visit"].actor.organization == "Nordwind"


@pytest.mark.parametrize(("said", "kept"), [("dark", "dark"), ("light", "light"), ("purple", "auto")])
def test_the_theme_is_remembered_without_a_script(grown: Firm, said: str, kept: str) -> None:
    ada = signed_in(grown.ada)
    ada.post("/theme/", {"theme": said, "next": "/path/"})
    assert f'data-bs-theme="{kept}"' in ada.get("/path/").content.decode()


def test_a_form_never_leads_to_another_site(grown: Firm) -> None:
    answer = signed_in(grown.ada).post("/theme/", {"theme": "dark", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_the_frame_says_by_which_names_it_gives_things(grown: Firm) -> None:
    drawn = signed_in(grown.ada).get("/path/").wsgi_request
    assert set(context.page(drawn)) == context.NAMES
