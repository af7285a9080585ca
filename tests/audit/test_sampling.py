"""Bob freezes the suppliers, draws three of them, and anybody draws the same three again."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.audit.sampling import frozen
from plumbline.apps.audit.sampling.drawing import Wanted, again
from plumbline.apps.audit.sampling.services import draw_sample, extend_sample, freeze_population, record_results
from plumbline.apps.audit.services import populations, samples
from plumbline.apps.journal import blobs, ports
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.suppliers.services import suppliers
from plumbline.engine.domain import kinds
from plumbline.engine.domain.samples import Examined
from plumbline.engine.evidence.populations import Row
from tests.stories import Firm, found_firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TESTED = "Was the agreement signed before the service began?"


@pytest.fixture
def register(firm: Firm) -> tuple[kinds.Supplier, ...]:
    values = (
        kinds.Supplier(title=f"Supplier {number}", criticality="high" if number % 3 else "critical")
        for number in range(12)
    )
    return tuple(suppliers.add(firm.ada, each) for each in values)


def population(firm: Firm, rows: int = 12) -> kinds.Population:
    made = frozen.made(Row(f"T-{number}", "major" if number % 4 else "minor", "A ticket") for number in range(rows))
    value = kinds.Population(
        title="Tickets", digest=made.digest, rows=frozen.keep(made, "tickets"), completeness="Counted beside Dan."
    )
    return freeze_population(firm.bob, value)


def drawn(firm: Firm, held: kinds.Population, size: int = 5, seed: str = "") -> kinds.Sample:
    return draw_sample(firm.bob, held.ref, Wanted(method="random", size=size, attribute=TESTED, seed=seed))


def test_a_register_is_narrowed_frozen_and_drawn_from_in_the_browser(
    firm: Firm, register: tuple[kinds.Supplier, ...]
) -> None:
    bob = signed_in(firm.bob)
    url = "/audits/populations/register/supplier/?f.criticality=critical"
    assert bob.get(url).context["size"] == 4
    sent = {"title": "Critical suppliers", "complete": "yes", "completeness": "The ledger of payments names no other."}
    answer = bob.post(url, sent)
    assert answer.headers["Location"] == "/audits/populations/POP-1/"
    held = firm.told(kinds.Population(ref="POP-1"))
    assert isinstance(held, kinds.Population)
    assert (held.size, held.register, held.selection) == (4, "supplier", "f.criticality=critical")
    kept = blobs.place(held.digest).read_bytes()
    assert kept.startswith(b"plumbline-population/1\nSUP-1\t\tSupplier 0\n")
    assert hashlib.sha256(kept).hexdigest() == held.digest
    page = bob.get("/audits/populations/POP-1/").content.decode()
    assert held.digest in page
    assert "The ledger of payments names no other." in page
    lot = {"attribute": TESTED, "method": "random", "size": "3", "seed": "dice 5 3 1", "form-key": "k"}
    assert bob.post("/audits/populations/POP-1/draw/", lot).headers["Location"] == "/audits/samples/SMP-1/"
    twice = bob.post("/audits/populations/POP-1/draw/", lot)
    assert twice.headers["Location"] == "/audits/samples/SMP-1/"
    sample = firm.told(kinds.Sample(ref="SMP-1"))
    assert isinstance(sample, kinds.Sample)
    assert (sample.size, sample.seed, sample.drawn_by) == (3, "dice 5 3 1", firm.bob.person)


def test_a_population_says_how_it_is_known_to_be_whole(firm: Firm, register: tuple[kinds.Supplier, ...]) -> None:
    answer = signed_in(firm.bob).post("/audits/populations/register/supplier/", {"title": "All", "complete": "yes"})
    assert answer.status_code == 422
    assert "An auditor asks for this before anything else" in answer.content.decode()
    made = frozen.made([Row("T-1")])
    mute = kinds.Population(digest=made.digest, rows=frozen.keep(made, "tickets"))
    with pytest.raises(InvalidError, match="nothing is missing"):
        freeze_population(firm.bob, mute)


def test_who_may_not_read_a_register_does_not_draw_from_it(firm: Firm, register: tuple[kinds.Supplier, ...]) -> None:
    assert signed_in(firm.cleo).get("/audits/populations/register/supplier/").status_code == 403
    with pytest.raises(NotAllowedError):
        draw_sample(firm.cleo, population(firm).ref, Wanted(method="random", size=1, attribute=TESTED))


def test_without_a_seed_one_is_drawn_by_lot_and_every_draw_stays_on_record(firm: Firm) -> None:
    held = population(firm)
    first, second = drawn(firm, held), drawn(firm, held)
    assert first.seed != second.seed
    assert {len(first.seed), len(second.seed)} == {16}
    assert firm.last_entry()[2] == (second.ref,)
    assert again(frozen.read(held), first).same


def test_results_are_told_with_their_bounds_and_an_exception_needs_words(firm: Firm) -> None:
    held = population(firm)
    sample = drawn(firm, held, seed="7")
    bob, url = signed_in(firm.bob), f"/audits/samples/{sample.ref}/"
    seen = bob.get(url).context["seen"]
    sent = {"seen": seen, **{f"result-{at}": "as it should be" for at in range(5)}, "result-2": "exception"}
    refused = bob.post(url, sent)
    assert refused.status_code == 422
    assert "say what was seen" in refused.content.decode()
    assert bob.post(url, sent | {"remark-2": "Signed in June, began in May.", "conclusion": "Late."}).status_code == 302
    told = firm.told(sample)
    assert isinstance(told, kinds.Sample)
    assert (told.state, told.exceptions, told.items[2].remark) == ("examined", 1, "Signed in June, began in May.")
    shown = bob.get(url).content.decode()
    assert "Of 5 drawn of 12, 1 was not as it should be: 20 %" in shown
    assert "with 95 % confidence the share of exceptions in the population lies between" in shown


def test_a_result_of_a_row_that_was_not_drawn_is_refused(firm: Firm) -> None:
    held = population(firm)
    sample = drawn(firm, held, size=2, seed="7")
    other = next(row.key for row in frozen.read(held).rows if row.key not in {each.key for each in sample.items})
    results = {other: Examined(key=other, result="as it should be")}
    with pytest.raises(InvalidError, match="was not drawn"):
        record_results(firm.bob, sample.ref, seen=firm.seen(sample), results=results)


def test_a_sample_grows_and_keeps_what_was_seen(firm: Firm) -> None:
    held = population(firm)
    sample = drawn(firm, held, size=3, seed="7")
    first = {sample.items[0].key: Examined(key=sample.items[0].key, result="as it should be")}
    sample = record_results(firm.bob, sample.ref, seen=firm.seen(sample), results=first)
    grown = extend_sample(firm.bob, sample.ref, seen=firm.seen(sample), size=6, reason="One exception elsewhere.")
    assert grown.items[:3] == sample.items
    assert (len(grown.items), grown.state) == (6, "drawn")
    assert "One exception elsewhere." in grown.size_reason
    assert again(frozen.read(held), grown).same
    with pytest.raises(RefusedError, match="never shrinks"):
        extend_sample(firm.bob, sample.ref, seen=firm.seen(grown), size=2, reason="Less work.")


@pytest.mark.parametrize(("method", "each", "size"), [("stratified", False, 6), ("stratified", True, 2)])
def test_strata_are_drawn_again_alike(firm: Firm, method: str, each: bool, size: int) -> None:
    held = population(firm)
    sample = draw_sample(firm.bob, held.ref, Wanted(method=method, size=size, each=each, attribute=TESTED, seed="dice"))
    assert {item.stratum for item in sample.items} == {"major", "minor"}
    assert again(frozen.read(held), sample).same
    page = signed_in(firm.bob).post(f"/audits/samples/{sample.ref}/again/").content.decode()
    assert "The same rows" in page


def test_chosen_rows_carry_their_reasons_and_speak_for_no_others(firm: Firm) -> None:
    held = population(firm)
    bob = signed_in(firm.bob)
    sent = {"attribute": TESTED, "method": "judgement", "chosen": "T-1: the loudest complaint\nT-5: the oldest"}
    assert bob.post(f"/audits/populations/{held.ref}/draw/", sent).status_code == 302
    sample = firm.told(kinds.Sample(ref="SMP-1"))
    assert isinstance(sample, kinds.Sample)
    assert sample.reason == "T-1: the loudest complaint\nT-5: the oldest"
    results = {each.key: Examined(key=each.key, result="as it should be") for each in sample.items}
    record_results(firm.bob, "SMP-1", seen=firm.seen(sample), results=results)
    assert "they say nothing about the others" in bob.get("/audits/samples/SMP-1/").content.decode()
    bare = bob.post(f"/audits/populations/{held.ref}/draw/", sent | {"chosen": "T-1"})
    assert (bare.status_code, "no reason" in bare.content.decode()) == (422, True)


def outsider(firm: Firm) -> Client:
    person = enter_person(firm.ada, kinds.Person(employment="contractor"), name="Rosa Egger")
    grant_access(firm.ada, person.ref, AccessRole.EXTERNAL_AUDITOR, email="rosa@certify.example")
    return signed_in(actor_of(firm.id, person.ref))


def test_an_outside_auditor_draws_the_same_rows_and_changes_nothing(firm: Firm) -> None:
    sample = drawn(firm, population(firm), seed="7")
    before = firm.seen(sample)
    page = outsider(firm).post(f"/audits/samples/{sample.ref}/again/")
    assert page.context["again"].same
    assert "All 5 came out again" in page.content.decode()
    assert firm.seen(sample) == before


def test_that_an_auditor_drew_it_again_is_written_down(firm: Firm) -> None:
    sample = drawn(firm, population(firm), seed="7")
    grant_access(firm.ada, firm.dan.person, AccessRole.AUDITOR, email="dan@nordwind.example")
    for _ in range(2):
        assert signed_in(firm.dan).post(f"/audits/samples/{sample.ref}/again/").status_code == 200
    told = firm.told(sample)
    assert isinstance(told, kinds.Sample)
    assert len(told.redrawn) == 1
    assert told.redrawn[0].startswith(firm.dan.person)
    assert told.redrawn[0].endswith("the same rows")


def test_the_recipe_on_the_page_draws_the_same_rows_in_a_shell(firm: Firm, tmp_path: Path) -> None:
    """A second person, who trusts nothing of ours, has a shell and the file."""
    held = population(firm)
    plain = drawn(firm, held, seed="it's dice: 3 4")
    parted = draw_sample(firm.bob, held.ref, Wanted(method="stratified", size=6, attribute=TESTED, seed="dice"))
    (tmp_path / "population.tsv").write_bytes(frozen.content(held))
    for sample in (plain, parted):
        recipe = signed_in(firm.bob).get(f"/audits/samples/{sample.ref}/again/").context["recipe"]
        ran = subprocess.run(["sh", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=True)
        told, *keys = ran.stdout.split("\n")[:-1]
        assert told == "the rows are the frozen ones"
        in_turn = sorted(sample.items, key=lambda each: each.stratum)
        assert keys == [each.key for each in in_turn], "as on record, those of each stratum in turn"


def test_altered_rows_are_told_and_nothing_is_drawn_from_them(firm: Firm) -> None:
    held = population(firm)
    sample = drawn(firm, held, seed="7")
    place = blobs.place(held.digest)
    place.write_bytes(place.read_bytes().replace(b"T-3", b"T-9"))
    with pytest.raises(RefusedError, match="altered in the store"):
        drawn(firm, held, seed="8")
    page = signed_in(firm.bob).get(f"/audits/samples/{sample.ref}/").content.decode()
    assert "no longer have the hash on record" in page


def test_a_list_is_brought_kept_as_evidence_and_frozen_by_its_columns(firm: Firm) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    lines = "Export of the service desk;;\nNo.;Class;Subject\n17;major;Mail down\n18;minor;Key lost\n19;minor;Printer\n"
    file = SimpleUploadedFile("tickets.csv", lines.encode("utf-8-sig"), content_type="text/csv")
    bob = signed_in(firm.bob)
    said = {"title": "Tickets", "shows": "Service desk, all of Q2", "observed_on": "2026-01-05", "file": file}
    answer = bob.post("/audits/populations/list/", said)
    assert answer.headers["Location"] == "/audits/populations/evidence/EVD-1/?brought=1"
    page = bob.get(answer.headers["Location"])
    assert page.context["table"].headings == ("No.", "Class", "Subject")
    chosen = {
        "title": "Tickets of Q2",
        "key": "No.",
        "stratum": "Class",
        "shown": ["Subject"],
        "complete": "yes",
        "completeness": "The desk's own counter says 3.",
    }
    assert bob.post(answer.headers["Location"], chosen).status_code == 302
    held = firm.told(kinds.Population(ref="POP-1"))
    assert isinstance(held, kinds.Population)
    assert (held.source, held.evidence, held.size) == ("import", "EVD-1", 3)
    assert held.selection == "key: No.; words: Subject", (
        "a CSV has no sheet, and the name it is kept under tells nobody"
    )
    assert frozen.read(held).rows[0] == Row("17", "major", "Mail down")
    double = bob.post(answer.headers["Location"], chosen | {"key": "Class"})
    assert (double.status_code, "keys occur more than once" in double.content.decode()) == (422, True)


def test_what_is_frozen_or_drawn_is_not_rewritten_by_hand(firm: Firm) -> None:
    held = population(firm)
    sample = drawn(firm, held)
    with pytest.raises(RefusedError, match="stays"):
        populations.change(firm.bob, held.ref, seen=firm.seen(held), size=3)
    with pytest.raises(RefusedError, match="stays"):
        samples.change(firm.bob, sample.ref, seen=firm.seen(sample), items=())
    with pytest.raises(RefusedError, match="not written by hand"):
        populations.add(firm.bob, kinds.Population(title="Made up", size=40))
    gone = samples.end(firm.bob, sample.ref, seen=firm.seen(sample), reason="The wrong quarter.")
    assert (gone.state, gone.items) == ("withdrawn", sample.items)
    with pytest.raises(RefusedError, match="Draw another one"):
        record_results(firm.bob, sample.ref, seen=firm.seen(gone), results={})


def test_a_register_is_frozen_as_it_stood_on_a_past_day(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """What has gone since is in the population of that day, what came since is not."""
    clock = iter(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=minutes) for minutes in range(100_000))
    monkeypatch.setattr(ports, "now", lambda: next(clock))
    firm = found_firm()
    before = suppliers.add(firm.ada, kinds.Supplier(title="Before"))
    for _ in range(2 * 24 * 60):
        next(clock)
    suppliers.remove(firm.ada, before.ref, seen=firm.seen(before), reason="Gone.")
    suppliers.add(firm.ada, kinds.Supplier(title="Since"))
    bob = signed_in(firm.bob)
    bob.post("/day/", {"as_of": "2026-03-02"})
    sent = {
        "title": "Suppliers on 2 March",
        "complete": "yes",
        "completeness": "The ledger names no other.",
    }
    assert bob.post("/audits/populations/register/supplier/", sent).headers["Location"] == "/audits/workbench/"
    held = firm.told(kinds.Population(ref="POP-1"))
    assert isinstance(held, kinds.Population)
    assert [row.title for row in frozen.read(held).rows] == ["Before"]
    assert held.note == "As the register stood at the end of 2026-03-02."


def test_names_of_people_are_never_frozen(firm: Firm) -> None:
    bob = signed_in(firm.bob)
    sent = {"title": "All of us", "complete": "yes", "completeness": "The payroll has five."}
    assert bob.post("/audits/populations/register/person/", sent).status_code == 302
    held = firm.told(kinds.Population(ref="POP-1"))
    assert isinstance(held, kinds.Population)
    assert held.size == 5
    assert b"Keller" not in frozen.content(held)


def test_the_rows_leave_the_house_only_with_an_entry(firm: Firm) -> None:
    held = population(firm)
    bob = signed_in(firm.bob)
    answer = bob.post(f"/audits/populations/{held.ref}/rows/")
    if answer.status_code == 302:  # who they are is asked anew, as for every export
        assert "reauthenticate" in answer.headers["Location"]
    else:
        assert answer.content == frozen.content(held)
        assert firm.last_entry()[1] == "register:export"
    assert signed_in(firm.cleo).post(f"/audits/populations/{held.ref}/rows/").status_code == 403


def test_what_parts_every_row_from_every_other_is_no_stratum(firm: Firm) -> None:
    made = frozen.made(Row(f"T-{number}", f"at {number}", "A ticket") for number in range(201))
    value = kinds.Population(
        title="Tickets",
        stratum="Opened at",
        digest=made.digest,
        rows=frozen.keep(made, "tickets"),
        completeness="Counted beside Dan.",
    )
    with pytest.raises(InvalidError, match="parts 201 rows into 201 strata"):
        freeze_population(firm.bob, value)
