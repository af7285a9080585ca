"""What was, what changed since, and who wrote it: history, proofs, past days, the chain of proof."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.journal import ports
from plumbline.apps.journal.kept_proofs import read_proof
from plumbline.apps.records import living
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm, found_firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.now = FIRST

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(ports, "now", made)
    return made


def seen(firm: Firm, ref: str) -> int:
    return living.system(firm.id).seen("risk", ref) or 0


def three_days(clock: Clock) -> Firm:
    """Monday: Flood and Theft. Tuesday: Flood becomes Frost, Theft is removed, Fire is new."""
    firm, door = found_firm(), writer_of(kinds.Risk)
    for title in ("Flood", "Theft"):
        door.add(firm.ada, kinds.Risk(title=title, owner=firm.cleo.person))
    clock.now += timedelta(days=1)
    door.change(firm.cleo, "R-1", seen=seen(firm, "R-1"), title="Frost")
    door.remove(firm.ada, "R-2", seen=seen(firm, "R-2"), reason="Written twice.")
    door.add(firm.ada, kinds.Risk(title="Fire", owner=firm.cleo.person))
    clock.now += timedelta(days=1)
    return firm


def on(client: Client, as_of: str, compared_to: str = "") -> Client:
    client.post("/day/", {"as_of": as_of, "compared_to": compared_to})
    return client


def test_a_past_day_shows_what_was_and_offers_no_change(clock: Clock) -> None:
    ada = on(signed_in(three_days(clock).ada), "2026-03-02")
    listed = ada.get("/registers/risk/").content.decode()
    assert "Flood" in listed
    assert "Theft" in listed
    assert "Fire" not in listed
    assert "Change ticked" not in listed
    assert "Bring back" not in listed
    record = ada.get("/registers/risk/R-1/").content.decode()
    assert "/registers/risk/R-1/change/" not in record
    assert "/registers/risk/R-1/end/" not in record
    assert ada.get("/registers/risk/R-1/change/").status_code == 409
    assert ada.post("/registers/risk/R-1/change/", {"seen": "1", "title": "X"}).status_code == 409
    assert ada.get("/registers/risk/new/").status_code == 409
    assert ada.post("/registers/risk/bulk/", {"row": "R-1"}).status_code == 409
    assert ada.get("/registers/risk/bring-back/").status_code == 409
    taken = ada.post("/registers/risk/export/", {"form": "csv"})
    assert "Flood" in taken.content.decode(), "what was can be taken out"


def test_two_days_show_what_changed_between_them(clock: Clock) -> None:
    ada = on(signed_in(three_days(clock).ada), "2026-03-03", "2026-03-02")
    answer = ada.get("/registers/risk/")
    marks = {row.record.ref: row.mark for row in answer.context["table"].rows}
    assert marks == {"R-1": "changed", "R-3": "new"}
    assert [record.ref for record, _ in answer.context["gone"]] == ["R-2"]
    only = ada.get("/registers/risk/?moved=1&q=frost")
    assert [row.record.ref for row in only.context["table"].rows] == ["R-1"]
    record = ada.get("/registers/risk/R-1/")
    assert [(each.before.text, each.after.text) for each in record.context["differences"]] == [("Flood", "Frost")]
    assert re.search(r"<del>\s*Flood\s*</del>", record.content.decode())
    assert "new since then" in ada.get("/registers/risk/R-3/").content.decode()


def test_what_was_not_there_yet_is_told_with_the_day_and_the_way_back(clock: Clock) -> None:
    ada = on(signed_in(three_days(clock).ada), "2026-03-02")
    missing = ada.get("/registers/risk/R-3/")
    assert missing.status_code == 404
    assert "Risks: there is no R-3 on 2\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2026." in missing.content.decode()
    assert "/day/" in missing.content.decode(), "the date bar is there to leave by"


def test_a_day_before_all_calendars_locks_nobody_out(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    for day in ("0001-01-01", "1969-12-31", "soon"):
        told = ada.post("/day/", {"as_of": day, "next": "/"}, follow=True)
        assert (told.status_code, told.context["visit"].as_of) == (200, None), day
        assert "That is no day from 1970 until yesterday" in told.content.decode()
    assert ada.get("/evidence/?until=0001-01-01").status_code == 200
    shown = ada.post("/day/", {"as_of": "1970-01-01", "next": "/"}, follow=True)
    assert (shown.status_code, shown.context["visit"].past) == (200, True)


def test_the_history_tells_every_version_and_who_wrote_it(clock: Clock) -> None:
    firm = three_days(clock)
    page = signed_in(firm.ada).get("/registers/risk/R-1/history/")
    latest, first = page.context["versions"]
    assert (latest.who, first.who) == ("Cleo Brandt", "Ada Winter")
    assert [(each.name, each.before.text, each.after.text) for each in latest.differences] == [
        ("title", "Flood", "Frost")
    ]
    assert "10:00\u00a0CET" in page.content.decode(), "as the clocks of the organisation show it"
    beside = signed_in(firm.ada).get(f"/registers/risk/R-1/history/?from={latest.index}&to={first.index}")
    assert [each.after.text for each in beside.context["between"]] == ["Frost"]
    past = on(signed_in(firm.bob), "2026-03-02").get("/registers/risk/R-1/history/")
    assert len(past.context["versions"]) == 1, "a past day does not know what came later"


def test_each_version_has_a_proof_that_holds(clock: Clock) -> None:
    firm = three_days(clock)
    ada = signed_in(firm.ada)
    first = ada.get("/registers/risk/R-1/history/").context["versions"][-1]
    answer = ada.get(f"/registers/risk/R-1/history/{first.index}/proof.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="R-1-{first.index}.json"'
    proven = read_proof(answer.content)
    assert proven.verify() == ()
    assert json.loads(proven.value or "")["title"] == "Flood"
    foreign = ada.get(f"/registers/risk/R-1/history/{first.index}/proof.tlog-proof").content.decode()
    assert foreign.startswith("c2sp.org/tlog-proof@v1\n")
    assert ada.get("/registers/risk/R-1/history/0/proof.json").status_code == 404
    assert ada.get(f"/registers/risk/R-1/history/{first.index}/proof.html").status_code == 404


def test_the_chain_leads_from_the_duty_to_the_evidence_and_shows_what_is_broken(firm: Firm) -> None:
    duty = writer_of(kinds.Obligation).add(firm.ada, kinds.Obligation(title="GDPR 32"))
    risk = kinds.Risk(title="Flood", owner=firm.cleo.person, obligations=(duty.ref,), controls=("A.8.13", "Moat"))
    made = writer_of(kinds.Risk).add(firm.ada, risk)
    writer_of(kinds.Action).add(firm.ada, kinds.Action(title="Move the server", answers=(made.ref,)))
    ada = signed_in(firm.ada)
    steps = {step.label: step.links for step in ada.get("/registers/risk/R-1/").context["chain"]}
    assert list(steps) == ["Obligations and context", "Controls", "Evidence", "Actions"]
    assert steps["Obligations and context"][0].ref == duty.ref
    assert {each.ref: each.gap for each in steps["Controls"]} == {
        "Moat": "Names no record.",
        "A.8.13": "Nobody has said how it is done.",
    }
    assert steps["Evidence"][0].gap == "No evidence shows it yet."
    assert steps["Actions"][0].ref == "ACT-1"

    writer_of(kinds.ControlState).add(firm.ada, kinds.ControlState(ref="A.8.13", status="implemented"))
    shown = kinds.EvidenceItem(title="Restore test", controls=("A.8.13",), result="holds")
    writer_of(kinds.EvidenceItem).add(firm.ada, shown)
    steps = {step.label: step.links for step in ada.get("/registers/risk/R-1/").context["chain"]}
    assert [(each.ref, each.gap) for each in steps["Evidence"]] == [("EVD-1", "")]
    assert [each.ref for each in steps["Controls"] if not each.gap] == ["A.8.13"]
    control = {step.label: step.links for step in ada.get("/registers/control_state/A.8.13/").context["chain"]}
    assert [each.ref for each in control["Risks"]] == ["R-1"]


def test_nobody_reads_through_a_link_what_they_may_not_open(firm: Firm) -> None:
    asset = writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="File server"))
    writer_of(kinds.Incident).add(firm.ada, kinds.Incident(title="Blackmail of the board", assets=(asset.ref,)))
    risk = kinds.Risk(title="Flood", assets=(asset.ref,), owner=firm.cleo.person)
    writer_of(kinds.Risk).add(firm.ada, risk)
    grant_access(firm.ada, firm.dan.person, AccessRole.READER, email="dan@nordwind.example")
    dan, address = signed_in(firm.dan), f"/registers/asset/{asset.ref}/"
    assert "Blackmail" in signed_in(firm.ada).get(address).content.decode()
    page = dan.get(address)
    assert page.status_code == 200
    assert "Blackmail" not in page.content.decode()
    assert "Flood" in page.content.decode()
    assert dan.get("/registers/incident/INC-1/").status_code == 403
    assert dan.get("/registers/incident/INC-1/history/").status_code == 403
    assert dan.get("/suggest/?kinds=incident&q=black").json() == {"found": []}
