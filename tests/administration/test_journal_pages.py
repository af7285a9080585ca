"""The journal in the browser: who did what, what it changed, what was signed, and whether all of it holds."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

import pytest
from django.db import connection

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.administration.journal_pages import verifying
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.journal import browsing, checkpoints, signer, triggers
from plumbline.apps.journal.browsing import Sought
from plumbline.apps.journal.guard import writing
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.proof.merkle import verify_inclusion
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def page(firm: Firm, address: str, **asked: str) -> str:
    answer = signed_in(firm.bob).get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_entries_stand_newest_first_and_lead_to_what_they_changed(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    told = page(firm, "/journal/")
    latest = firm.seen(flood)
    assert "Ada Winter" in told
    assert "risk:write" in told
    assert told.index(f'"/journal/{latest}/"') < told.index(f'"/journal/{latest - 1}/"')
    assert f"/registers/risk/{flood.ref}/history/" in told


def test_the_list_is_narrowed_by_action_person_register_and_day(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    risks.add(firm.cleo, kinds.Risk(title="Fire"))

    def lines(**asked: str) -> list[int]:
        answer = signed_in(firm.bob).get("/journal/", asked)
        return [each.entry.idx for each in answer.context["leaf"].lines]

    assert lines(action="risk:write", who=firm.ada.id) == [firm.seen(flood)]
    assert len(lines(kind="risk")) == 2
    assert len(lines(kind="membership")) == 4
    assert lines(day="2001-01-01") == []
    assert lines(day="not a day", kind="nothing") == lines()


def test_older_and_newer_pages_meet_and_leave_nothing_out(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plumbline.apps.administration.journal_pages.telling.PER_PAGE", 3)
    bob, seen, before = signed_in(firm.bob), list[int](), ""
    size = bob.get("/journal/").context["visit"].system.head
    while True:
        leaf = bob.get("/journal/" + (f"?before={before}" if before else "")).context["leaf"]
        seen += [each.entry.idx for each in leaf.lines]
        if leaf.older is None:
            break
        before = str(leaf.older)
    assert seen == list(range(size - 1, -1, -1))
    back = bob.get(f"/journal/?after={seen[3]}").context["leaf"]
    assert [each.entry.idx for each in back.lines] == seen[:3]
    assert back.newer is None


def test_an_entry_shows_field_by_field_what_it_changed(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar")
    told = page(firm, f"/journal/{firm.seen(flood)}/")
    assert re.search(r"<del>\s*Flood\s*</del>", told)
    assert re.search(r"<ins>\s*Flood of the cellar\s*</ins>", told)
    leaf = browsing.stored(firm.id, firm.seen(flood))
    assert leaf is not None
    assert leaf[1].hex() in told
    assert signed_in(firm.bob).get("/journal/999999/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/journal/{}/",
        "/journal/{}/proof/",
        "/journal/{}/header/",
        "/journal/checkpoints/{}/",
        "/registers/person/PER-1/history/{}/proof.json",
    ],
)
def test_a_number_that_no_database_holds_is_not_found(firm: Firm, address: str) -> None:
    assert signed_in(firm.bob).get(address.format("9" * 30)).status_code == 404


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_narrows_nothing(firm: Firm, day: str) -> None:
    assert 'href="/journal/0/"' in page(firm, "/journal/", day=day)


def test_the_proof_and_the_bytes_convince_a_stranger(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    index, bob = firm.seen(flood), signed_in(firm.bob)
    header = bob.get(f"/journal/{index}/header/").content
    lines = bob.get(f"/journal/{index}/proof/").content.decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", f"index {index}"]
    blank = lines.index("")
    path = tuple(base64.b64decode(each) for each in lines[2:blank])
    key = signer.verifier_key(firm.id)
    checkpoint, _ = checkpoints.opened("\n".join(lines[blank + 1 :]), key)
    assert bob.get("/journal/key/").content.decode().strip() == key.vkey()
    assert verify_inclusion(sha256(b"\x00" + header).digest(), index, checkpoint.size, path, checkpoint.root)
    note = bob.get(f"/journal/checkpoints/{checkpoint.size}/").content.decode()
    assert checkpoints.opened(note, key)[0] == checkpoint
    assert f"/journal/checkpoints/{checkpoint.size}/" in page(firm, "/journal/checkpoints/")
    assert bob.get("/journal/checkpoints/999/").status_code == 404


def test_verifying_runs_in_the_background_and_says_what_was_checked(firm: Firm) -> None:
    bob = signed_in(firm.bob)
    assert bob.post("/journal/verify/").status_code == 302
    assert bob.post("/journal/verify/").status_code == 302, "a second press finds the first job"
    assert bob.get("/journal/verify/progress/").json()["state"] == "running"
    assert "is being verified" in page(firm, "/journal/verify/")
    run_all()
    assert bob.get("/journal/verify/progress/").json()["state"] == "done"
    told = page(firm, "/journal/verify/")
    assert "The journal is sound" in told
    assert "No checkpoint is anchored outside yet" in told
    done = verifying.asked(firm.id, firm.bob.person)
    assert done is not None
    assert done.result is not None
    assert done.result["entries"] > 5


def test_a_byte_that_was_altered_is_named_with_its_place(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    with writing(), connection.cursor() as cursor:
        triggers.remove(connection)
        cursor.execute("UPDATE journal_version SET value = replace(value, 'Flood', 'Sunny') WHERE ref = 'R-1'")
        triggers.install(connection)
    signed_in(firm.bob).post("/journal/verify/")
    run_all()
    told = page(firm, "/journal/verify/")
    assert "The journal is not sound" in told
    assert f"entry {firm.seen(flood)}" in told.lower()


def test_whoever_may_not_read_a_register_learns_that_it_was_written_and_not_what(firm: Firm) -> None:
    person = enter_person(firm.ada, kinds.Person(), name="Somebody")
    grant_access(firm.ada, person.ref, AccessRole.READER, email="somebody@nordwind.example")
    reader = signed_in(actor_of(firm.id, person.ref))
    assert reader.get("/journal/").status_code == 403
    assert reader.get("/journal/verify/").status_code == 200, "whether it holds is for everybody"


def test_what_is_looked_for_is_sought_in_the_days_of_the_organisation(firm: Firm) -> None:
    every = browsing.count(firm.id, 999, Sought())
    assert every == len(browsing.page_before(firm.id, 999, 999, Sought()))
    assert browsing.actions(firm.id) == ("access:grant", "organization:found", "people:name")
