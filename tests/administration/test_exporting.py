"""Registers leave the house with leave, leave a trace, and come back through the same door."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.administration.exporting import MARKER, export_to
from plumbline.apps.administration.register_commands import export, import_
from plumbline.apps.journal import checkpoints, reading
from plumbline.apps.ui.session import Session
from plumbline.formats.xlsx import read_sheet
from tests.stories import Firm

ASSETS = """Asset ID;Asset name;Asset type;Classification;Location;Asset owner
AST-1;Laptops;Hardware;internal;Hamburg;Head of IT
AST-2;Payroll;Application;confidential;Hamburg;Cleo Brandt
"""
SUPPLIERS = """Supplier ID,Supplier,Services provided,Supplier owner
SUP-1,Cloud & Sons,Hosting,Head of IT
"""


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    """A small folder of registers as somebody keeps them."""
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "assets.csv").write_text(ASSETS, encoding="utf-8")
    (folder / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    return folder


def ask(command: object, *words: object, actor: str = "ada@nordwind.example") -> Result:
    """Call a command as an account does."""
    found = CliRunner().invoke(command, [str(each) for each in words], obj=Session(email=actor))  # type: ignore[arg-type]  # a click command
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def said(result: Result) -> dict[str, object]:
    """What `--format json` printed."""
    printed: dict[str, object] = json.loads(result.stdout)
    return printed


def edit(path: Path, ref: str, heading: str, value: str) -> None:
    """Write into one cell of an exported CSV file, as any program would."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    (row,) = [each for each in rows if each[0] == ref]
    row[rows[0].index(heading)] = value
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode())


def test_a_folder_makes_the_round_and_three_edited_cells_are_three_changes(
    firm: Firm, registers: Path, tmp_path: Path
) -> None:
    assert ask(import_, registers).exit_code == 0
    again = said(ask(import_, registers, "--format", "json"))
    assert (again["new"], again["changed"], again["import"]) == (0, 0, None)

    out = tmp_path / "out"
    written = ask(export, out).stdout.split()
    assert str(out / "asset.csv") in written
    untouched = said(ask(import_, out, "--format", "json"))
    assert (untouched["new"], untouched["changed"], untouched["set_aside"], untouched["problems"]) == (0, 0, 0, [])

    edit(out / "asset.csv", "AST-1", "Location", "Kiel")
    edit(out / "asset.csv", "AST-2", "Classification", "")
    edit(out / "supplier.csv", "SUP-1", "Title", "Cloud & Daughters")
    result = ask(import_, out)
    assert result.exit_code == 0
    assert "AST-1 Laptops  (asset.csv, line 2)" in result.stdout
    assert "Location: Hamburg → Kiel" in result.stdout
    assert "SUP-1 Cloud & Daughters  (supplier.csv, line 2)" in result.stdout
    assert "0 records new, 3 changed" in result.stdout
    settled = said(ask(import_, out, "--format", "json"))
    assert (settled["new"], settled["changed"]) == (0, 0)
    isms = Session(email="ada@nordwind.example").isms()
    assert getattr(isms.find("AST-1"), "location", "") == "Kiel"
    assert getattr(isms.find("AST-2"), "classification", "?") == ""


def test_a_dry_run_shows_the_difference_and_writes_nothing(firm: Firm, registers: Path, tmp_path: Path) -> None:
    ask(import_, registers)
    ask(export, tmp_path / "out", "--register", "asset")
    edit(tmp_path / "out" / "asset.csv", "AST-1", "Location", "Kiel")
    size = reading.head(firm.id)
    result = ask(import_, tmp_path / "out", "--dry-run")
    assert "Location: Hamburg → Kiel" in result.stdout
    assert "Nothing was written. The import would make 0 records new, 1 changed." in result.stdout
    assert reading.head(firm.id) == size


def test_a_workbook_makes_the_round(firm: Firm, registers: Path, tmp_path: Path) -> None:
    ask(import_, registers)
    book = tmp_path / "registers.xlsx"
    assert ask(export, book).stdout.split() == [str(book)]
    found = said(ask(import_, book, "--format", "json"))
    assert (found["new"], found["changed"], found["set_aside"], found["problems"]) == (0, 0, 0, [])
    facts = [tuple(cell.text for cell in row.cells) for row in read_sheet(book, "plumbline export").rows]
    assert ("organisation", "Nordwind") in facts


def test_a_row_that_cannot_be_read_is_set_aside_and_the_rest_is_applied(
    firm: Firm, registers: Path, tmp_path: Path, home: Path
) -> None:
    ask(import_, registers)
    out = tmp_path / "out"
    ask(export, out)
    edit(out / "asset.csv", "AST-1", "State", "sleeping")
    edit(out / "asset.csv", "AST-2", "Location", "Kiel")
    result = ask(import_, out, "--set-aside", tmp_path / "aside")
    assert result.exit_code == 3
    assert "“sleeping” is not on the list of “State”" in " ".join(result.stdout.split())
    assert "line 2, column “State”, “sleeping”" in " ".join(result.stdout.split())
    (kept,) = (tmp_path / "aside").iterdir()
    edit(kept, "AST-1", "State", "live")
    assert ask(import_, kept).exit_code == 0


def test_an_export_is_an_entry_without_changes_and_is_signed(firm: Firm, tmp_path: Path) -> None:
    session = Session(email="bob@nordwind.example")
    export_to(session.actor, session.isms(), tmp_path / "out", ("risk", "person"))
    assert firm.last_entry() == (firm.bob.person, "register:export", ())
    signed = checkpoints.latest(firm.id)
    assert signed is not None
    assert signed.size == reading.head(firm.id)


def test_who_may_not_export_is_refused_and_that_is_written_down(firm: Firm, tmp_path: Path) -> None:
    isms = Session(email="ada@nordwind.example").isms()
    with pytest.raises(NotAllowedError, match="register:export"):
        export_to(firm.cleo, isms, tmp_path / "out")
    assert firm.last_entry() == (firm.cleo.person, "access:denied", ())
    assert not (tmp_path / "out").exists()


def test_names_go_out_with_whoever_may_read_people(firm: Firm, tmp_path: Path) -> None:
    isms = Session(email="ada@nordwind.example").isms()
    export_to(firm.ada, isms, tmp_path / "out")
    assert "Cleo Brandt" in (tmp_path / "out" / "person.csv").read_text(encoding="utf-8")


def test_a_register_nobody_knows_is_refused(firm: Firm, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="There is no register “riks”"):
        ask(export, tmp_path / "out", "--register", "riks")


def test_our_own_files_are_overwritten_and_old_ones_taken_away(firm: Firm, registers: Path, tmp_path: Path) -> None:
    ask(import_, registers)
    out = tmp_path / "out"
    ask(export, out)
    assert (out / "supplier.csv").exists()
    ask(export, out, "--register", "asset")
    assert sorted(each.name for each in out.iterdir()) == [MARKER, "asset.csv"]
    ask(export, tmp_path / "one.xlsx")
    assert ask(export, tmp_path / "one.xlsx").exit_code == 0


def beside_ours(target: Path) -> None:
    (target / "notes.txt").write_text("mine", encoding="utf-8")


def under_our_name(target: Path) -> None:
    (target / MARKER).unlink()


@pytest.mark.parametrize("disturb", [beside_ours, under_our_name])
def test_a_folder_with_files_of_somebody_else_is_left_alone(
    firm: Firm, tmp_path: Path, disturb: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    ask(export, out)
    disturb(out)
    before = {each.name: each.read_bytes() for each in out.iterdir()}
    with pytest.raises(RefusedError, match="holds files that no export wrote"):
        ask(export, out)
    assert {each.name: each.read_bytes() for each in out.iterdir()} == before


def test_a_workbook_of_somebody_else_is_left_alone(firm: Firm, tmp_path: Path) -> None:
    book = tmp_path / "mine.xlsx"
    book.write_bytes(b"mine")
    with pytest.raises(RefusedError, match="is no export of ours"):
        ask(export, book)
    plain = book.rename(tmp_path / "mine")
    with pytest.raises(RefusedError, match=r"is a file\. Name a folder"):
        ask(export, plain)


def test_the_command_line_makes_the_whole_round_and_tells_how_it_went(registers: Path, tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"

    def plumbline(*words: object) -> tuple[int, str]:
        return called(["--home", str(home), *map(str, words)])

    assert plumbline("init", "--name", "Nordwind")[0] == 0
    assert plumbline("import", registers)[0] == 0
    assert plumbline("export", out)[0] == 0
    edit(out / "asset.csv", "AST-1", "Location", "Kiel")
    code, told = plumbline("import", out)
    assert (code, "0 records new, 1 changed" in told) == (0, True)
    edit(out / "asset.csv", "AST-1", "State", "sleeping")
    assert plumbline("import", out)[0] == 3
    assert plumbline("export", registers)[0] == 2
    (tmp_path / "junk.xlsx").write_bytes(bytes(range(256)) * 20)
    code, told = plumbline("import", tmp_path / "junk.xlsx")
    assert (code, "Traceback" in told) == (2, False)
    code, told = plumbline("import", tmp_path / "nowhere")
    assert (code, "There is no such file or folder" in told) == (2, True)


def called(words: Sequence[str]) -> tuple[int, str]:
    """The exit code of the installed command and all it said, on a SQLite of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("plumbline")), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
