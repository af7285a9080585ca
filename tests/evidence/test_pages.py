"""Evidence in the browser: the calendar says what is covered, and only files that are harmless come in and go out."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.evidence import measured, receiving
from plumbline.apps.journal import blobs, ports
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 40, 30, 8, 2, 0, 0, 0) + b"rest of a picture"
CSV = b"person,access removed\nDan,2026-10-01\n=cmd|' /C calc'!A0,2026-10-02\n<script>alert(1)</script>,never\n"


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


def archive(*entries: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return held.getvalue()


def send(client: Client, *files: tuple[str, bytes], to: str = "/evidence/new/", **said: Any) -> HttpResponseBase:
    words = {
        "title": "Restore test",
        "shows": "The customer database came back whole.",
        "controls": "A.8.13",
        "evidence_kind": "point",
        "observed_on": "2026-11-20",
        "form-key": client.get(to).context["form_key"],
    } | said
    return client.post(to, {**words, "files": [SimpleUploadedFile(name, content) for name, content in files]})


def kept(home: Path) -> int:
    return sum(each.is_file() for each in home.joinpath("blobs").rglob("*"))


def item(firm: Firm, ref: str = "EVD-1") -> kinds.EvidenceItem:
    found = firm.told(kinds.EvidenceItem(ref=ref))
    assert isinstance(found, kinds.EvidenceItem)
    return found


def test_cleo_sends_a_picture_and_it_is_kept_under_its_digest(firm: Firm, home: Path) -> None:
    cleo = signed_in(firm.cleo)
    answer = send(cleo, ("../../etc/ screen.png", PNG))
    assert answer.status_code == 302
    held = item(firm)
    assert held.blob is not None
    assert (held.blob.name, held.blob.media_type, held.blob.size) == ("screen.png", "image/png", len(PNG))
    assert blobs.place(held.blob.sha256).read_bytes() == PNG
    assert (held.controls, held.collected_by, held.collected_on) == (("A.8.13",), firm.cleo.person, TODAY)
    assert firm.last_entry()[1] == "evidence:write"


def test_what_is_handed_out_is_an_attachment_that_can_do_nothing(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    send(cleo, ("screen.png", PNG))
    answer = cleo.get("/evidence/EVD-1/file/")
    assert b"".join(answer) == PNG
    assert answer.headers["Content-Disposition"] == 'attachment; filename="screen.png"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    small = cleo.get("/evidence/EVD-1/picture/")
    assert (small.headers["Content-Type"], small.headers["Content-Disposition"]) == ("image/png", "inline")
    assert "sandbox" in small.headers["Content-Security-Policy"]
    assert "/evidence/EVD-1/picture/" in cleo.get("/registers/evidence_item/EVD-1/").content.decode()


HOSTILE = {
    "a page called a picture": ("screen.png", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a drawing with a script": ("plan.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "a drawing called a picture": ("plan.png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a page": ("report.html", b"<html></html>"),
    "a page called a text": ("report.txt", b"\xef\xbb\xbf  <html><script>alert(1)</script>"),
    "a program called a list": ("list.csv", b"MZ\x90\x00" + bytes(80)),
    "a program": ("setup.exe", b"MZ\x90\x00" + bytes(80)),
    "a picture called a document": ("minutes.pdf", PNG),
    "nothing": ("empty.pdf", b""),
    "a picture without a size": ("screen.png", PNG[:12]),
    "a picture of a billion pixels": ("big.png", PNG[:16] + struct.pack(">II", 50_000, 50_000) + PNG[24:]),
    "an archive called a letter": ("letter.docx", archive(("a.txt", b"x"))),
    "a letter with macros": ("letter.docx", archive(("word/document.xml", b"x"), ("word/vbaProject.bin", b"x"))),
    "an archive that leads out": ("logs.zip", archive(("../../secret.key", b"x"))),
    "an archive in an archive": ("logs.zip", archive(("inner.zip", archive(("a.txt", b"x"))))),
    "a damaged archive": ("logs.zip", archive(("a.txt", b"x" * 900))[:-40]),
    "a letter that unpacks without end": ("letter.docx", archive(("word/document.xml", bytes(40 * 2**20)))),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(
    firm: Firm, home: Path, hostile: tuple[str, bytes]
) -> None:
    answer = send(signed_in(firm.cleo), hostile)
    assert answer.status_code == 422
    told = answer.content.decode()  # type: ignore[attr-defined]  # a whole page
    assert "This cannot be kept yet" in told
    assert "Restore test" in told
    assert kept(home) == 0
    assert firm.last_entry()[1] != "evidence:write"


def test_an_archive_is_counted_while_it_is_read_and_not_by_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "MOST_UNPACKED", 1000)
    honest = io.BytesIO(archive(("a.txt", b"abcdefgh" * 100)))
    measured.refuse_bomb("logs.zip", ".zip", honest)
    larger = io.BytesIO(archive(("a.txt", b"abcdefgh" * 100), ("b.txt", bytes(400))))
    with pytest.raises(RefusedError, match="unpacks to more"):
        measured.refuse_bomb("logs.zip", ".zip", larger)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (PNG, (40, 30)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x1e\x00\x28\x03" + bytes(9), (40, 30)),
        (b"RIFF____WEBPVP8X" + bytes(8) + (39).to_bytes(3, "little") + (29).to_bytes(3, "little"), (40, 30)),
        (b"RIFF____WEBPVP8L" + bytes(4) + b"\x2f" + (39 | 29 << 14).to_bytes(4, "little") + bytes(6), (40, 30)),
        (b"RIFF____WEBPVP8 " + bytes(10) + struct.pack("<HH", 40, 30) + bytes(4), (40, 30)),
        (b"\xff\xd8\xff\xe0", None),
        (b"nothing of the kind", None),
    ],
    ids=["png", "jpeg", "webp", "webp lossless", "webp lossy", "cut short", "other"],
)
def test_the_size_of_a_picture_is_read_from_its_head(head: bytes, size: tuple[int, int] | None) -> None:
    assert measured.pixels(head) == size


def test_two_gigabytes_are_refused_before_they_are_read(firm: Firm) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = signed_in(firm.cleo).post(
        "/evidence/new/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 2**30),
        **{"wsgi.input": Unread()},  # type: ignore[arg-type]  # the environment takes more than words
    )
    assert answer.status_code == 413
    assert "nothing of it was read" in answer.content.decode()


def test_reading_stops_at_a_file_that_grows_too_large(firm: Firm, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES", 100_000)
    answer = send(signed_in(firm.cleo), ("log.txt", b"a line\n" * 50_000))
    assert answer.status_code == 413
    assert kept(home) == 0


def test_the_form_asks_for_its_token_although_it_is_read_late(firm: Firm) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(firm.cleo).cookies
    assert strict.post("/evidence/new/", {"title": "x"}).status_code == 403


def test_a_second_click_makes_nothing_twice(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    key = cleo.get("/evidence/new/").context["form_key"]
    first = send(cleo, ("screen.png", PNG), **{"form-key": key})
    second = send(cleo, ("screen.png", PNG), **{"form-key": key})
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.headers["Location"] == "/registers/evidence_item/EVD-1/"
    assert len(cleo.get("/registers/evidence_item/").context["page"].records) == 1


def test_several_files_become_an_item_each_in_one_action(firm: Firm) -> None:
    send(signed_in(firm.cleo), ("screen.png", PNG), ("left.csv", CSV))
    assert [item(firm, each).title for each in ("EVD-1", "EVD-2")] == [
        "Restore test: screen.png",
        "Restore test: left.csv",
    ]
    assert set(firm.last_entry()[2]) == {"EVD-1", "EVD-2"}


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"observed_on": ""}, "Say of which day it is"),
        ({"observed_on": "2026-11-23"}, "has not come yet"),
        ({"evidence_kind": "span"}, "its first and its last day"),
        ({"evidence_kind": "span", "covers_from": "2026-07-01", "covers_to": "2026-06-01"}, "ends before it begins"),
        ({"controls": "A.9.99"}, "There is no control A.9.99"),
        ({"shows": ""}, "required"),
    ],
    ids=["no day", "the future", "half a span", "backwards", "no such control", "shows nothing"],
)
def test_evidence_that_cannot_be_placed_is_asked_about(firm: Firm, said: dict[str, str], problem: str) -> None:
    answer = send(signed_in(firm.cleo), ("screen.png", PNG), **said)
    assert answer.status_code == 422
    assert problem in answer.content.decode()  # type: ignore[attr-defined]  # a whole page


def test_a_table_is_shown_as_words_and_runs_nothing(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    send(cleo, ("left.csv", CSV))
    told = cleo.get("/evidence/EVD-1/look/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<script>alert(1)" not in told
    assert cleo.get("/evidence/EVD-1/picture/").status_code == 400


def test_a_file_that_an_import_brought_is_judged_by_its_bytes(firm: Firm) -> None:
    digest = blobs.keep(b"<html><script>alert(1)</script></html>")
    blob = kinds.Blob(sha256=digest, name="screen.png", size=38, media_type="image/png")
    writer_of(kinds.EvidenceItem).add(firm.cleo, kinds.EvidenceItem(title="Sly", blob=blob))
    cleo = signed_in(firm.cleo)
    assert cleo.get("/evidence/EVD-1/picture/").status_code == 400
    answer = cleo.get("/evidence/EVD-1/file/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_newer_item_takes_the_place_of_an_older_one(firm: Firm) -> None:
    cleo, url = signed_in(firm.cleo), "/evidence/EVD-1/replace/"
    send(cleo, ("screen.png", PNG))
    seen = cleo.get(url).context["seen"]
    assert send(cleo, ("screen.png", PNG + b"2"), to=url, seen=seen).status_code == 302
    assert (item(firm).state, item(firm, "EVD-2").supersedes) == ("superseded", "EVD-1")
    assert send(cleo, ("screen.png", PNG + b"3"), to=url, seen=firm.seen(item(firm))).status_code == 422


def test_withdrawing_says_what_is_lost_and_needs_a_reason(firm: Firm) -> None:
    cleo, url = signed_in(firm.cleo), "/evidence/EVD-1/withdraw/"
    send(cleo, ("screen.png", PNG))
    asked = cleo.get(url)
    assert "the only evidence of" in asked.content.decode()
    seen = asked.context["seen"]
    assert cleo.post(url, {"seen": seen, "reason": " "}).status_code == 400
    assert cleo.post(url, {"seen": seen, "reason": "It was the wrong database."}).status_code == 302
    assert item(firm).state == "withdrawn"


@pytest.fixture
def backups(firm: Firm) -> kinds.ControlState:
    declared = kinds.SoaDeclared(ref="A.8.13", applicable="yes", justification="The data must come back.")
    writer_of(kinds.SoaDeclared).add(firm.ada, declared)
    state = kinds.ControlState(
        ref="A.8.13", status="implemented", cadence="quarter", cadence_from=date(2026, 1, 1), owner=firm.cleo.person
    )
    return writer_of(kinds.ControlState).add(firm.ada, state)


def seen_on(firm: Firm, *days: date) -> None:
    for day in days:
        shown = kinds.EvidenceItem(title="Restore test", controls=("A.8.13",), observed_on=day, collected_on=day)
        writer_of(kinds.EvidenceItem).add(firm.cleo, shown)


def verdicts(answer: Any) -> list[tuple[int, str]]:
    (line,) = answer.context["calendar"].lines
    return [(each.months, each.verdict) for each in line.cells]


def test_the_calendar_says_which_quarters_were_covered(firm: Firm, backups: kinds.ControlState) -> None:
    seen_on(firm, date(2026, 2, 3), date(2026, 8, 4))
    shown = signed_in(firm.bob).get("/evidence/")
    assert verdicts(shown) == [(1, ""), (3, "covered"), (3, "missing"), (3, "covered"), (2, "not due")]
    found = shown.context["calendar"]
    assert (found.total, found.periods["covered"], found.judged) == (1, 2, 3)
    assert "2 <small>of 3</small>" in shown.content.decode()
    assert not signed_in(firm.bob).get("/evidence/?show=none").context["calendar"].lines


def test_a_waiver_says_until_when_a_gap_is_accepted_and_it_stays_a_gap(firm: Firm, backups: kinds.ControlState) -> None:
    seen_on(firm, date(2026, 8, 4))
    asked = kinds.RuleWaiver(rule="EVD003", records=("A.8.13",), reason="Told late.", state="in force")
    waived = kinds.RuleWaiver(**{**_fields(asked), "granted": date(2026, 9, 1), "expires": date(2026, 12, 31)})
    _insert(firm, waived)
    shown = signed_in(firm.bob).get("/evidence/?show=gaps")
    assert [each[1] for each in verdicts(shown)] == ["", "waived", "waived", "covered", "not due"]
    assert shown.context["calendar"].periods["missing"] == 2


def _fields(record: kinds.Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("rule", "records", "reason", "state")}


def _insert(firm: Firm, value: kinds.Record) -> None:
    """As if it had been approved."""
    from plumbline.apps.accounts.action import action
    from plumbline.apps.accounts.permissions import Permission
    from plumbline.apps.records import store

    action(Permission.WAIVER_WRITE, name="tests.waived")(lambda _actor: store.insert(value))(firm.ada)


def test_evidence_that_nothing_renews_is_asked_for(firm: Firm, backups: kinds.ControlState) -> None:
    seen_on(firm, date(2026, 6, 1))
    shown = signed_in(firm.cleo).get("/evidence/")
    (late,) = shown.context["renew"]
    assert (late.row.key, late.until, late.late) == ("A.8.13", date(2026, 9, 1), True)
    begun = signed_in(firm.cleo).get("/evidence/new/?control=A.8.13").context["form"]
    assert begun.initial["title"] == "Restore test"


def test_the_calendar_costs_the_same_however_much_evidence_there_is(firm: Firm, backups: kinds.ControlState) -> None:
    bob = signed_in(firm.bob)
    bob.get("/evidence/")
    with CaptureQueriesContext(connection) as few:
        bob.get("/evidence/")
    seen_on(firm, *(date(2026, 1 + at % 10, 1 + at) for at in range(20)))
    bob.get("/evidence/")
    with CaptureQueriesContext(connection) as many:
        bob.get("/evidence/")
    assert len(many) <= max(len(few), 10)


def test_the_past_is_looked_at_and_not_added_to(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    send(cleo, ("screen.png", PNG))
    session = cleo.session
    session["as_of"] = "2026-11-01"
    session.save()
    assert cleo.get("/evidence/").status_code == 200
    assert cleo.get("/evidence/EVD-1/file/").status_code == 404
    sent = cleo.post("/evidence/new/", {"title": "x"})
    assert sent.status_code == 409


def test_who_may_not_read_evidence_gets_none(firm: Firm) -> None:
    send(signed_in(firm.cleo), ("screen.png", PNG))
    assert Client().get("/evidence/EVD-1/file/").status_code == 302
    assert signed_in(firm.tilda).post("/evidence/new/", {}).status_code == 403


def test_a_version_that_is_being_written_takes_its_file_by_the_same_checks(firm: Firm, home: Path) -> None:
    document = writer_of(kinds.Document).add(firm.ada, kinds.Document(title="Policy", owner=firm.ada.person))
    draft = kinds.DocumentVersion(document=document.ref, number="1", author=firm.ada.person)
    version = writer_of(kinds.DocumentVersion).add(firm.ada, draft)
    ada, url = signed_in(firm.ada), f"/documents/versions/{version.ref}/attach/"
    seen = ada.get(url).context["seen"]
    page = SimpleUploadedFile("policy.pdf", b"<html></html>")
    assert ada.post(url, {"seen": seen, "file": page}).status_code == 422
    assert kept(home) == 0
    text = SimpleUploadedFile("policy.pdf", b"%PDF-1.7\n%text")
    assert ada.post(url, {"seen": seen, "file": text}).status_code == 302
    answer = ada.get(f"/documents/versions/{version.ref}/file/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="policy.pdf"'
    record = ada.get(f"/registers/document_version/{version.ref}/").content.decode()
    assert f"/documents/versions/{version.ref}/file/" in record
    again = SimpleUploadedFile("policy.pdf", b"%PDF-1.7\n%text")
    assert ada.post(url, {"seen": seen, "file": again}).status_code == 409
