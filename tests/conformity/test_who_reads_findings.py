"""Findings on pages: told to who may open the record at fault, with a way to mend them to who may write it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.certification.services import open_to_visitors, visits
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.reading import isms_now
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.engine.domain.sight import Sight
from plumbline.engine.rules.finding import Finding, Severity
from plumbline.engine.rules.telling import told
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


@pytest.fixture
def vera(firm: Firm) -> Client:
    """An auditor from outside whose visit opens improvements with their actions, and files; and no risk."""
    who = enter_person(firm.ada, kinds.Person(employment="external"), name="Vera Visitor")
    opens = ("improvement", "register")
    value = kinds.Visit(title="Stage 1", visit_kind="stage 1", visitors=(who.ref,), opens=opens)
    open_to_visitors(firm.ada, visits.add(firm.ada, value).ref, emails={who.ref: "vera@example.org"})
    return signed_in(actor_of(firm.id, who.ref))


ABOUT = "The cellar floods"


@pytest.fixture
def stalled(firm: Firm) -> kinds.Action:
    """An action about a risk that was to begin long ago: its finding cites the risk."""
    risk = writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title=ABOUT))
    wish = kinds.Action(
        title="A pump", action_kind="treat", answers=(risk.ref,), starts=date(2026, 1, 5), owner="PER-1"
    )
    return writer_of(kinds.Action).add(firm.ada, wish)


@pytest.mark.parametrize("address", ["/findings/?rule=TRT010", "/findings/file/json/", "/findings/file/html/"])
def test_a_finding_quotes_nothing_of_what_the_visitor_may_not_open(
    firm: Firm, vera: Client, stalled: kinds.Action, address: str
) -> None:
    whole, seen = (who.get(address) for who in (signed_in(firm.ada), vera))
    assert (whole.status_code, seen.status_code) == (200, 200)
    assert f"R-1 {ABOUT}" in words(whole.content)
    said = words(seen.content)
    assert "It was to start on" in said, "the finding itself stays"
    assert "A pump: planned start " in said, "what it quotes of the open record stays"
    assert "Beside it: 1 record that your visit does not open." in said
    assert not re.search(r"\bR-1\b", said)
    assert ABOUT not in said


def words(content: bytes) -> str:
    """What a page or a file says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", content.decode()).split())


def test_where_quotes_cannot_be_told_apart_none_is_left(firm: Firm, stalled: kinds.Action) -> None:
    isms = isms_now(firm.ada, date(2026, 11, 1))
    sight = Sight(isms, lambda each: each.KIND != "risk", "that you may not read")
    finding = Finding(
        code="TRT010",
        name="action-stalled",
        severity=Severity.MINOR,
        clauses=("8.3",),
        records=(stalled.ref, "R-1"),
        requirement="Plans are carried out.",
        evidence=f"2 of 41 actions: {stalled.ref}, R-1. Judged on 2026-11-01.",
        gap="R-1 The cellar floods waits.",
        mend="Start.",
    )
    said = told(finding, sight)
    assert said.evidence == "It rests on ACT-1, 1 record that you may not read."
    assert said.gap == "[not shown] waits."
    assert said.records == ("ACT-1",)
    twice = replace(finding, evidence="ACT-1 A pump. R-1 The cellar floods. R-1 again. Judged on 2026-11-01.")
    assert told(twice, sight).evidence == (
        "ACT-1 A pump. Beside it: 1 record that you may not read. Judged on 2026-11-01."
    )
    back = replace(finding, evidence="ACT-1 A pump for R-1. R-1 The cellar floods: high. Judged on 2026-11-01.")
    assert ABOUT not in told(back, sight).evidence
