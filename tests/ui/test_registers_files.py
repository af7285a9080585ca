"""Registers out and back: what is seen, as files; and edited in a spreadsheet, row by row."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plumbline.apps.journal import reading
from plumbline.apps.records import living
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.exchange.sources import Source
from tests.stories import Firm
from tests.ui.test_registers_looking import some_risks
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def exported(client: Client, form: str, query: str = "") -> bytes:
    answer = client.post(f"/registers/risk/export/?{query}", {"form": form})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def brought(client: Client, name: str, content: bytes) -> str:
    answer = client.post("/registers/risk/bring-back/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_the_file_holds_what_is_seen_and_no_formula(firm: Firm) -> None:
    some_risks(firm, 6)
    writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="=HYPERLINK(1)", owner=firm.cleo.person))
    ada = signed_in(firm.ada)
    text = exported(ada, "csv", f"f.owner={firm.cleo.person}&col=title&col=owner&sort=-ref").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Ref", "Title", "Risk owner"]
    assert [row[0] for row in rows[1:]] == ["R-7", "R-6", "R-3"]
    assert rows[1][1:] == ["'=HYPERLINK(1)", "Cleo Brandt"]


def test_taking_out_is_written_down_and_not_for_everybody(firm: Firm) -> None:
    some_risks(firm, 2)
    exported(signed_in(firm.ada), "xlsx")
    size = reading.head(firm.id)
    (entry,) = reading.entries_between(firm.id, size - 1, size)
    assert (entry.action, entry.actor.id) == ("register:export", firm.ada.id)
    assert signed_in(firm.cleo).post("/registers/risk/export/", {"form": "csv"}).status_code == 403
    assert signed_in(firm.ada).get("/registers/risk/export/").status_code == 405


def test_a_workbook_as_shown_opens(firm: Firm) -> None:
    some_risks(firm, 2)
    content = exported(signed_in(firm.ada), "xlsx", "col=title&col=next_review")
    (sheet,) = Source(name="risk.xlsx", content=content).sheets()
    rows = [[cell.text for cell in row.cells] for row in sheet.rows]
    assert rows[0][:3] == ["Ref", "Title", "Next review"]
    assert rows[1][0] == "R-1"


def test_a_register_comes_back_edited_and_is_looked_at_first(firm: Firm) -> None:
    some_risks(firm, 3)
    ada = signed_in(firm.ada)
    exported(ada, "edit")
    address = brought(ada, "risk.csv", edited(firm, "Scenario 2 of theft", "Theft of the boat"))
    review = ada.get(address)
    text = review.content.decode()
    assert "Scenario 2 of theft" in text
    assert "Theft of the boat" in text
    assert title_of(firm, "R-2") == "Scenario 2 of theft", "looking writes nothing"
    answer = ada.post(address, {"reviewed": digest(text)})
    assert answer.headers["Location"] == "/registers/risk/"
    assert title_of(firm, "R-2") == "Theft of the boat"
    assert ada.get(address).status_code == 400, "the file is let go"
    again = ada.post(address, {"reviewed": digest(text)}, follow=True)
    assert "risk.csv was brought back before. Nothing was written twice." in again.content.decode()


def test_the_untouched_workbook_changes_nothing(firm: Firm) -> None:
    some_risks(firm, 3)
    ada = signed_in(firm.ada)
    address = brought(ada, "risks.xlsx", exported(ada, "edit"))
    review = ada.get(address).context["review"]
    assert review.rows == ()
    assert review.prepared.plan.unchanged == 3


def test_what_somebody_wrote_meanwhile_is_shown_before_anything_is_applied(firm: Firm) -> None:
    some_risks(firm, 2)
    ada = signed_in(firm.ada)
    address = brought(ada, "risk.csv", edited(firm, "Scenario 2 of theft", "Theft of the boat"))
    looked_at = digest(ada.get(address).content.decode())
    seen = living.system(firm.id).seen("risk", "R-2") or 0
    writer_of(kinds.Risk).change(firm.ada, "R-2", seen=seen, title="Theft of the car")
    answer = ada.post(address, {"reviewed": looked_at})
    assert answer.status_code == 409
    assert "Theft of the car" in answer.content.decode()
    assert title_of(firm, "R-2") == "Theft of the car"


def test_files_that_cannot_be_read_are_told_in_sentences(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    from plumbline.apps.administration.bringing_back import keeping

    ada = signed_in(firm.ada)
    nothing = ada.post("/registers/risk/bring-back/", {})
    assert (nothing.status_code, "No file was chosen" in nothing.content.decode()) == (422, True)
    empty = ada.post("/registers/risk/bring-back/", {"file": SimpleUploadedFile("a.csv", b"")})
    assert empty.status_code == 422
    picture = brought(ada, "photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert "photo.xlsx" in ada.get(picture).content.decode()
    monkeypatch.setattr(keeping, "MOST_BYTES", 10)
    large = ada.post("/registers/risk/bring-back/", {"file": SimpleUploadedFile("big.csv", b"x" * 100)})
    assert (large.status_code, "big.csv has more than" in large.content.decode()) == (422, True)


def test_nobody_sees_what_somebody_else_brought(firm: Firm) -> None:
    some_risks(firm, 1)
    address = brought(signed_in(firm.ada), "risk.csv", edited(firm, "Scenario 1", "Else"))
    assert signed_in(firm.bob).get(address).status_code == 403
    assert signed_in(firm.ada).get(address.replace("/risk/", "/asset/")).status_code == 400


def title_of(firm: Firm, ref: str) -> str:
    found = living.system(firm.id).get("risk", ref)
    assert found is not None
    return found.title


def edited(firm: Firm, old: str, new: str) -> bytes:
    """The register as our export writes it, with some words replaced."""
    from plumbline.exchange.export import csv_files

    system = living.system(firm.id)
    isms = system.isms(date(2026, 1, 1))
    ((_, content),) = csv_files(isms, {}, ("risk",))
    return content.replace(old.encode(), new.encode())


def digest(page: str) -> str:
    found = re.search(r'name="reviewed" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]
