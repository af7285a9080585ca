"""One field of many records at once: seen before it is written, and nobody's work is lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from plumbline.apps.accounts.errors import NotFoundError, RefusedError
from plumbline.apps.journal import reading
from plumbline.apps.records import living
from plumbline.apps.records.many import each_of
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.ui.test_registers_looking import some_risks
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
BULK = "/registers/risk/bulk/"


def previewed(browser: Client, asked: dict[str, Any], chosen: dict[str, Any], url: str = BULK) -> Any:
    """The page that shows what would become of the rows that were chosen."""
    address = browser.post(url, chosen).headers["Location"]
    return browser.get(f"{address}&{urlencode({**asked, 'preview': '1'})}")


def owner_of(firm: Firm, ref: str) -> str:
    found = living.system(firm.id).get("risk", ref)
    assert isinstance(found, kinds.Risk)
    return found.owner


def test_ticked_risks_change_hands_in_one_act(firm: Firm) -> None:
    some_risks(firm, 6)
    ada = signed_in(firm.ada)
    asked = {"field": "owner", "owner": firm.cleo.person}
    preview = previewed(ada, asked, {"row": ["R-1", "R-3"], "ticked": "1"})
    assert (preview.context["changing"], preview.context["same"]) == (1, 1), "R-3 is Cleo's already"
    assert owner_of(firm, "R-1") == firm.ada.person, "nothing is written by looking"
    entries = reading.head(firm.id)
    sent = {"field": "owner", "owner": firm.cleo.person, "versions": preview.context["versions"]}
    done = ada.post(BULK, sent)
    assert done.context["outcome"].changed == ("R-1",)
    assert owner_of(firm, "R-1") == firm.cleo.person
    assert reading.head(firm.id) == entries + 1


def test_all_that_fit_are_meant_not_only_the_page(firm: Firm) -> None:
    some_risks(firm, 70)
    ada = signed_in(firm.ada)
    preview = previewed(ada, {"field": "category", "category": "Nature"}, {"q": "flood", "every": "1"})
    assert preview.context["changing"] == 35
    sent = {"field": "category", "category": "Nature", "versions": preview.context["versions"]}
    assert len(ada.post(BULK, sent).context["outcome"].changed) == 35


def test_what_somebody_changed_since_is_listed_and_left_alone(firm: Firm) -> None:
    some_risks(firm, 3)
    ada = signed_in(firm.ada)
    preview = previewed(ada, {"field": "category", "category": "Nature"}, {"row": ["R-1", "R-2"]})
    seen = living.system(firm.id).seen("risk", "R-2") or 0
    writer_of(kinds.Risk).change(firm.ada, "R-2", seen=seen, category="Crime")
    done = ada.post(BULK, {"field": "category", "category": "Nature", "versions": preview.context["versions"]})
    assert done.context["outcome"].changed == ("R-1",)
    assert done.context["outcome"].stale == ("R-2",)
    assert "left alone" in done.content.decode()
    second = living.system(firm.id).get("risk", "R-2")
    assert isinstance(second, kinds.Risk)
    assert second.category == "Crime"
    again = ada.get(done.context["again"])
    assert again.context["changing"] == 1


def test_a_field_that_somebody_has_to_decide_is_not_offered(firm: Firm) -> None:
    scopes = writer_of(kinds.Scope)
    for title in ("Whole firm", "Software"):
        scopes.add(firm.ada, kinds.Scope(title=title, statement="All."))
    ada = signed_in(firm.ada)
    asked = {"field": "state", "state": "in force"}
    preview = previewed(ada, asked, {"row": ["SCOPE-1", "SCOPE-2"]}, "/registers/scope/bulk/")
    assert preview.status_code == 200
    assert "preview" not in preview.context
    assert "state" not in [each.name for each in preview.context["fields"]]
    entries = reading.head(firm.id)
    sent = {"field": "state", "state": "in force", "versions": "SCOPE-1@1"}
    assert ada.post("/registers/scope/bulk/", sent).status_code == 400
    assert reading.head(firm.id) == entries


def test_a_refusal_of_one_stops_no_other() -> None:
    def change(ref: str, index: int) -> kinds.Risk:
        if ref == "R-2":
            raise RefusedError("R-2 is decided.")
        if ref == "R-3":
            raise NotFoundError("Risks", ref)
        return kinds.Risk(ref=ref)

    outcome = each_of(change, {"R-1": 1, "R-2": 2, "R-3": 3, "R-4": 4})
    assert outcome.changed == ("R-1", "R-4")
    assert outcome.stale == ("R-3",)
    assert outcome.refused == {"R-2": "R-2 is decided."}


def test_nothing_ticked_is_said(firm: Firm) -> None:
    some_risks(firm, 1)
    answer = signed_in(firm.ada).post(BULK, {"ticked": "1"})
    assert answer.status_code == 400
    assert "tick" in answer.content.decode()


def test_a_value_that_cannot_be_read_is_told(firm: Firm) -> None:
    some_risks(firm, 1)
    seen = living.system(firm.id).seen("risk", "R-1")
    sent = {"field": "next_review", "next_review": "soon", "versions": f"R-1@{seen}"}
    refused = signed_in(firm.ada).post(BULK, sent)
    assert refused.status_code == 400
    assert "This is no day" in refused.content.decode()


def test_a_reader_is_refused(firm: Firm) -> None:
    some_risks(firm, 1)
    assert signed_in(firm.bob).post(BULK, {"row": "R-1"}).status_code == 403


def test_one_cell_is_changed_in_its_place(firm: Firm) -> None:
    some_risks(firm, 1)
    ada, htmx = signed_in(firm.ada), {"HX-Request": "true"}
    address = "/registers/risk/R-1/cell/owner/"
    assert ada.get(address).headers["Location"] == "/registers/risk/R-1/change/?field=owner#field-owner"
    form = ada.get(address, headers=htmx)
    assert b"<select" in form.content
    answer = ada.post(address, {"owner": firm.cleo.person, "seen": form.context["seen"]}, headers=htmx)
    assert "Cleo Brandt" in answer.content.decode()
    assert owner_of(firm, "R-1") == firm.cleo.person
    stale = ada.post(address, {"owner": firm.ada.person, "seen": form.context["seen"]}, headers=htmx)
    assert "Somebody changed it since" in stale.content.decode()
    assert owner_of(firm, "R-1") == firm.cleo.person
    assert ada.get("/registers/risk/R-1/cell/description/", headers=htmx).status_code == 404


def test_an_owner_is_offered_changes_of_her_own_risks_only(firm: Firm) -> None:
    some_risks(firm, 3)
    cleo = signed_in(firm.cleo)
    listed = cleo.get("/registers/risk/").content.decode()
    assert "/registers/risk/R-3/cell/owner/" in listed
    assert "/registers/risk/R-1/cell/owner/" not in listed
    assert "/registers/risk/R-3/change/" in cleo.get("/registers/risk/R-3/").content.decode()
    assert "/registers/risk/R-1/change/" not in cleo.get("/registers/risk/R-1/").content.decode()
    assert cleo.get("/registers/risk/R-1/change/").status_code == 403
    preview = previewed(cleo, {"field": "category", "category": "Nature"}, {"row": ["R-1", "R-3"]})
    assert [(each.record.ref, "yours" in each.refused) for each in preview.context["refused"]] == [("R-1", True)]
    versions = f"R-1@{firm.seen(kinds.Risk(ref='R-1'))} {preview.context['versions']}"
    done = cleo.post(BULK, {"field": "category", "category": "Nature", "versions": versions})
    assert done.context["outcome"].changed == ("R-3",)
    assert [ref for ref, _, _ in done.context["refused"]] == ["R-1"]


def test_however_many_are_chosen_the_address_stays_short_and_is_nobody_elses(firm: Firm) -> None:
    some_risks(firm, 120)
    ada = signed_in(firm.ada)
    address = ada.post(BULK, {"q": "flood", "every": "1"}).headers["Location"]
    assert len(address) < 100
    chosen = ada.get(address)
    assert chosen.context["count"] == 60
    assert chosen.context["back"] == "q=flood"
    assert 'method="post"' in ada.get("/registers/risk/").content.decode().split('id="bulk"')[1][:60]
    others = signed_in(firm.cleo).get(address)
    assert others.status_code == 400
    assert "Choose them again" in others.content.decode()


def test_a_change_of_many_is_undone_except_where_somebody_wrote_since(firm: Firm) -> None:
    some_risks(firm, 4)
    ada = signed_in(firm.ada)
    before = {ref: owner_of(firm, ref) for ref in ("R-1", "R-2", "R-4")}
    preview = previewed(ada, {"field": "owner", "owner": firm.cleo.person}, {"row": list(before)})
    done = ada.post(
        BULK, {"field": "owner", "owner": firm.cleo.person, "versions": preview.context["versions"], "back": "q=flood"}
    )
    assert "Undo" in done.content.decode()
    seen = living.system(firm.id).seen("risk", "R-2") or 0
    writer_of(kinds.Risk).change(firm.cleo, "R-2", seen=seen, category="Crime")
    entries = reading.head(firm.id)
    sent = {"undo": done.context["undo"]}
    assert signed_in(firm.cleo).post(f"{BULK}undo/", sent).status_code == 400, "it is Ada's to take back"
    undone = ada.post(f"{BULK}undo/", sent)
    assert undone.headers["Location"] == "/registers/risk/?q=flood"
    assert reading.head(firm.id) == entries + 1
    assert (owner_of(firm, "R-1"), owner_of(firm, "R-4")) == (before["R-1"], before["R-4"])
    assert owner_of(firm, "R-2") == firm.cleo.person
    assert "R-2" in ada.get("/registers/risk/").content.decode()
    assert ada.post(f"{BULK}undo/", sent).status_code == 400
