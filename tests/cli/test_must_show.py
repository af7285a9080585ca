"""Fourteen registers that somebody else made, through the commands: in, judged, stated, proven, on both databases."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.place import FIRST_DAY, Place, Said, started
from tests.exchange.german_headings import GERMAN

pytestmark = pytest.mark.database

DAY = "2026-11-22"
DAY_BEFORE = "2026-11-21"
RULE_KEYS = {"code", "name", "clauses", "state", "examined", "faulted", "unjudged", "waived"}
FINDING_KEYS = {"code", "severity", "clauses", "records", "requirement", "evidence", "gap", "mend"}
WIDEST = 100


def narrow(said: Said) -> None:
    """Text for people: it fits, and holds no codes for colours."""
    assert "\x1b" not in said.out
    assert [line for line in said.out.splitlines() if len(line) > WIDEST] == []


@pytest.fixture(scope="module")
def audited(nordwind: Place) -> dict[str, Any]:
    said = nordwind.plumbline("audit", "--on", DAY, "--format", "json")
    assert (said.code, said.err) == (0, "")
    found: dict[str, Any] = said.json
    return found


def test_the_import_needs_no_map_and_sets_no_row_aside(nordwind: Place, registers: Path) -> None:
    said = nordwind.plumbline("import", registers, "--format", "json")
    assert said.code == 0, said.out
    assert said.json["set_aside"] == 0
    assert len(said.json["files"]) == 14
    assert all(each["register"] and not each["error"] for each in said.json["files"])


def test_the_second_import_changes_nothing(nordwind: Place, registers: Path) -> None:
    before = nordwind.plumbline("status", "--format", "json").json["head"]
    said = nordwind.plumbline("import", registers)
    assert said.code == 0
    assert "0 new, 0 changed" in said.out
    narrow(said)
    assert nordwind.plumbline("status", "--format", "json").json["head"] == before


def test_the_audit_in_json_has_the_shape_that_was_promised(audited: dict[str, Any]) -> None:
    assert set(audited) == {"as_of", "on", "organization", "rules", "findings", "summary"}
    assert (audited["as_of"], audited["on"], audited["organization"]) == (None, DAY, "Nordwind")
    assert len(audited["rules"]) > 100
    assert all(set(each) == RULE_KEYS for each in audited["rules"])
    assert all(FINDING_KEYS <= set(each) <= FINDING_KEYS | {"systemic", "waiver"} for each in audited["findings"])
    assert all(each["gap"] and each["mend"] and each["clauses"] for each in audited["findings"])


def test_the_audit_finds_what_a_lead_auditor_found(audited: dict[str, Any]) -> None:
    found = {(each["code"], ref) for each in audited["findings"] for ref in each["records"]}
    assert found >= {("TRT010", "RTP-008"), ("DOC002", "REC-002"), ("AST005", "AST-009"), ("INC007", "INC-2026-006")}
    assert not {each["code"] for each in audited["findings"]} & {"SOA001", "SOA008", "DAT001", "DAT003", "DAT009"}


def test_the_audit_in_words_fits_and_is_without_colours(nordwind: Place) -> None:
    said = nordwind.plumbline("audit", "--on", DAY)
    assert said.code == 0
    narrow(said)
    assert "Readiness" in said.out


@pytest.mark.parametrize("form", ["sarif", "junit", "html", "pdf"])
def test_the_audit_is_written_in_every_other_format(nordwind: Place, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"findings.{form}"
    said = nordwind.plumbline("audit", "--on", DAY, "--format", form, "-o", target)
    assert (said.code, said.out) == (0, "")
    begins = {"sarif": b"{", "junit": b"<?xml", "html": b"<!doctype html", "pdf": b"%PDF-"}[form]
    assert target.read_bytes().lower().startswith(begins.lower())


def test_the_exit_code_says_whether_findings_are_grave_enough(nordwind: Place) -> None:
    assert nordwind.plumbline("audit", "--on", DAY, "--rule", "TRT010", "--fail-on", "opportunity").code == 1
    assert nordwind.plumbline("audit", "--on", DAY, "--rule", "DAT001", "--fail-on", "opportunity").code == 0
    grades = {
        each["severity"]
        for each in nordwind.plumbline("audit", "--on", DAY, "--rule", "AST005", "--format", "json").json["findings"]
    }
    (grade,) = grades
    order = ["opportunity", "minor", "major"]
    for asked in order:
        expected = int(order.index(grade) >= order.index(asked))
        assert nordwind.plumbline("audit", "--on", DAY, "--rule", "AST005", "--fail-on", asked).code == expected


def test_a_row_that_cannot_be_read_is_set_aside_and_the_exit_code_is_3(nordwind: Place, tmp_path: Path) -> None:
    (tmp_path / "incident-register.csv").write_text(
        "ID,Title,Type,Severity,Reported At,Status\n"
        "INC-7,Lost phone,Loss,High,03/04/2025,Open\n"
        "INC-8,Lost key,Loss,Low,2025-04-03,Open\n"
    )
    said = nordwind.plumbline("import", tmp_path, "--dry-run", "--format", "json")
    assert said.code == 3, said.out
    assert (said.json["set_aside"], said.json["new"]) == (1, 1)
    (problem,) = (each for each in said.json["problems"] if each["weight"] == "set aside")
    assert (problem["line"], problem["column"], problem["value"]) == (2, "Reported At", "03/04/2025")
    assert "2025-04-03 or 2025-03-04" in problem["message"]


def test_the_day_before_the_import_there_is_nothing_yet(nordwind: Place) -> None:
    said = nordwind.plumbline("audit", "--as-of", DAY_BEFORE)
    assert said.code == 0
    assert f"nothing yet on {DAY_BEFORE}" in said.out
    assert DAY in said.out, "it says since when there is something"
    empty = nordwind.plumbline("audit", "--as-of", DAY_BEFORE, "--format", "json").json
    assert (empty["as_of"], empty["on"], empty["rules"], empty["findings"]) == (DAY_BEFORE, DAY_BEFORE, [], [])
    assert nordwind.plumbline("status", "--as-of", DAY_BEFORE, "--format", "json").json["nothing_yet"]
    for command in (["soa"], ["register", "risk"], ["show", "R-001"]):
        said = nordwind.plumbline(*command, "--as-of", DAY_BEFORE)
        assert said.code == 2
        assert "nothing yet" in said.err


def test_the_statement_is_written_in_every_format(nordwind: Place, tmp_path: Path) -> None:
    begins = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "docx": b"PK\x03\x04", "json": b"{"}
    for form, head in begins.items():
        target = tmp_path / f"soa.{form}"
        said = nordwind.plumbline("soa", "-o", target)
        assert (said.code, said.out) == (0, ""), said.err
        assert target.read_bytes().startswith(head), form
    narrow(nordwind.plumbline("soa"))


def test_the_same_statement_is_written_byte_by_byte_again(nordwind: Place, tmp_path: Path) -> None:
    for form in ("pdf", "xlsx", "docx", "json"):
        for name in ("first", "second"):
            assert nordwind.plumbline("soa", "-o", tmp_path / f"{name}.{form}").code == 0
        assert (tmp_path / f"first.{form}").read_bytes() == (tmp_path / f"second.{form}").read_bytes(), form


JSON_COMMANDS = [
    ["status"],
    ["audit"],
    ["soa"],
    ["rule"],
    ["rule", "RSK003"],
    ["register"],
    ["register", "risk"],
    ["register", "asset", "--all"],
    ["register", "asset", "--as-of", DAY],
    ["show", "R-001"],
    ["show", "A.5.17"],
    ["history", "R-001"],
    ["history", "A.5.17"],
    ["diff", DAY_BEFORE, DAY],
    ["log", "verify"],
    ["log", "proof", "R-001"],
]


@pytest.mark.parametrize("command", JSON_COMMANDS, ids=" ".join)
def test_what_prints_records_prints_them_as_json_too(nordwind: Place, command: list[str]) -> None:
    said = nordwind.plumbline(*command, "--format", "json")
    assert (said.code, said.err) == (0, "")
    assert said.json


@pytest.mark.parametrize("command", JSON_COMMANDS, ids=" ".join)
def test_what_is_printed_for_people_fits_their_screen(nordwind: Place, command: list[str]) -> None:
    said = nordwind.plumbline(*command)
    assert said.code == 0, said.err
    assert said.out.strip()
    narrow(said)


def test_status_is_one_screen(nordwind: Place) -> None:
    said = nordwind.plumbline("status")
    assert len(said.out.splitlines()) <= 60
    assert "Nordwind" in said.out


def test_a_change_is_told_by_show_history_diff_and_proof(nordwind: Place) -> None:
    later = Place(nordwind.home, nordwind.database, FIRST_DAY + timedelta(days=2))
    assert later.plumbline("change", "R-001", "note=Looked at again").code == 0
    assert "Looked at again" in later.plumbline("show", "R-001").out
    assert "Looked at again" not in later.plumbline("show", "R-001", "--as-of", DAY).out
    (record,) = later.plumbline("history", "R-001", "--format", "json").json
    assert [each["action"] for each in record["versions"]] == ["register:import", "risk:write"]
    assert [each["value"].get("note", "") for each in record["versions"]][-1] == "Looked at again"
    (changed,) = later.plumbline("diff", DAY, "2026-11-24", "--format", "json").json
    assert (changed["ref"], changed["change"]) == ("R-001", "changed")
    assert [each["became"] for each in changed["fields"]] == ["Looked at again"]
    proof = later.plumbline("log", "proof", "R-001", "--format", "json").json
    assert proof["version"] == record["versions"][-1]["entry"]
    assert later.plumbline("log", "verify").code == 0
    assert later.plumbline("change", "R-001", "note=").code == 0


@pytest.mark.sqlite_only
def test_the_sentence_of_the_readme_works_in_processes_of_their_own(registers: Path, tmp_path: Path) -> None:
    home, statement = tmp_path / "home", tmp_path / "soa.pdf"
    for words in (
        ["init", "--name", "Nordwind"],
        ["import", registers],
        ["audit", "--on", DAY, "--format", "json"],
        ["soa", "-o", statement],
    ):
        said = started(home, *words)
        assert said.code == 0, said.err
    assert statement.read_bytes().startswith(b"%PDF-")


def in_german(path: Path) -> tuple[str, bytes]:
    """The register as a German firm would keep it: its own headings, last column first, semicolons, cp1252."""
    with path.open(newline="", encoding="utf-8") as file:
        heading, *rows = csv.reader(file)
    words = GERMAN[path.stem]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([words[each] for each in reversed(heading)])
    for row in rows:  # one register has a comma too many in a row, which falls away with the commas
        whole = row if len(row) == len(heading) else [*row[:6], ",".join(row[6:8]), *row[8:]]
        writer.writerow(reversed(whole))
    return f"{path.stem}.csv", out.getvalue().encode("cp1252")


def records_of(place: Place) -> dict[str, Any]:
    """Every record there is, but for the notes of the imports themselves."""
    kinds = [each["kind"] for each in place.plumbline("register", "--format", "json").json if each["all"]]
    return {
        kind: place.plumbline("register", kind, "--all", "--format", "json").json
        for kind in kinds
        if kind not in ("import_run",)
    }


@pytest.mark.sqlite_only
def test_a_german_copy_gives_the_same_records(founded_once: Place, registers: Path, tmp_path: Path) -> None:
    english, german = (founded_once.copied_to(tmp_path / name) for name in ("english", "german"))
    (tmp_path / "register").mkdir()
    for path in registers.glob("*.csv"):
        name, content = in_german(path)
        (tmp_path / "register" / name).write_bytes(content)
    assert english.plumbline("import", registers).code == 0
    assert german.plumbline("import", tmp_path / "register").code == 0
    expected = records_of(english)
    assert sum(map(len, expected.values())) > 400
    assert same(records_of(german)) == same(expected)


def same(records: dict[str, Any]) -> dict[str, Any]:
    """The records without what tells which words a file used for its headings."""
    return {
        kind: [{name: value for name, value in each.items() if name not in ("extra", "unread")} for each in held]
        for kind, held in records.items()
    }


def test_the_days_of_this_story_are_those_of_its_clock() -> None:
    assert date.fromisoformat(DAY) == FIRST_DAY.date()
