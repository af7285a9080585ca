"""Imports in the browser: brought, planned in the background, mapped, looked at, applied once, whatever they hold."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plumbline.apps.administration.import_pages import staging
from plumbline.apps.documents.services import approve_document
from plumbline.apps.jobs.models import Job
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.records.living import system
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.exchange.column_map import read_column_map
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
ASSETS = "ID;Asset;Owner;Location\nA-1;Payroll server;Cleo Brandt;Cellar\nA-2;Door camera;Nadia Klug;Gate\n"
RISKS = "Risk ID,Risk,Likelihood,Impact,Due\nR-7,Flood in the cellar,3,4,01/02/2027\n"


def brought(browser: Client, *files: tuple[str, str | bytes]) -> str:
    """The address of the import of these files, planned."""
    sent = [SimpleUploadedFile(name, each.encode() if isinstance(each, str) else each) for name, each in files]
    answer = browser.post("/import/", {"files": sent})
    assert answer.status_code == 302, answer.content.decode()
    run_all()
    return str(answer.headers["Location"])


def applied(browser: Client, url: str) -> Any:
    browser.post(url, {"act": "apply", "reviewed": browser.get(url).context["standing"].summary["digest"]})
    run_all()
    return browser.get(url)


def titles(firm: Firm, kind: str) -> list[str]:
    return sorted(each.title for each in system(firm.id).state.records.get(kind, {}).values())


def test_files_are_planned_shown_and_written_only_when_somebody_applies(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    head = system(firm.id).head
    url = brought(ada, ("assets.csv", ASSETS), ("risks.csv", RISKS))
    page = ada.get(url)
    assert system(firm.id).head == head
    made = page.context["standing"].summary
    assert [(each["file"], each["new"]) for each in made["files"]] == [("assets.csv", 2), ("risks.csv", 1)]
    assert "Nothing is written yet" in page.content.decode()
    new = ada.get(f"{url}?show=new").content.decode()
    assert "Payroll server" in new
    assert "assets.csv, line 2" in new
    assert "Nadia Klug" in ada.get(f"{url}?show=people").content.decode()
    done = applied(ada, url)
    assert titles(firm, "asset") == ["Door camera", "Payroll server"]
    assert f"{kinds.ImportRun.PREFIX}-1" in done.content.decode()
    entries = {each.caused_by for each in Job.everywhere.filter(name="import:apply")}
    assert entries == {firm.ada.person}


def test_the_same_files_again_change_nothing(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    applied(ada, brought(ada, ("assets.csv", ASSETS)))
    head = system(firm.id).head
    page = ada.get(brought(ada, ("assets.csv", ASSETS))).content.decode()
    assert "There is nothing to write" in page
    assert system(firm.id).head == head


def test_two_tabs_that_apply_start_one_job(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    url = brought(ada, ("assets.csv", ASSETS))
    digest = ada.get(url).context["standing"].summary["digest"]
    for _ in range(2):
        ada.post(url, {"act": "apply", "reviewed": digest})
    assert Job.everywhere.filter(name="import:apply").count() == 1
    waits = ada.get(url).content.decode()
    assert "data-job=" in waits
    assert "How far is it?" in waits
    assert ada.get(f"{url}progress/").json()["state"] == "running"
    run_all()
    ada.post(url, {"act": "apply", "reviewed": digest})
    run_all()
    assert titles(firm, "asset") == ["Door camera", "Payroll server"]
    assert ada.get(f"{url}progress/").json() == {"state": "done", "url": url, "words": "Done."}


def test_what_changed_since_it_was_looked_at_is_not_overwritten(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    applied(ada, brought(ada, ("assets.csv", ASSETS)))
    url = brought(ada, ("assets.csv", ASSETS.replace("Payroll server", "Wages server")))
    server = next(each for each in system(firm.id).state.records["asset"].values() if each.title == "Payroll server")
    writer_of(kinds.Asset).change(firm.ada, server.ref, seen=firm.seen(server), title="Pay server")
    page = applied(ada, url).content.decode()
    assert "Records changed since" in page
    assert titles(firm, "asset") == ["Door camera", "Pay server"]
    ada.post(url, {"act": "again"})
    run_all()
    changed = ada.get(f"{url}?show=changed").content.decode()
    assert "Pay server" in changed
    assert "Wages server" in changed
    applied(ada, url)
    assert titles(firm, "asset") == ["Door camera", "Wages server"]


def test_columns_are_mapped_remembered_and_given_out_as_a_file(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    strange = "Nr;Ding;Wo es steht;Farbe;Preis\n1;Payroll server;Cellar;grey;100\n2;Door camera;Gate;black;50\n"
    url = brought(ada, ("liste 7.csv", strange))
    assert ada.get(url).context["standing"].nothing_read
    form = ada.get(f"{url}columns/").context["sheets"][0]
    assert not form.recognised
    ada.post(f"{url}columns/", {f"{form.name}-register": "assets"})
    run_all()
    form = ada.get(f"{url}columns/").context["sheets"][0]
    assert [each.heading for each in form.columns] == ["Nr", "Ding", "Wo es steht", "Farbe", "Preis"]
    assert form.columns[1].samples == ("Payroll server", "Door camera")
    meant = {"Ding": "title", "Wo es steht": "location"}
    said = {each.name: meant.get(each.heading, "") for each in form.columns}
    assert set(meant.values()) <= {target for target, _ in form.fields}
    ada.post(f"{url}columns/", {f"{form.name}-register": "assets", **said})
    run_all()
    assert ada.get(url).context["standing"].summary["new"] == 2
    toml = ada.get(f"{url}columns.toml").content.decode()
    assert read_column_map(toml).register_of("liste 7.csv", "") is not None
    next_time = brought(ada, ("liste 7.csv", strange + "3;Fire door;Hall;red;10\n"))
    assert ada.get(next_time).context["standing"].summary["new"] == 3
    applied(ada, next_time)
    assert "Fire door" in titles(firm, "asset")


def test_the_order_of_day_and_month_is_asked_where_nothing_tells_it(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    actions = "ID;Action;Owner;Due\nACT-1;Lock the door;Cleo Brandt;03/04/2027\n"
    url = brought(ada, ("actions.csv", actions))
    assert "2027-04-03 or 2027-03-04" in ada.get(f"{url}?show=problems").content.decode()
    form = ada.get(f"{url}columns/").context["sheets"][0]
    ada.post(f"{url}columns/", {f"{form.name}-register": form.register, f"{form.name}-order": "dmy"})
    run_all()
    applied(ada, url)
    (action,) = system(firm.id).state.records["action"].values()
    assert isinstance(action, kinds.Action)
    assert action.due == date(2027, 4, 3)


def test_rows_set_aside_come_back_as_a_file_with_their_reasons(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    url = brought(ada, ("assets.csv", ASSETS + "A-1;Another thing;Cleo Brandt;Roof\n"))
    assert ada.get(url).context["standing"].summary["set_aside"] == 1
    answer = ada.get(f"{url}set-aside/0/")
    assert "Reason set aside" in answer.content.decode("utf-8-sig")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ada.get(f"{url}set-aside/7/").status_code == 404


def test_a_cell_that_stays_is_shown_before_and_after_and_the_rest_of_its_row_is_written(firm: Firm) -> None:
    document = writer_of(kinds.Document).add(firm.ada, kinds.Document(title="Backup policy", owner="PER-1"))
    text = kinds.DocumentVersion(document=document.ref, number="1.0", author="PER-1", body="Daily.")
    draft = writer_of(kinds.DocumentVersion).add(firm.ada, text)
    approved = approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    ada = signed_in(firm.ada)
    heading = "Document ID;Title;Version;Status;Approval date"
    url = brought(ada, ("documents.csv", f"{heading}\n{document.ref};Backups;1.0;Approved;2026-01-10\n"))
    before = ada.get(url)
    summary = before.context["standing"].summary
    assert (summary["changed"], summary["set_aside"], summary["left"]) == (1, 0, 1)
    assert "1</span> cell left as on record" in before.content.decode()
    shown = ada.get(f"{url}?show=left").content.decode()
    for words in (approved.ref, "documents.csv, line", "Approval date", "2026-01-10", str(approved.approved_on)):
        assert words in shown
    assert "“Approved on” is not written by hand." in shown
    after = applied(ada, url).content.decode()
    assert "stayed as on record" in after
    assert ada.get(f"{url}?show=left").content.decode().count("Approval date") == 1
    assert "“Approval date” stays" in ada.get(f"{url}set-aside/0/").content.decode("utf-8-sig")
    assert firm.told(document).title == "Backups"
    assert firm.told(approved) == approved


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return content.getvalue()


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "junk.csv": lambda: bytes(range(256)) * 16,
    "bomb.xlsx": _bomb,
    "locked.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_000,
    "page.csv": lambda: b"<html><script>alert(1)</script></html>",
    "broken.xlsx": lambda: b"PK\x03\x04 not really",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence_and_never_stops_the_page(firm: Firm, name: str) -> None:
    ada = signed_in(firm.ada)
    url = brought(ada, (name, HOSTILE[name]()), ("assets.csv", ASSETS))
    first, *others = ada.get(url).context["standing"].summary["files"]
    assert len(first["error"]) > 30
    assert first["error"].endswith(".")
    assert [each["new"] for each in others] == [2]
    assert "<script>alert" not in ada.get(f"{url}?show=problems").content.decode()
    assert ada.get(f"{url}columns/").status_code == 200


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ((), "No file was chosen"),
        ((0,), "is empty"),
        ((2,), "more than 1 MB"),
        ((1, 1, 1), "Together these are more than 2 MB"),
    ],
)
def test_too_much_is_refused_and_nothing_is_kept(
    firm: Firm, home: Path, monkeypatch: pytest.MonkeyPatch, sizes: Sequence[int], says: str
) -> None:
    monkeypatch.setattr(staging, "MOST_BYTES", 2**20)
    monkeypatch.setattr(staging, "MOST_TOGETHER", 2 * 2**20)
    files = [SimpleUploadedFile(f"{at}.csv", b"x" * (each * (2**20))) for at, each in enumerate(sizes)]
    answer = signed_in(firm.ada).post("/import/", {"files": files})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not (home / "imports").exists()


def test_files_are_for_whoever_brought_them_and_are_swept_after_a_week(firm: Firm, home: Path) -> None:
    ada = signed_in(firm.ada)
    url = brought(ada, ("assets.csv", ASSETS))
    assert signed_in(firm.bob).get(url).status_code == 403
    assert ada.get(f"/import/{uuid4()}/").status_code == 400
    (place,) = (home / "imports").iterdir()
    assert staging.sweep() == 0
    old = time.time() - 8 * 24 * 3600
    os.utime(place, (old, old))
    assert staging.sweep() == 1
    assert not place.exists()
    assert "no longer kept" in ada.get(url).content.decode()


def test_forgotten_files_are_gone_and_nothing_was_written(firm: Firm, home: Path) -> None:
    ada = signed_in(firm.ada)
    url = brought(ada, ("assets.csv", ASSETS))
    assert "Nothing was written" in ada.post(url, {"act": "forget"}, follow=True).content.decode()
    assert not list((home / "imports").iterdir())
    assert not titles(firm, "asset")


def test_a_column_map_comes_along_as_a_file_and_a_wrong_one_is_told(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    strange = "Nr;Ding;Wo\n1;Payroll server;Cellar\n"
    columns = b'[files]\n"x.csv" = "assets"\n[columns.assets]\n"Nr" = ""\n"Ding" = "title"\n"Wo" = "location"\n'
    sent = {"files": SimpleUploadedFile("x.csv", strange.encode()), "map": SimpleUploadedFile("m.toml", columns)}
    url = ada.post("/import/", sent).headers["Location"]
    run_all()
    assert ada.get(url).context["standing"].summary["new"] == 1
    wrong = {"files": SimpleUploadedFile("x.csv", strange.encode()), "map": SimpleUploadedFile("m.toml", b"[colums]\n")}
    answer = ada.post("/import/", wrong)
    assert answer.status_code == 422
    assert "there is no part “colums”" in answer.content.decode()
