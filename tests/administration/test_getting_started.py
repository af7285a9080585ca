"""Getting started in the browser: answers are kept, proposals are confirmed once, and nothing counts before that."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from plumbline.apps.records.living import system
from plumbline.apps.records.writers import writer_of
from plumbline.beginning.questions import pages
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LABORATORY = Path(__file__).parents[1] / "beginning" / "firms" / "laboratory.toml"


def answers() -> dict[str, Any]:
    return tomllib.loads(LABORATORY.read_text(encoding="utf-8"))


def answered(firm: Firm, **other: Any) -> Client:
    """Ada, signed in, after every page of questions was sent as the laboratory would."""
    ada, given = signed_in(firm.ada), answers() | other
    for page in pages():
        said = {each.key: _sent(given[each.key]) for each in page.questions if each.key in given}
        assert ada.post(f"/beginning/questions/{page.key}/", said).status_code == 302
    return ada


def _sent(answer: Any) -> Any:
    return answer if isinstance(answer, list) else str(answer)


def records(firm: Firm, kind: str) -> dict[str, Any]:
    return dict(system(firm.id).state.records.get(kind, {}))


def confirm_all(browser: Client, section: str) -> None:
    url = f"/beginning/proposals/{section}/"
    answer = browser.post(url, {"act": "confirm:all"}, follow=True)
    if (early := answer.context["early"]) and early.again:
        answer = browser.post(url, {"act": "anyway:all"}, follow=True)
    assert answer.status_code == 200, section


def test_answers_are_kept_from_page_to_page_and_for_another_session(firm: Firm) -> None:
    answered(firm)
    again = signed_in(firm.ada).get("/beginning/questions/business/").content.decode()
    assert "laboratory analyses" in again.lower()
    page = signed_in(firm.ada).get("/beginning/").content.decode()
    assert "What could go wrong" in page


def test_an_answer_that_cannot_be_taken_is_said_and_the_others_are_kept(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    answer = ada.post("/beginning/questions/people/", {"headcount": "a few", "remote": "most"})
    assert answer.status_code == 422
    assert "not a number of people" in answer.content.decode()
    assert "a few" in answer.content.decode()
    kept = ada.get("/beginning/questions/people/").context["asked"]
    assert [each.unknown for each in kept if each.question.key == "headcount"] == [False]
    assert any(choice.chosen for each in kept if each.question.key == "remote" for choice in each.choices)


def test_i_do_not_know_yet_is_an_answer_and_going_back_loses_nothing(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    back = ada.post("/beginning/questions/systems/", {"standstill": "unknown", "suppliers-unknown": "1", "go": "back"})
    assert back.headers["Location"] == "/beginning/questions/business/"
    asked = {each.question.key: each for each in ada.get("/beginning/questions/systems/").context["asked"]}
    assert asked["standstill"].unknown
    assert asked["suppliers"].unknown
    assert not asked["devices"].unknown
    steps = {each.page.key: each for each in ada.get("/beginning/").context["steps"]}
    assert (steps["systems"].answered, steps["systems"].unknown) == (0, 2)


def test_a_country_is_taken_by_its_name(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    ada.post("/beginning/questions/business/", {"country": "austria"})
    assert 'value="Austria"' in ada.get("/beginning/questions/business/").content.decode()


@pytest.mark.parametrize("called", ["Österreich", "autriche", "AT", "at"])
def test_a_country_is_taken_by_its_german_and_french_name_and_its_code_too(firm: Firm, called: str) -> None:
    ada = signed_in(firm.ada)
    ada.post("/beginning/questions/business/", {"country": called})
    assert 'value="Austria"' in ada.get("/beginning/questions/business/").content.decode()


def test_a_box_ticked_beside_an_answer_gives_way_to_it_unless_the_answer_cannot_be_taken(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    said = {"offering": "A shop.", "offering-unknown": "1", "country": "Atlantis", "country-unknown": "1"}
    assert ada.post("/beginning/questions/business/", said).status_code == 302
    kept = {each.question.key: each for each in ada.get("/beginning/questions/business/").context["asked"]}
    assert (kept["offering"].said, kept["offering"].unknown) == ("A shop.", False)
    assert (kept["country"].said, kept["country"].unknown) == ("", True)


def test_today_leads_back_to_the_proposals_that_nobody_decided_about(firm: Firm) -> None:
    ada = answered(firm)
    total = ada.get("/beginning/").context["beginning"].totals["total"]
    today = ada.get("/").content.decode()
    assert f"{total} of {total} proposals wait for a decision" in today
    assert "Two ways to begin" not in today
    assert "proposals wait" not in signed_in(firm.cleo).get("/").content.decode(), "who may not confirm is not asked"


def test_after_a_section_is_confirmed_nothing_offers_to_keep_changes(firm: Firm) -> None:
    ada = answered(firm)
    said = ada.post("/beginning/proposals/assets/", {"act": "confirm:all"}, follow=True).content.decode()
    assert "Keep my changes" not in said
    assert re.search(r"\d+ proposals are confirmed, and \d+ records were written\.", said)


def test_nothing_is_written_before_somebody_confirms_it(firm: Firm) -> None:
    ada = answered(firm)
    before = system(firm.id).head
    for section in ("risks", "documents", "assets"):
        assert ada.get(f"/beginning/proposals/{section}/").status_code == 200
    assert system(firm.id).head == before
    assert not records(firm, "risk")


def test_a_section_is_one_action_of_the_person_and_a_second_press_writes_nothing(firm: Firm) -> None:
    ada = answered(firm)
    before = system(firm.id).head
    confirm_all(ada, "assets")
    written = records(firm, "asset")
    assert len(written) > 5
    assert system(firm.id).head == before + 1
    who, action, refs = firm.last_entry()
    assert (who, action) == (firm.ada.person, "register:import")
    assert set(written) <= set(refs)
    again = ada.post("/beginning/proposals/assets/", {"act": "confirm:all"}, follow=True)
    card = next(iter(again.context["cards"])).card.key
    once_more = ada.post("/beginning/proposals/assets/", {"act": f"confirm:{card}"}, follow=True)
    assert "Nothing was written a second time" in once_more.content.decode()
    assert records(firm, "asset") == written


def test_links_wait_for_what_is_confirmed_later_whatever_the_order(firm: Firm) -> None:
    ada = answered(firm)
    confirm_all(ada, "risks")
    assert all(not each.assets for each in records(firm, "risk").values())
    confirm_all(ada, "assets")
    risks, assets = records(firm, "risk"), records(firm, "asset")
    assert any(each.assets for each in risks.values())
    assert {ref for each in risks.values() for ref in each.assets} <= set(assets)


def test_every_section_can_be_confirmed_and_the_share_shown_rises(firm: Firm) -> None:
    ada = answered(firm)
    begun = ada.get("/beginning/").context["beginning"].progress
    for each in ada.get("/beginning/").context["beginning"].sections:
        confirm_all(ada, each.section.key)
    overview = ada.get("/beginning/")
    totals = overview.context["beginning"].totals
    assert totals["confirmed"] == totals["total"]
    assert overview.context["beginning"].progress[0] > begun[0]
    assert records(firm, "document_version")
    assert all(each.state == "draft" for each in records(firm, "document_version").values())


def test_what_is_typed_into_a_card_is_kept_though_another_button_was_pressed(firm: Firm) -> None:
    ada = answered(firm)
    first, second = (each.card for each in ada.get("/beginning/proposals/assets/").context["cards"][:2])
    ada.post(
        "/beginning/proposals/assets/",
        {"act": f"left out:{second.key}", f"{first.key}:title": "In our own words", f"{first.key}:owner": "PER-2"},
    )
    page = ada.get("/beginning/proposals/assets/").content.decode()
    assert "In our own words" in page
    confirm_all(ada, "assets")
    (mine,) = [each for each in records(firm, "asset").values() if each.title == "In our own words"]
    assert mine.owner == "PER-2"
    assert second.title not in {each.title for each in records(firm, "asset").values()}
    ada.post("/beginning/proposals/assets/", {"act": f"open:{second.key}"})
    confirm_all(ada, "assets")
    assert second.title in {each.title for each in records(firm, "asset").values()}


def test_a_role_that_somebody_chose_is_confirmed_with_the_card_that_names_it(firm: Firm) -> None:
    ada = answered(firm)
    card = ada.get("/beginning/proposals/assets/").context["cards"][0].card
    answer = ada.post(
        f"/beginning/card/{card.key}/", {"act": f"confirm:{card.key}", f"{card.key}:owner": "#role-top"}, follow=True
    )
    assert "Confirmed with it" in answer.content.decode()
    (asset,) = records(firm, "asset").values()
    assert records(firm, "role")[asset.owner].title


def test_a_change_that_cannot_be_taken_is_said_and_nothing_is_confirmed(firm: Firm) -> None:
    ada = answered(firm)
    card = ada.get("/beginning/proposals/treatment/").context["cards"][0].card
    answer = ada.post("/beginning/proposals/treatment/", {"act": "confirm:all", f"{card.key}:due": "soon"})
    assert answer.status_code == 422
    assert "Nothing was confirmed" in answer.content.decode()
    assert not records(firm, "action")


def test_other_answers_later_show_what_would_differ_and_never_make_a_second_record(firm: Firm) -> None:
    ada = answered(firm)
    confirm_all(ada, "scope")
    scopes = records(firm, "scope")
    ada.post("/beginning/questions/business/", {"offering": "sterile gloves for dentists"})
    section = ada.get("/beginning/proposals/scope/")
    page, differing = section.content.decode(), [each for each in section.context["cards"] if each.differing]
    assert "You answered otherwise since this was confirmed" in page
    assert "sterile gloves" in page
    overview = ada.get("/beginning/")
    counted = {each.section.key: each.differing for each in overview.context["beginning"].sections}
    assert counted["scope"] == len(differing) > 0
    assert counted["risks"] == 0
    assert "would be proposed otherwise" in overview.content.decode()
    confirm_all(ada, "scope")
    assert records(firm, "scope") == scopes


def test_a_record_of_the_same_name_is_passed_by_until_somebody_looked(firm: Firm) -> None:
    ada = answered(firm)
    card = ada.get("/beginning/proposals/assets/").context["cards"][0].card
    mine = writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title=card.title))
    assert "has this name already" in ada.get("/beginning/proposals/assets/").content.decode()
    confirm_all(ada, "assets")
    assert [ref for ref, each in records(firm, "asset").items() if each.title == card.title] == [mine.ref]


def test_a_reader_is_not_let_in(firm: Firm) -> None:
    for url in ("/beginning/", "/beginning/questions/business/", "/beginning/proposals/risks/"):
        assert signed_in(firm.bob).get(url).status_code == 403
