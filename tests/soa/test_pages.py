"""The Statement of Applicability in the browser: rows with their sources, decisions, approval, comparison."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.sign_ins import Event, note
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_names_what_asks_for_it_and_a_reasoned_decision_stands_above(firm: Firm) -> None:
    risk = kinds.Risk(title="Phishing", owner=firm.cleo.person, option="modify", controls=("A.6.3",))
    writer_of(kinds.Risk).add(firm.ada, risk)
    ada = signed_in(firm.ada)
    text = ada.get("/soa/?show=applicable").content.decode()
    assert "A.6.3" in text
    assert "/registers/risk/R-1/" in text
    assert "A.7.4" not in text
    without = ada.post("/soa/A.7.4/", {"applicable": "no", "seen": ""})
    assert without.status_code == 422
    assert "needs its reason" in without.content.decode()
    decided = ada.post("/soa/A.7.4/", {"applicable": "no", "reason": "We rent two desks.", "seen": ""})
    assert decided.status_code == 302
    assert "We rent two desks." in ada.get("/soa/?show=excluded").content.decode()
    seen = ada.get("/soa/A.7.4/").context["seen"]
    taken_back = ada.post("/soa/A.7.4/", {"applicable": "", "reason": "The office opened.", "seen": seen})
    assert taken_back.status_code == 302
    assert "A.7.4" in ada.get("/soa/?show=undecided").content.decode()


def test_a_decision_that_stands_is_what_the_form_begins_with(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    assert ada.get("/soa/A.7.4/").context["chosen"] == "yes"
    ada.post("/soa/A.7.4/", {"applicable": "no", "reason": "We rent two desks.", "seen": ""})
    shown = ada.get("/soa/A.7.4/")
    assert '<option value="no" selected>' in shown.content.decode(), "a better reason must not turn the decision round"
    refused = ada.post("/soa/A.7.4/", {"applicable": "", "reason": "", "seen": shown.context["seen"]})
    assert refused.context["chosen"] == ""


def test_a_reader_sees_no_evidence_through_a_row(firm: Firm) -> None:
    grant_access(firm.ada, firm.dan.person, AccessRole.READER, email="dan@nordwind.example")
    held = kinds.EvidenceItem(title="Scan of the payroll server", controls=("A.8.8",), result="holds")
    writer_of(kinds.EvidenceItem).add(firm.ada, held)
    assert "payroll" in signed_in(firm.bob).get("/soa/A.8.8/").content.decode()
    dan = signed_in(firm.dan)
    assert "payroll" not in dan.get("/soa/A.8.8/").content.decode()
    assert "/soa/file/" not in dan.get("/soa/").content.decode(), "nor is a file offered that is refused"


def test_a_version_may_be_called_what_it_likes_and_its_file_has_one_name(firm: Firm) -> None:
    tilda, number = signed_in(firm.tilda), '1.0"; filename="run.html\r\nX-Made-Up: yes'
    head = tilda.get("/soa/approve/").context["head"]
    assert tilda.post("/soa/approve/", {"number": number, "head": head}).status_code == 302
    kept = tilda.get("/soa/kept/SOA-1/pdf/")
    told = kept.headers["Content-Disposition"]
    assert told.startswith("attachment; filename*=utf-8''statement-of-applicability-1.0%22")
    assert "X-Made-Up" not in kept.headers


def test_tilda_approves_what_she_saw_and_nothing_else(firm: Firm) -> None:
    tilda = signed_in(firm.tilda)
    page = tilda.get("/soa/approve/")
    head = page.context["head"]
    writer_of(kinds.Issue).add(firm.ada, kinds.Issue(title="A new market", side="external"))
    late = tilda.post("/soa/approve/", {"number": "1.0", "head": head})
    assert late.status_code == 422
    assert "changed since you opened" in late.content.decode()
    head = tilda.get("/soa/approve/").context["head"]
    assert tilda.post("/soa/approve/", {"number": "1.0", "head": "99999"}).status_code == 422
    note(Account.objects.get(email="cleo@nordwind.example").pk, Event.SIGNED_IN)
    approved = tilda.post("/soa/approve/", {"number": "1.0", "head": head})
    assert approved.status_code == 302, "that Cleo signed in meanwhile changes no row"
    kept = tilda.get("/soa/kept/SOA-1/pdf/")
    assert kept.content.startswith(b"%PDF")
    assert "attachment" in kept.headers["Content-Disposition"]
    assert signed_in(firm.ada).post("/soa/approve/", {"number": "2.0", "head": head}).status_code == 403


def test_two_versions_are_compared_row_by_row(firm: Firm) -> None:
    tilda = signed_in(firm.tilda)
    tilda.post("/soa/approve/", {"number": "1.0", "head": tilda.get("/soa/approve/").context["head"]})
    writer_of(kinds.Risk).add(
        firm.ada, kinds.Risk(title="Phishing", owner=firm.cleo.person, option="modify", controls=("A.6.3",))
    )
    changed = tilda.get("/soa/compare/?from=SOA-1&to=").context["changed"]
    assert [each.key for each in changed] == ["A.6.3"]


@pytest.mark.parametrize("form", ["pdf", "xlsx", "docx", "json"])
def test_every_file_is_handed_out_to_who_may_export(firm: Firm, form: str) -> None:
    assert signed_in(firm.bob).get(f"/soa/file/{form}/").status_code == 200
    assert signed_in(firm.cleo).get(f"/soa/file/{form}/").status_code == 403


def test_a_row_left_out_against_facts_says_what_speaks_against_it(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    nobody_asks = "on record asks for this control"
    assert nobody_asks in ada.get("/soa/A.5.10/").content.decode()
    ada.post("/soa/A.5.10/", {"applicable": "no", "reason": "We own nothing."})
    told = ada.get("/soa/A.5.10/").content.decode()
    assert "speaks against leaving it out" in told
    assert nobody_asks not in told
