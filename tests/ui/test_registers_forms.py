"""Forms of records: nothing typed is lost, nothing is written twice, and what was just done can be undone."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.documents.services import approve_document
from plumbline.apps.journal import reading
from plumbline.apps.records import living
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.registers import editing, once
from plumbline.apps.ui.registers.declaration import REGISTERS
from plumbline.apps.ui.registers.hints import _hints
from plumbline.engine.domain import kinds
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.domain.record import fields_of
from tests.stories import Firm, found_firm
from tests.visiting import come_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/registers/risk/new/"
END = "/registers/risk/R-1/end/"


def risk(firm: Firm, ref: str = "R-1") -> kinds.Risk:
    found = living.system(firm.id).get("risk", ref)
    assert isinstance(found, kinds.Risk)
    return found


def flood(firm: Firm) -> kinds.Risk:
    return writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person, category="Nature"))


def key_in(client: Client) -> str:
    found = re.search(r'name="form-key" value="([^"]+)"', client.get(NEW).content.decode())
    assert found
    return found[1]


def test_the_same_form_sent_twice_makes_one_record(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    sent = {"title": "Flood", "owner": firm.cleo.person, "form-key": key_in(ada)}
    first, second = ada.post(NEW, sent), ada.post(NEW, sent)
    assert first.headers["Location"] == second.headers["Location"] == "/registers/risk/R-1/"
    assert "Nothing was written twice" in ada.get("/registers/risk/R-1/").content.decode()
    assert len(living.system(firm.id).state.ordered["risk"]) == 1
    assert ada.post(NEW, {**sent, "form-key": key_in(ada)}).headers["Location"] == "/registers/risk/R-2/"


@pytest.mark.postgres_only  # SQLite: tests/browser/test_without_scripts.py, on a file; tests share one in memory
def test_two_clicks_at_the_same_moment_make_one_record(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    sent = {"title": "Flood", "owner": firm.cleo.person, "form-key": key_in(ada)}
    cookies = {name: morsel.value for name, morsel in ada.cookies.items()}

    def send(_: int) -> int:
        from django.db import connections

        browser = Client()
        browser.cookies.load(cookies)
        try:
            return browser.post(NEW, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as two:
        statuses = list(two.map(send, range(2)))
    assert len(living.system(firm.id).state.ordered["risk"]) == 1
    assert statuses == [302, 302], "the second is led to what the first made"


def test_whoever_is_overtaken_just_before_writing_is_led_to_what_the_other_click_made(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = signed_in(firm.ada), signed_in(firm.ada)
    sent = {"title": "Flood", "owner": firm.cleo.person, "form-key": key_in(first)}
    looks: list[str] = []

    def look(actor: Actor, key: str) -> str:
        looks.append(key)
        if len(looks) > 1:
            return once.done_before(actor, key)
        assert second.post(NEW, sent).headers["Location"] == "/registers/risk/R-1/"
        return ""  # what the first click saw before the second one came

    monkeypatch.setattr(editing, "done_before", look)
    assert first.post(NEW, sent).headers["Location"] == "/registers/risk/R-1/"
    assert "Nothing was written twice" in first.get("/registers/risk/R-1/").content.decode()
    assert len(living.system(firm.id).state.ordered["risk"]) == 1


def test_a_form_under_way_elsewhere_is_waited_for_and_then_refused(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "PATIENCE", 0)
    with once.take(firm.ada, "one-form"), pytest.raises(RefusedError, match="in a moment"):
        once.take(firm.ada, "one-form").__enter__()
    with once.take(firm.ada, "another"):
        once.remember(firm.ada, "another", "R-7")
        with pytest.raises(once.SentBeforeError):
            once.take(firm.ada, "another").__enter__()


def test_a_form_that_was_refused_can_be_sent_again(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    sent = {"title": "Flood", "next_review": "soon", "form-key": key_in(ada)}
    refused = ada.post(NEW, sent)
    assert refused.status_code == 422
    assert "This is no day" in refused.content.decode()
    assert 'value="Flood"' in refused.content.decode(), "what was typed is kept"
    assert ada.post(NEW, {**sent, "next_review": "2027-01-01"}).status_code == 302


def test_a_stale_form_shows_both_versions_and_saves_when_sent_again(firm: Firm) -> None:
    flood(firm)
    ada, cleo = signed_in(firm.ada), signed_in(firm.cleo)
    address = "/registers/risk/R-1/change/"
    seen = ada.get(address).context["seen"]
    assert cleo.post(address, {"seen": seen, "title": "Flood after rain", "category": "Nature"}).status_code == 302
    late = ada.post(address, {"seen": seen, "title": "Flood of the cellar", "category": "Weather"})
    assert late.status_code == 409
    text = late.content.decode()
    for words in ("You saw", "It is now", "You wrote", "Flood after rain", "Flood of the cellar", "Weather"):
        assert words in text
    assert risk(firm).title == "Flood after rain", "nothing was overwritten"
    again = ada.post(address, {"seen": late.context["seen"], "title": "Flood of the cellar", "category": "Weather"})
    assert again.status_code == 302
    assert (risk(firm).title, risk(firm).category) == ("Flood of the cellar", "Weather")


def test_a_decision_on_a_version_that_is_past_shows_both_as_the_record_page_would(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    seen = ada.get("/registers/risk/R-1/").context["seen"]
    description = "Water **in the cellar**"
    writer_of(kinds.Risk).change(firm.ada, "R-1", seen=seen, owner=firm.tilda.person, description=description)
    late = ada.post(END, {"seen": seen, "how": "end", "state": "closed", "reason": "Moved upstairs."})
    page = " ".join(late.content.decode().split())
    assert late.status_code == 409
    assert "You saw" in page
    assert "It is now" in page
    assert ">Cleo Brandt</a>" in page, "people by name, not by reference"
    assert ">Tilda Storm</a>" in page
    assert "<strong>in the cellar</strong>" in page
    assert "PER-3</del>" not in page


def test_a_change_is_undone_unless_somebody_wrote_since(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    address, undo = "/registers/risk/R-1/", "/registers/risk/R-1/undo/"
    ada.post(f"{address}change/", {"seen": ada.get(address).context["seen"], "title": "Fire", "category": ""})
    page = ada.get(address)
    assert "Undo" in page.content.decode()
    assert ada.post(undo, {"seen": page.context["seen"]}).status_code == 302
    assert (risk(firm).title, risk(firm).category) == ("Flood", "Nature")
    assert ada.post(undo, {"seen": ada.get(address).context["seen"]}).status_code == 400, "there is nothing to undo now"

    seen = ada.get(address).context["seen"]
    ada.post(f"{address}change/", {"seen": seen, "title": "Fire"})
    writer_of(kinds.Risk).change(firm.cleo, "R-1", seen=living.system(firm.id).seen("risk", "R-1") or 0, title="Frost")
    page = ada.get(address)
    assert page.context["undo"] is None
    assert ada.post(undo, {"seen": page.context["seen"]}).status_code == 400
    assert risk(firm).title == "Frost"


def test_what_is_undone_here_is_not_undone_in_another_organisation(firm: Firm) -> None:
    flood(firm)
    other = found_firm("Südwind", "suedwind.example")
    grant_access(other.ada, other.dan.person, AccessRole.ISMS_MANAGER, email="ada@nordwind.example")
    come_in(other.ada, "ada@nordwind.example")
    writer_of(kinds.Risk).add(other.ada, kinds.Risk(title="Theft"))
    ada, address = signed_in(firm.ada), "/registers/risk/R-1/"
    ada.post("/organizations/", {"organization": str(firm.id)})
    ada.post(f"{address}change/", {"seen": ada.get(address).context["seen"], "title": "Fire"})
    (offered,) = ada.session["undo"]
    assert offered == f"{firm.id}/risk/R-1"
    ada.post("/organizations/", {"organization": str(other.id)})
    page = ada.get(address)
    assert "Theft" in page.content.decode()
    assert page.context["undo"] is None


def test_a_line_is_added_without_scripts_and_keeps_what_was_typed(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    sent = {"risk": "R-1", "likelihood": "3", "impacts-0-dimension": "C", "impacts-0-number": "4", "add-row": "impacts"}
    more = ada.post("/registers/assessment/new/", sent)
    text = more.content.decode()
    assert more.status_code == 200
    assert 'name="impacts-1-dimension"' in text
    assert 'value="C"' in text
    assert "assessment" not in living.system(firm.id).state.ordered
    del sent["add-row"]
    sent |= {"impacts-1-dimension": "I", "impacts-1-number": "2", "impacts-2-dimension": "", "stage": "current"}
    assert ada.post("/registers/assessment/new/", sent).status_code == 302
    made = living.system(firm.id).get("assessment", "RAS-1")
    assert isinstance(made, kinds.Assessment)
    assert [(each.dimension, each.number) for each in made.impacts] == [("C", 4), ("I", 2)]


def test_somebody_who_is_led_to_a_field_finds_it_in_focus(firm: Firm) -> None:
    flood(firm)
    text = signed_in(firm.ada).get("/registers/risk/R-1/change/?field=owner").content.decode()
    assert 'id="field-owner"' in text
    assert re.search(r"<select[^>]*name=\"owner\"[^>]*autofocus", text)


def test_references_are_suggested_to_those_who_may_read_them(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    assert ada.get("/suggest/?kinds=risk,asset&q=flo").json() == {"found": [{"value": "R-1", "label": "Flood"}]}
    controls = ada.get("/suggest/?kinds=control&q=backup").json()["found"]
    assert [each["value"] for each in controls] == ["A.8.13"]
    assert ada.get("/suggest/?kinds=person&q=brandt").json()["found"][0]["value"] == firm.cleo.person
    assert Client().get("/suggest/?kinds=risk").status_code == 302


def test_titles_typed_for_references_become_references(firm: Firm) -> None:
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="File server"))
    ada = signed_in(firm.ada)
    ada.post(NEW, {"title": "Theft", "assets": "file SERVER; Boat", "owner": firm.cleo.person})
    assert risk(firm).assets == ("AST-1", "Boat"), "words that name nothing stay as they came"
    assert "Names no record" in ada.get("/registers/risk/R-1/").content.decode()


def test_the_way_back_after_a_removal_ends_kindly(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    form = ada.get("/registers/risk/R-1/end/")
    ada.post("/registers/risk/R-1/end/", {"seen": form.context["seen"], "how": "remove", "reason": "Twice."})
    for method in (ada.get, ada.post):
        assert method("/registers/risk/R-1/change/").status_code == 404
        assert method("/registers/risk/R-1/end/").status_code == 404
    assert ada.get("/registers/risk/R-1/").status_code == 404
    assert "Removed from the register" in ada.get("/registers/risk/R-1/history/").content.decode()


def test_removing_asks_why_and_the_journal_keeps_the_answer(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    seen = ada.get(END).context["seen"]
    refused = ada.post(END, {"seen": seen, "how": "remove", "reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert risk(firm).title == "Flood"
    entries = reading.head(firm.id)
    assert ada.post(END, {"seen": seen, "how": "remove", "reason": "It is R-9 by another name."}).status_code == 302
    assert reading.head(firm.id) == entries + 2, "first why, then that it is gone, in one transaction"
    history = ada.get("/registers/risk/R-1/history/").content.decode()
    assert "It is R-9 by another name." in history
    assert "Removed from the register" in history


def test_what_somebody_answers_for_is_offered_neither_removal_nor_an_end_it_may_not_have(firm: Firm) -> None:
    document = writer_of(kinds.Document).add(firm.ada, kinds.Document(title="Backup policy"))
    draft = writer_of(kinds.DocumentVersion).add(firm.ada, kinds.DocumentVersion(document=document.ref, body="Daily."))
    there, ada = f"/registers/document_version/{draft.ref}/end/", signed_in(firm.ada)
    assert "Remove it" in ada.get(there).content.decode()
    approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    form = ada.get(there)
    shown = form.content.decode()
    assert "Remove it" not in shown
    assert f"{draft.ref} is in force: somebody answers for it, so it is not removed." in shown
    assert not form.context["ways"].ends, "it is superseded by approving the next one, and by nobody's hand"
    refused = ada.post(there, {"seen": form.context["seen"], "how": "remove", "reason": "The new one is signed."})
    assert refused.status_code == 422
    assert f"{draft.ref} stays as it is" in refused.content.decode()
    assert firm.told(draft).state == "in force"


def test_an_end_without_its_reason_keeps_what_was_chosen(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    form = ada.get(END)
    chosen = form.context["ways"].ends[-1]
    refused = ada.post(END, {"seen": form.context["seen"], "how": "end", "state": chosen, "reason": " "})
    assert refused.status_code == 422
    assert re.search(f"<option +selected>{chosen}<", refused.content.decode())


def test_a_removal_is_taken_back_by_whoever_removed_it(firm: Firm) -> None:
    before = flood(firm)
    ada, cleo = signed_in(firm.ada), signed_in(firm.cleo)
    sent = {"seen": ada.get(END).context["seen"], "how": "remove", "reason": "Twice."}
    away = ada.post(END, sent).headers["Location"]
    assert "Undo" in ada.get(away).content.decode()
    assert "Undo" not in cleo.get(away).content.decode()
    back = "/registers/risk/R-1/put-back/"
    assert cleo.post(back).status_code == 400
    assert ada.post(back).headers["Location"] == "/registers/risk/R-1/"
    assert risk(firm) == before
    assert "Undo" not in ada.get(away).content.decode()
    assert ada.post(back).status_code == 400
    assert "Brought back after it was removed" in ada.get("/registers/risk/R-1/history/").content.decode()


def test_an_end_is_undone_like_any_other_change(firm: Firm) -> None:
    before = flood(firm)
    ada = signed_in(firm.ada)
    sent = {"seen": ada.get(END).context["seen"], "how": "end", "state": "closed", "reason": "Moved upstairs."}
    assert "Undo" in ada.post(END, sent, follow=True).content.decode()
    assert risk(firm).state == "closed"
    ada.post("/registers/risk/R-1/undo/", {"seen": ada.get("/registers/risk/R-1/").context["seen"]})
    assert risk(firm) == before


def test_each_version_leads_to_its_entry_and_to_its_erasure_for_whoever_may_erase(firm: Firm) -> None:
    flood(firm)
    first = living.system(firm.id).seen("risk", "R-1") or 0
    writer_of(kinds.Risk).change(firm.ada, "R-1", seen=first, title="Frost")
    second = living.system(firm.id).seen("risk", "R-1")
    history = "/registers/risk/R-1/history/"
    ada = signed_in(firm.ada)
    page = ada.get(history).content.decode()
    erase = f"/settings/erase/value/risk/R-1/{first}/"
    for index in (first, second):
        assert f'href="/journal/{index}/"' in page
    assert erase in page
    assert f"/risk/R-1/{second}/" not in page, "what stands is changed first"
    assert ada.get(erase).status_code in (200, 302)
    assert "/settings/erase/" not in signed_in(firm.cleo).get(history).content.decode()


def test_a_day_reads_the_same_on_every_page_and_stays_sortable_in_files(firm: Firm) -> None:
    writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood", next_review=date(2027, 3, 31)))
    ada = signed_in(firm.ada)
    listed = "/registers/risk/?col=ref&col=title&col=next_review"
    for page in ("/registers/risk/R-1/", listed, "/registers/risk/R-1/history/"):
        text = ada.get(page).content.decode()
        assert "31\u00a0Mar\u00a02027" in text, page
        assert ">2027-03-31<" not in text, page
    taken = ada.post(f"/registers/risk/export/{listed.partition('risk/')[2]}", {"form": "csv"})
    assert b"2027-03-31" in taken.content


def test_another_word_stands_for_a_record_until_it_is_taken_away(firm: Firm) -> None:
    flood(firm)
    ada = signed_in(firm.ada)
    address = "/registers/risk/R-1/also-called/"
    assert (
        ada.post(address, {"seen": ada.get("/registers/risk/R-1/").context["seen"], "alias": "RSK-77"}).status_code
        == 302
    )
    assert ada.get("/go/RSK-77/").headers["Location"] == "/registers/risk/R-1/"
    ada.post(address, {"seen": ada.get("/registers/risk/R-1/").context["seen"], "drop": "RSK-77"})
    assert ada.get("/go/RSK-77/").status_code == 404


def test_hints_speak_of_fields_there_are() -> None:
    anywhere = {each.name for kind in KINDS.values() for each in fields_of(kind)}
    for kind, fields in _hints().items():
        known = anywhere if kind == "every" else {each.name for each in fields_of(KINDS[kind])}
        assert set(fields) <= known, kind


def test_every_register_that_people_write_teaches() -> None:
    mute = [kind for kind, register in REGISTERS.items() if not register.teach]
    assert not mute
    assert len(REGISTERS) > 45
    clauses = {register.clause for register in REGISTERS.values() if register.clause}
    from plumbline.engine.standard.catalogue import standard

    assert clauses <= standard().all_guidance.keys()
