"""The pages of improvement: five steps, what a change touches, a letter; and what Dan sees of them."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.improvement.services import actions, approve_change, changes, nonconformities, refresh_impact
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.cli.place import typed_by
from tests.stories import Firm
from tests.visiting import signed_in

LAPSED = date(2020, 1, 31)


def text(visitor: Client, url: str, status: int = 200) -> str:
    """The words of a page, one space apart."""
    answer = visitor.get(url)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def seen(visitor: Client, url: str) -> str:
    """The version that the form of a page was made of."""
    found = re.search(r'name="seen" value="(\d+)"', visitor.get(url).content.decode())
    assert found, f"{url} has no form"
    return found[1]


@pytest.fixture
def lapsed(firm: Firm) -> kinds.Nonconformity:
    """Three suppliers whose agreements have ended, and a nonconformity about the first."""
    for number, name in enumerate(("Curlew", "Bramble", "Puddle"), start=1):
        writer_of(kinds.Supplier).add(firm.ada, kinds.Supplier(title=name, sees_information=number < 3))
        agreement = kinds.SupplierAgreement(title=f"Agreement with {name}", supplier=f"SUP-{number}", ends=LAPSED)
        writer_of(kinds.SupplierAgreement).add(firm.ada, agreement)
    return nonconformities.add(
        firm.ada,
        kinds.Nonconformity(
            title="Runs without a contract",
            source="Rule SUP002",
            requirement="A.5.20",
            records=("SUP-1", "SAG-1"),
            owner="PER-1",
            raised_on=date(2026, 1, 1),
        ),
    )


def test_ada_searches_by_the_rule_and_by_likeness_and_writes_it_down(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    ada, url = signed_in(firm.ada), f"/improvement/{lapsed.ref}/where/"
    page = text(ada, url)
    assert "SUP-2 Bramble" in page
    assert "“To” has passed there too: 2020-01-31." in page
    assert "SAG-3 Agreement with Puddle" in page
    empty = ada.post(url, {"do": "save", "seen": seen(ada, url), "same": ["SAG-2"]})
    assert (empty.status_code, b"It says nowhere" in empty.content) == (422, True)
    sent = {
        "do": "save",
        "seen": seen(ada, url),
        "same": ["SUP-2", "SAG-3"],
        "where": "Suppliers",
        "result": "Two more.",
    }
    assert ada.post(url, sent).status_code == 302
    told = firm.told(lapsed)
    assert (told.records, told.siblings) == (("SUP-1", "SAG-1", "SUP-2", "SAG-3"), ("SUP-2", "SAG-3"))
    assert "found before" in text(ada, url)
    assert "by Ada Winter: Two more." in text(ada, url)


def test_each_step_keeps_what_is_typed_and_leads_to_the_next(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    ada, base = signed_in(firm.ada), f"/improvement/{lapsed.ref}"
    put = ada.post(f"{base}/right/", {"do": "save", "seen": seen(ada, f"{base}/right/"), "correction": "Renewed."})
    assert put.headers["Location"] == f"{base}/why/"
    whys = {"why-0": "Nobody looked.", "why-1": "Nobody was told to.", "cause": "No date in the list."}
    why = ada.post(f"{base}/why/", {"do": "save", "seen": seen(ada, f"{base}/why/"), **whys})
    assert why.headers["Location"] == f"{base}/where/"
    told = firm.told(lapsed)
    assert told.whys == ("Nobody looked.", "Nobody was told to.")
    assert told.cause_found_on is not None
    plan = {"do": "plan", "title": "A list with dates", "owner": "PER-3", "due": "2030-01-31"}
    assert (
        ada.post(f"{base}/away/", {"seen": seen(ada, f"{base}/away/"), **plan}).headers["Location"] == f"{base}/away/"
    )
    assert "A list with dates" in text(ada, f"{base}/away/")
    crit = {"do": "save", "seen": seen(ada, f"{base}/away/"), "effect_criterion": "None lapsed in a year."}
    assert ada.post(f"{base}/away/", crit).headers["Location"] == f"{base}/worked/"
    assert firm.told(lapsed).effect_criterion_on is not None
    left = (
        "Put right : its effects are not told Where else : not searched yet So that it stays away : 1 action under way"
    )
    assert left in text(ada, f"{base}/worked/")
    answered = {"consequences": "None.", "extent": "Nothing found.", "isms_change": "none needed"}
    nonconformities.change(firm.ada, lapsed.ref, seen=firm.seen(lapsed), **answered)
    actions.change(firm.ada, "ACT-1", seen=firm.seen(kinds.Action(ref="ACT-1")), state="done", done_on=told.raised_on)
    assert "An ISMS manager, an auditor or top management judges it" in text(ada, f"{base}/worked/")
    assert "Judge the effect" in text(signed_in(firm.bob), f"{base}/worked/")


def test_a_finding_opens_a_nonconformity_that_is_filled_in(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    ada = signed_in(firm.ada)
    url = "/improvement/open/?rule=SUP002&record=SUP-2"
    page = ada.get(url).content.decode()
    assert "A.5.20" in page
    assert "Rule SUP002" in page
    key = re.search(r'name="form-key" value="([^"]+)"', page)
    assert key
    sent = {"form-key": key[1], "title": "Bramble lapsed", "description": "Ended.", "source": "Rule SUP002"}
    made = ada.post(url, sent)
    assert made.headers["Location"] == "/improvement/NC-2/right/"
    assert ada.post(url, sent).headers["Location"] == "/improvement/NC-2/right/"
    bare = ada.post("/improvement/open/", {"title": "", "description": "x"})
    assert (bare.status_code, b"Say in one line" in bare.content) == (422, True)


def test_an_earlier_one_alike_is_told_while_the_next_is_written(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    nonconformities.change(firm.ada, lapsed.ref, seen=firm.seen(lapsed), cause="No date in the list.")
    again = nonconformities.add(
        firm.ada, kinds.Nonconformity(title="Again", requirement="A.5.20", cause="No date in the list.")
    )
    page = text(signed_in(firm.ada), f"/improvement/{again.ref}/why/")
    assert "NC-1 Runs without a contract same requirement and cause" in page


def test_an_incident_opens_one_too(firm: Firm) -> None:
    writer_of(kinds.Incident).add(firm.ada, kinds.Incident(title="Tablet lost", cause="No tether."))
    ada = signed_in(firm.ada)
    assert "Open a nonconformity" in text(ada, "/registers/incident/INC-1/")
    page = ada.get("/improvement/open/?from=INC-1").content.decode()
    assert "Tablet lost" in page
    assert "Incident INC-1" in page


def test_the_overview_says_what_is_left_at_each_step(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    page = text(signed_in(firm.ada), "/improvement/")
    assert "NC-1 Runs without a contract" in page
    assert "no cause found yet" in page


def test_a_change_goes_through_its_pages_to_its_end(firm: Firm) -> None:
    writer_of(kinds.Supplier).add(firm.ada, kinds.Supplier(title="Cloudworks"))
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Portal", supplier="SUP-1"))
    change = kinds.Change(
        title="New host",
        purpose="The old one closes.",
        consequences="Two hours without.",
        owner="PER-1",
        requested_by="PER-1",
        planned_for=date(2030, 1, 1),
        subjects=("SUP-1",),
    )
    changes.add(firm.ada, change)
    ada, bob, tilda, url = signed_in(firm.ada), signed_in(firm.bob), signed_in(firm.tilda), "/changes/CHG-1/"
    assert "2 of these are not on its list yet" in text(ada, url)
    assert ada.post(f"{url}refresh/", {"seen": seen(ada, url)}).status_code == 302
    decide = "/registers/change/CHG-1/decide/approve/"
    assert "It is provided by SUP-1." in text(tilda, decide)
    assert tilda.post(decide, {"seen": seen(tilda, decide)}).status_code == 302
    assert bob.post(f"{url}start/", {"seen": seen(bob, url)}).status_code == 302
    assert bob.post(f"{url}live/", {"seen": seen(bob, url)}).status_code == 302
    assert "neither brought up to date since, nor waived" in text(bob, url)
    lacking = ada.post(f"{url}settle/", {"seen": seen(ada, url), "record": ["AST-1"], "state": "waived", "reason": ""})
    assert (lacking.status_code, b"needs a reason" in lacking.content) == (422, True)
    sent = {"seen": seen(ada, url), "record": ["AST-1", "SUP-1"], "state": "waived", "reason": "Same terms."}
    assert ada.post(f"{url}settle/", sent).status_code == 302
    close = "/registers/change/CHG-1/decide/close/"
    assert bob.post(close, {"seen": seen(bob, close)}).status_code == 302
    assert firm.told(change.__class__(ref="CHG-1")).state == "closed"
    assert "0 open changes" in text(ada, "/changes/")


def test_the_card_of_a_change_counts_what_its_page_counts(firm: Firm) -> None:
    """Also what came in since the list was made, and what was written since the approval."""
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Portal"))
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Shop", depends_on=("AST-1",)))
    change = kinds.Change(
        title="New host",
        purpose="The old one closes.",
        consequences="None.",
        owner="PER-1",
        planned_for=date(2030, 1, 1),
        subjects=("AST-1",),
    )
    made = refresh_impact(firm.ada, changes.add(firm.ada, change).ref, seen=firm.seen(kinds.Change(ref="CHG-1")))
    approve_change(firm.tilda, made.ref, seen=firm.seen(made))
    writer_of(kinds.Asset).change(firm.ada, "AST-2", seen=firm.seen(kinds.Asset(ref="AST-2")), title="The shop")
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Till", depends_on=("AST-1",)))
    ada = signed_in(firm.ada)
    assert "2 of 3 settled" in text(ada, "/changes/CHG-1/")
    assert "2 of 3 touched records settled" in text(ada, "/changes/")


def test_an_emergency_without_approval_stands_in_a_lane_of_its_own(firm: Firm) -> None:
    made = changes.add(firm.ada, kinds.Change(title="Wall shut", emergency=True, live_on=date(2026, 1, 1)))
    assert "In effect without approval 1" in text(signed_in(firm.ada), "/changes/")
    assert made.state == "proposed"


def test_a_letter_says_what_it_lacks_and_comes_as_both_files(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    gap = nonconformities.change(
        firm.ada, lapsed.ref, seen=firm.seen(lapsed), raised_by_body="The body", answer_due=date(2030, 1, 1)
    )
    planned = actions.add(firm.ada, kinds.Action(title="A list with dates", answers=(gap.ref,), owner="PER-3"))
    ada = signed_in(firm.ada)
    page = text(ada, f"/improvement/letter/?ref={gap.ref}")
    assert "NC-1: cause is not stated yet" in page
    assert planned.ref in page
    pdf = ada.get(f"/improvement/letter/pdf/?ref={gap.ref}")
    assert pdf.content.startswith(b"%PDF-")
    word = docx.Document(io.BytesIO(ada.get(f"/improvement/letter/docx/?ref={gap.ref}").content))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"Requirement", "Correction", "Cause", "Extent", "Effectiveness", "Cleo Brandt"} <= cells
    assert ada.get("/improvement/letter/pdf/").status_code == 400


def test_the_letter_is_written_from_the_command_line(firm: Firm, lapsed: kinds.Nonconformity, tmp_path: Path) -> None:
    said = typed_by("ada", "response", "NC-1", "-o", str(tmp_path / "letter.docx"))
    assert said.code == 0
    assert "Missing: NC-1: cause is not stated yet." in said.err
    assert (tmp_path / "letter.docx").read_bytes()[:2] == b"PK"
    assert typed_by("cleo", "response", "NC-1", "-o", str(tmp_path / "no.pdf")).code == 2


def test_dan_reads_and_writes_nothing_and_cleo_writes_what_is_hers(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    grant_access(firm.ada, firm.dan.person, AccessRole.READER, email="dan@nordwind.example")
    dan = signed_in(actor_of(firm.id, firm.dan.person))
    for url in ("/improvement/open/", "/improvement/letter/", "/improvement/letter/pdf/"):
        assert dan.get(url).status_code == 403
    page = dan.get(f"/improvement/{lapsed.ref}/right/")
    assert (page.status_code, b'name="seen"' in page.content) == (200, False)
    correction = {"do": "save", "seen": str(firm.seen(lapsed)), "correction": "Renewed."}
    for visitor in (dan, signed_in(firm.cleo)):
        assert visitor.post(f"/improvement/{lapsed.ref}/right/", correction).status_code == 403


def test_who_may_not_answer_reads_who_does_and_is_offered_no_letter(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    gap = nonconformities.change(firm.ada, lapsed.ref, seen=firm.seen(lapsed), raised_by_body="The body")
    cleo, base = signed_in(firm.cleo), f"/improvement/{gap.ref}"
    for step in ("right", "why", "where", "away"):
        assert "Ada Winter owns it and writes this; an ISMS manager" in text(cleo, f"{base}/{step}/")
    assert "Nothing is written here yet." in text(cleo, f"{base}/why/")
    nonconformities.change(firm.ada, gap.ref, seen=firm.seen(gap), whys=("Nobody looked.", "Nobody was told to."))
    why = text(cleo, f"{base}/why/")
    assert "Nobody was told to." in why
    assert "Nothing is written here yet." not in why
    for url in ("/improvement/", f"{base}/why/"):
        assert "/improvement/letter/" not in cleo.get(url).content.decode().partition("<main")[2]
        assert "/improvement/letter/" in signed_in(firm.bob).get(url).content.decode().partition("<main")[2]


def test_the_whys_stand_one_below_the_other_on_the_page_of_the_record(firm: Firm, lapsed: kinds.Nonconformity) -> None:
    whys = ("Nobody looked.", "Nobody was told to.")
    nonconformities.change(firm.ada, lapsed.ref, seen=firm.seen(lapsed), whys=whys)
    page = signed_in(firm.ada).get(f"/registers/nonconformity/{lapsed.ref}/").content.decode()
    assert "<li>Nobody looked.</li><li>Nobody was told to.</li>" in page


def test_a_proposed_change_waits_on_the_first_page_of_who_may_approve_it(firm: Firm) -> None:
    changes.add(firm.ada, kinds.Change(title="New host", owner="PER-1", planned_for=date(2020, 1, 1)))
    assert "approve the change, or turn it down" in text(signed_in(firm.tilda), "/")
    ada = text(signed_in(firm.ada), "/")
    assert "bring the change into effect" in ada
    assert "approve the change" not in ada
