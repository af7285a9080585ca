"""Whatever is put in: no traceback, exit code 2, and a sentence that says what is wrong and what to do."""

from __future__ import annotations

import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plumbline.formats.sniff import OLE
from tests.cli.place import Place, Said, measured, started, without_privileges

HEADINGS = "ID,Asset Name,Type,Owner,Criticality,Status,Description\n"


def refused(said: Said, *words: str) -> None:
    """The command ended with 2 and said these words; nothing of Python's showed."""
    told = said.out + said.err
    assert said.code == 2, told
    assert "Traceback" not in told
    assert "Error(" not in told
    for each in words:
        assert each in " ".join(told.split()), told


def entries(place: Place) -> int:
    """How long the journal is."""
    found: int = place.plumbline("status", "--format", "json").json["head"]
    return found


# --- files -----------------------------------------------------------------------------------------------------------


def protected(path: Path) -> None:
    path.write_bytes(OLE + b"\0" * 4000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))


def torn(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 1000)
    path.write_bytes(path.read_bytes()[:-60])


def hollow(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<no workbook")


FILES: dict[str, tuple[str, Callable[[Path], object], tuple[str, ...]]] = {
    "a workbook with a password": ("assets.xlsx", protected, ("password",)),
    "a zip bomb": ("assets.xlsx", bomb, ("zip bomb",)),
    "a torn workbook": ("assets.xlsx", torn, ("assets.xlsx",)),
    "a workbook that holds nothing": ("assets.xlsx", hollow, ("assets.xlsx",)),
    "binary junk": ("assets.csv", lambda path: path.write_bytes(bytes(range(256)) * 40), ("neither CSV nor",)),
    "an empty file": ("assets.csv", lambda path: path.write_bytes(b""), ("empty",)),
    "a picture": ("assets.csv", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), ("neither CSV",)),
    "a novel": ("assets.csv", lambda path: path.write_text("It was a dark night.\n" * 99), ("heading",)),
    "an empty folder": ("assets", lambda path: path.mkdir(), ("holds no files",)),
    "nothing at all": ("assets.csv", lambda path: None, ("no such file or folder",)),
    "a pipe": ("assets.csv", os.mkfifo, ("neither a file nor a folder",)),
    "a link that leads to itself": ("assets.csv", lambda path: path.symlink_to(path), ("no such file or folder",)),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_written(place: Place, tmp_path: Path, case: str) -> None:
    name, make, words = FILES[case]
    make(tmp_path / name)
    before = entries(place)
    refused(place.plumbline("import", tmp_path / name), name, *words)
    assert entries(place) == before


def test_a_file_that_this_user_may_not_read_is_told(place: Place, tmp_path: Path) -> None:
    source = tmp_path / "assets.csv"
    source.write_text(HEADINGS)
    source.chmod(0)
    refused(started(place.home, "import", source, before=without_privileges()), "assets.csv", "not readable")
    (tmp_path / "vendors.csv").write_text("Vendor,Service\nAcme,Hosting\n")
    said = started(place.home, "import", tmp_path, "--dry-run", before=without_privileges())
    assert said.code in (2, 3), said.err
    assert "assets.csv" in said.out
    assert "Traceback" not in said.err


def test_a_name_that_is_no_text_does_not_stop_the_telling(place: Place, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/assets-\xff.csv"))
    source.write_bytes(bytes(range(256)) * 40)
    refused(started(place.home, "import", source), "neither CSV nor")


def test_a_good_file_beside_a_bad_one_is_taken_in_and_the_bad_one_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "assets.csv").write_text(HEADINGS + "AST-1,Server,Hardware,Ada Winter,High,Active,\n")
    bomb(tmp_path / "risks.xlsx")
    said = place.plumbline("import", tmp_path / "assets.csv", tmp_path / "risks.xlsx")
    assert said.code == 3, said.out
    assert "zip bomb" in " ".join(said.out.split())
    assert [each["ref"] for each in place.plumbline("register", "asset", "--format", "json").json] == ["AST-1"]


def test_the_last_day_of_the_calendar_in_a_register_breaks_no_rule(place: Place, tmp_path: Path) -> None:
    headings = "Doc ID,Title,Type,Owner,Approver,Version,Effective Date,Last Review,Next Review,Status\n"
    rows = "".join(
        f"POL-{n},Rule {n},Policy,Ada Winter,Bob Keller,1.0,{day},{day},{day},Approved\n"
        for n, day in enumerate(("9999-12-31", "0001-01-01", "1900-01-01"), 1)
    )
    (tmp_path / "document-register.csv").write_text(headings + rows)
    assert place.plumbline("import", tmp_path / "document-register.csv").code in (0, 3)
    for command in (["audit"], ["status"], ["soa"], ["register", "document"]):
        assert place.plumbline(*command).code == 0, command


def csv_of(path: Path, size: int) -> Path:
    """A register of assets that large."""
    row = "AST-{0},Server {0},Hardware,Head of Operations,High,Active," + "Runs what customers see. " * 7 + "\n"
    with path.open("w", encoding="utf-8") as file:
        written, number = file.write(HEADINGS), 0
        while written < size:
            number += 1
            written += file.write(row.format(number))
    return path


@pytest.mark.parametrize("size", [30_000_000, 200_000_000])
def test_a_huge_csv_is_read_as_a_stream_and_refused_in_little_memory(place: Place, tmp_path: Path, size: int) -> None:
    source = csv_of(tmp_path / "assets.csv", size)
    said, peak = measured(place.home, "import", source)
    source.unlink()  # two hundred megabytes are nothing to leave behind
    refused(said, "assets.csv", "Split it")
    assert peak <= 300_000_000


@pytest.mark.parametrize(
    ("rows", "most"), [(12_000, 150_000_000), pytest.param(66_000, 300_000_000, marks=pytest.mark.nightly)]
)
def test_a_risk_register_within_the_limit_is_applied_in_little_memory(
    place: Place, tmp_path: Path, rows: int, most: int
) -> None:
    """A row of risks is two records and twelve cells; the larger one is all that one import takes in of them."""
    cells = "Server,Theft,No lock,3,4,Head of Operations,Modify,A.5.9 A.8.1,Open," + "What happens if it goes. " * 6
    source = tmp_path / "risks.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write(
            "Risk ID,Risk,Asset,Threat,Vulnerability,Likelihood,Impact,Owner,Treatment,Controls,Status,Description\n"
        )
        file.writelines(f"R-{number},Risk {number},{cells}\n" for number in range(1, rows + 1))
    said, peak = measured(place.home, "import", source)
    assert said.code == 0, said.out + said.err
    assert peak <= most


# --- words on the command line ---------------------------------------------------------------------------------------

WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a day that is none": (("audit", "--on", "tomorrow"), ("“tomorrow” is no day", "2026-03-31")),
    "a day that no month has": (("audit", "--as-of", "2026-02-30"), ("“2026-02-30” is no day",)),
    "the last day of the calendar": (("status", "--as-of", "9999-12-31"), ("too far away", "2199")),
    "the first day of the calendar": (("status", "--on", "0001-01-01"), ("too far away", "1900")),
    "days to compare that are none": (("diff", "2026-11-01", "later"), ("“later” is no day",)),
    "a rule there is not": (("audit", "--rule", "XYZ999"), ("XYZ999", "plumbline rule")),
    "a page there is not": (("rule", "XYZ999"), ("XYZ999", "plumbline rule")),
    "a format there is not": (("audit", "--format", "yaml"), ("yaml", "json")),
    "a format of the Statement there is not": (("soa", "--format", "odt"), ("odt", "xlsx")),
    "a grade there is not": (("audit", "--fail-on", "catastrophe"), ("catastrophe", "major")),
    "a command there is not": (("frobnicate",), ("frobnicate",)),
    "a register there is not": (("register", "unicorn"), ("no register “unicorn”", "risk")),
    "a record there is not": (("show", "R-99"), ("no record R-99", "plumbline register")),
    "a history there is not": (("history", "R-99"), ("never seen R-99",)),
    "a proof there is not": (("log", "proof", "R-99"), ("never seen R-99",)),
    "a kind to add there is not": (("add", "unicorn", "title=x"), ("no register “unicorn”",)),
    "a kind nobody writes by hand": (("add", "membership", "person=PER-1"), ("not written by hand",)),
    "a word without a field": (("add", "issue", "title"), ("“title” is no FIELD=VALUE",)),
    "a field there is not": (("add", "issue", "colour=red"), ("colour", "title")),
    "a choice there is not": (("add", "issue", "title=x", "side=above"), ("above", "internal")),
    "a day in a field that is none": (("add", "criteria", "title=x", "effective=soon"), ("soon", "2026-03-31")),
    "a number that is none": (("change", "ORG-1", "headcount=many"), ("many", "whole number")),
    "a record to change there is not": (("change", "R-99", "title=x"), ("no record R-99",)),
    "somebody unknown": (("--as", "dan@nordwind.example", "import", "."), ("dan@nordwind.example has no access",)),
    "an organisation unknown": (("--organization", "Südwind", "status"), ("no organisation “Südwind”", "Nordwind")),
    "a time zone there is not": (("init", "--name", "Südwind", "--time-zone", "Mars/Olympus"), ("no time zone",)),
    "a second organisation of the same name": (("init", "--name", "nordwind"), ("called nordwind",)),
    "an organisation without a name": (("init", "--name", ""), ("name",)),
    "a name that is no text": (("init", "--name", "N\udcffrd"), ("half of a character",)),
    "a column map there is not": (("import", ".", "--map", "map.toml"), ("map.toml",)),
    "a file to write where no folder is": (("soa", "-o", "nowhere/soa.pdf"), ("nowhere/soa.pdf", "No such")),
    "a folder to write to": (("audit", "-o", "."), ("directory",)),
}


@pytest.mark.parametrize("case", WORDS)
def test_words_that_cannot_be_meant_are_answered_with_what_can(place: Place, case: str) -> None:
    words, told = WORDS[case]
    said = place.plumbline(*words)
    refused(said, *told)
    assert said.out == "", "a refusal is no result"


def test_two_organisations_have_to_be_told_apart(place: Place) -> None:
    assert place.plumbline("init", "--name", "Südwind", "--email", "sue@suedwind.example").code == 0
    refused(place.plumbline("status"), "2 organisations", "Nordwind, Südwind", "--organization NAME")
    for name in ("Südwind", "nordwind"):
        assert place.plumbline("--organization", name, "status").code == 0
        assert place.plumbline("--organization", name, "log", "verify").code == 0
    refused(place.plumbline("log", "verify"), "--organization NAME")


def test_an_organisation_that_two_administer_asks_who_acts(place: Place, tmp_path: Path) -> None:
    granted = ("grant", "administrator", "--name", "Bob Keller", "--email", "bob@nordwind.example")
    assert place.plumbline(*granted).code == 0
    (tmp_path / "assets.csv").write_text(HEADINGS)
    refused(place.plumbline("import", tmp_path), "2 people administer", "--as E-MAIL")
    assert place.plumbline("status").code == 0, "to look, nobody need say who looks"


def test_who_reads_only_the_beginning_sees_no_error(place: Place) -> None:
    said = started(place.home, "rule", before=["sh", "-c", '"$@" | head -1', "sh"])
    assert (said.code, said.err) == (0, "")


# --- what a command stands on ---------------------------------------------------------------------------------------


def test_a_signing_key_that_others_can_read_is_not_used(place: Place) -> None:
    (key,) = place.home.glob("keys/*/log.key")
    key.chmod(0o644)
    place.plumbline("add", "issue", "title=New market", "side=external")
    refused(place.plumbline("log", "proof", "CTX-1"), "can be read by others", "chmod 600")


def test_a_database_older_than_what_was_signed_is_not_signed_again(place: Place, tmp_path: Path) -> None:
    old = (place.home / "plumbline.sqlite3").read_bytes()
    assert place.plumbline("add", "issue", "title=New market", "side=external").code == 0
    assert place.plumbline("log", "proof", "CTX-1").code == 0
    for left in place.home.glob("plumbline.sqlite3*"):
        left.unlink()
    (place.home / "plumbline.sqlite3").write_bytes(old)
    said = place.plumbline("log", "verify")
    assert said.code == 1
    assert "rewound" in said.out


def test_word_documents_without_their_extra_say_how_to_get_it(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    refused(place.plumbline("soa", "-o", tmp_path / "soa.docx"), "Word documents need an extra", "pip install")
    assert not (tmp_path / "soa.docx").exists()


def test_a_document_that_cannot_be_set_is_told(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#let x = ")
    monkeypatch.setattr("plumbline.reports.typeset.HERE", tmp_path)
    monkeypatch.setattr("plumbline.reports.soa.as_pdf.TEMPLATE", broken)
    refused(place.plumbline("soa", "-o", tmp_path / "soa.pdf"), "broken.typ could not be set")
    assert not (tmp_path / "soa.pdf").exists()


def test_a_full_disk_is_told(place: Place) -> None:
    refused(place.plumbline("soa", "--format", "json", "-o", "/dev/full"), "No space left")


# --- homes and databases ---------------------------------------------------------------------------------------------


def test_a_home_that_is_not_there_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    for command in (["status"], ["audit"], ["log", "verify"], ["import", "."]):
        refused(Place(tmp_path / "none").plumbline(*command), "no Plumbline in", "plumbline init")
    assert not (tmp_path / "none").exists()


def test_a_home_without_an_organisation_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    empty = Place(tmp_path)
    (tmp_path / "plumbline.sqlite3").touch()
    refused(empty.plumbline("status"), "no organisation here yet", "plumbline init")
    refused(empty.plumbline("log", "verify"), "no organisation here yet", "plumbline init")


def test_a_file_in_the_way_of_a_home_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    refused(started(tmp_path / "home", "init", "--name", "Nordwind"), "is a file", "Name a folder")
    refused(
        started(tmp_path, "--home", tmp_path / "home" / "within", "init", "--name", "Nordwind"), "cannot be written"
    )


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    said = started(tmp_path / "locked" / "home", "init", "--name", "Nordwind", before=without_privileges())
    refused(said, "cannot be written", "--home")
    said = started(tmp_path / "locked", "init", "--name", "Nordwind", before=without_privileges())
    refused(said, "cannot be written", "--home")


def test_a_database_that_may_only_be_read_refuses_the_import_in_a_sentence(place: Place, tmp_path: Path) -> None:
    (tmp_path / "assets.csv").write_text(HEADINGS + "AST-1,Server,Hardware,Ada Winter,High,Active,\n")
    (place.home / "plumbline.sqlite3").chmod(0o400)
    said = started(place.home, "import", tmp_path / "assets.csv", before=without_privileges())
    refused(said, "only read the database")


@pytest.mark.parametrize("migration", [("risk", "9999_from_the_future"), ("quantum", "0001_initial")])
def test_a_database_of_a_newer_plumbline_is_left_alone(place: Place, migration: tuple[str, str]) -> None:
    with sqlite3.connect(place.home / "plumbline.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2030-01-01 00:00:00')", migration
        )
    database.close()
    for command in (["status"], ["audit"], ["log", "verify"], ["init", "--name", "Südwind"]):
        refused(place.plumbline(*command), "newer Plumbline", ".".join(migration), "Update Plumbline")


def test_a_database_of_an_older_plumbline_is_migrated_but_never_while_it_is_verified(place: Place) -> None:
    with sqlite3.connect(place.home / "plumbline.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'performance'")
        tables = database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'performance_%' AND type = 'table'")
        for (name,) in tables.fetchall():
            database.execute(f"DROP TABLE {name}")
    database.close()
    refused(place.plumbline("log", "verify"), "older Plumbline", "plumbline status")
    assert place.plumbline("status").code == 0
    assert place.plumbline("log", "verify").code == 0


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "plumbline.sqlite3") as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.close()
    before = (tmp_path / "plumbline.sqlite3").read_bytes()
    for command in (["status"], ["init", "--name", "Nordwind"]):
        refused(Place(tmp_path).plumbline(*command), "another program", "bookmarks")
    assert (tmp_path / "plumbline.sqlite3").read_bytes()[100:] == before[100:], "no more than the mode of its journal"


@pytest.mark.parametrize("spoil", ["its head", "its middle", "all of it"])
def test_a_damaged_database_is_told_whatever_is_asked_of_it(place: Place, spoil: str) -> None:
    file = place.home / "plumbline.sqlite3"
    content = bytearray(file.read_bytes())
    start, stop = {"its head": (0, 100), "its middle": (4096, len(content) - 4096), "all of it": (0, len(content))}[
        spoil
    ]
    content[start:stop] = b"\xa5" * (stop - start)
    file.write_bytes(content)
    for command in (["status"], ["audit"], ["show", "ORG-1"], ["log", "verify"], ["init", "--name", "Südwind"]):
        refused(place.plumbline(*command), "damaged", "Restore the last backup")


def test_a_damaged_record_is_told_with_how_to_find_it(place: Place) -> None:
    with sqlite3.connect(place.home / "plumbline.sqlite3") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE journal_version SET value = substr(value, 1, 30) WHERE kind = 'organization'")
    database.close()
    for command in (["status"], ["audit"], ["register"], ["init", "--name", "Südwind"]):
        refused(place.plumbline(*command), "cannot be read", "plumbline log verify")
    assert place.plumbline("log", "verify").code == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgres://nobody@/nothing?host=/nowhere", ("PLUMBLINE_DATABASE_URL", "cannot be reached")),
        ("postgres://nobody:secret@127.0.0.1:1/nothing", ("PLUMBLINE_DATABASE_URL", "cannot be reached")),
        ("mysql://root@localhost/x", ("does not begin with postgres://",)),
        ("", ("does not begin with postgres://",)),
    ],
)
def test_a_database_that_is_nowhere_is_told_without_its_password(
    tmp_path: Path, url: str, words: tuple[str, ...]
) -> None:
    for command in (["status"], ["init", "--name", "Nordwind"], ["log", "verify"]):
        said = started(tmp_path, *command, environ={"PLUMBLINE_DATABASE_URL": url})
        refused(said, *words)
        assert "secret" not in said.err


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"PLUMBLINE_NOW": "noon"}, ("PLUMBLINE_NOW", "“noon”")),
        ({"PLUMBLINE_HOEM": "x"}, ("does not know PLUMBLINE_HOEM",)),
        ({"PLUMBLINE_HOME": " "}, ("PLUMBLINE_HOME is empty",)),
    ],
)
def test_an_environment_that_cannot_be_meant_is_told(
    tmp_path: Path, environ: dict[str, str], words: tuple[str, ...]
) -> None:
    refused(started(tmp_path, "status", environ=environ), *words)
