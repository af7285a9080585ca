"""Which register a sheet is, and what its columns mean: found by headings and names, asked when unsure."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plumbline.engine.domain.kinds import KINDS, Asset, Document, DocumentVersion, Risk, fields_of
from plumbline.exchange.column_map import ColumnMap, ColumnMapError, read_column_map
from plumbline.exchange.plan import Options
from plumbline.exchange.recognise import Layout, recognise
from plumbline.exchange.registry import registers
from plumbline.exchange.rows import body
from plumbline.exchange.sources import Source
from plumbline.formats.table import EMPTY, Area, Cell, Row, Sheet
from plumbline.formats.xlsx_out import Column, SheetOut, Workbook, write_xlsx
from tests.exchange.desk import csv, lay, only, told, values

NO_REGISTER = {"import_run", "log_fork", "membership", "organization"}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - NO_REGISTER))
def test_a_sheet_headed_with_our_own_labels_is_recognised_and_every_column_finds_its_field(kind: str) -> None:
    held = [each for each in fields_of(KINDS[kind]) if each.name not in ("extra", "unread")]
    heading = Row(1, tuple(Cell(each.label) for each in held))
    sheet = Sheet(name=KINDS[kind].REGISTER, rows=(heading,))
    found = recognise(sheet, "export.xlsx", read_column_map(""))
    assert isinstance(found, Layout), found
    assert found.register.kind == kind
    lost = [
        (each.label, target)
        for each, target in zip(held, found.targets, strict=True)
        if target != each.name and not (target or "").startswith("~")
    ]
    assert not lost


@pytest.mark.parametrize("name", sorted(registers()))
def test_every_register_that_is_declared_names_fields_that_exist(name: str) -> None:
    register = registers()[name]
    strange = [
        target
        for target in register.headings.values()
        if not target.startswith("~") and ".impacts." not in target and register.field(target) is None
    ]
    assert not strange


def test_title_rows_above_the_heading_and_blank_rows_and_totals_are_no_records() -> None:
    found = lay(
        csv(
            "Asset list of the firm;;;",
            "as of 1 March;;;",
            ";;;",
            "ID;Asset Name;Classification;Value",
            "AST-1;Server;Internal;1.250,00",
            ";;;",
            "Total;;;1.250,00",
        )
    )
    assert only(found, Asset).title == "Server"
    assert "7||Total|The row is a total and was left out.|said" in told(found)


def test_a_column_that_is_not_understood_is_kept_and_named() -> None:
    found = lay(csv("ID,Asset Name,Classification,Inventory colour", "AST-1,Server,Internal,green"))
    assert only(found, Asset).extra == (("Inventory colour", "green"),)
    assert found.files[0].extra == ("Inventory colour",)
    assert "Kept as extra fields, since no field is meant by them: “Inventory colour”." in told(found)


def test_a_second_column_of_one_meaning_is_an_extra_field_too() -> None:
    found = lay(csv("ID,Asset Name,Classification,Bezeichnung", "AST-1,Server,Internal,Rechner"))
    assert only(found, Asset).extra == (("Bezeichnung", "Rechner"),)


def test_what_looks_like_nothing_is_refused_with_a_sentence() -> None:
    found = lay(csv("colour,shape", "green,round", name="toys.csv"))
    assert not found.changes
    assert found.refused[0].error.startswith("It looks like no register that is known")


def test_headings_that_fit_two_registers_are_asked_about_unless_the_name_decides() -> None:
    lines = ("ID,Title,Description,Owner,Status", "X-1,Something,Somehow,ISO,open")
    unsure = lay(csv(*lines, name="liste.csv"))
    assert unsure.refused
    assert "or say in a column map which it is" in unsure.refused[0].error


def test_a_saved_column_map_wins() -> None:
    said = read_column_map(
        """
        [files]
        "liste.csv" = "assets"
        [columns.assets]
        "Kürzel" = "title"
        "Asset Name" = ""
        """
    )
    found = lay(csv("ID,Kürzel,Asset Name", "AST-1,DB,Database", name="liste.csv"), options=Options(said=said))
    asset = only(found, Asset)
    assert (asset.title, asset.extra) == ("DB", (("Asset Name", "Database"),))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[files]\n'x.csv' = 'toys'", "there is no register “toys”"),
        ("[columns.assets]\n'A' = 'colour'", "which assets has not"),
        ("{", "neither TOML nor JSON"),
        ("[colours]", "there is no part “colours”"),
        ("[orders]\n'x.csv' = 'ymd'", "Write dmy or mdy"),
    ],
)
def test_a_column_map_that_cannot_be_used_says_which_entry(content: str, words: str) -> None:
    with pytest.raises(ColumnMapError, match=words):
        read_column_map(content)


def test_french_headings_are_read() -> None:
    found = lay(
        csv(
            "Réf.;Titre du risque;Vraisemblance;Impact maximal;Propriétaire du risque;Décision de traitement",
            "R-1;Inondation;3;4;DSI;Réduire",
            encoding="cp1252",
        )
    )
    risk = only(found, Risk)
    assert (risk.ref, risk.title, risk.option) == ("R-1", "Inondation", "modify")


def test_merged_cells_are_filled_down() -> None:
    rows = (
        Row(1, (Cell("ID"), Cell("Asset Name"), Cell("Classification"))),
        Row(2, (Cell("AST-1"), Cell("One"), Cell("Internal"))),
        Row(3, (Cell("AST-2"), Cell("Two"), EMPTY)),
    )
    sheet = Sheet(name="Assets", rows=rows, merged=(Area(2, 3, 2, 2),))
    layout = recognise(sheet, "a.xlsx", ColumnMap())
    assert isinstance(layout, Layout)
    assert [row.cells[2].text for row in body(sheet, layout) if isinstance(row, Row)] == ["Internal", "Internal"]


def test_every_visible_sheet_of_a_workbook_is_read_and_hidden_ones_are_said() -> None:
    columns = tuple(Column(heading=each) for each in ("ID", "Asset Name", "Classification", "Next review"))
    workbook = Workbook(
        sheets=(
            SheetOut(name="Assets", columns=columns, rows=[["AST-1", "Server", "Internal", date(2026, 12, 1)]]),
            SheetOut(name="Old assets", columns=columns, rows=[["AST-2", "Older", "Internal", None]], hidden=True),
        ),
        created=datetime(2026, 1, 1, tzinfo=UTC),
    )
    found = lay(Source(name="registers.xlsx", content=write_xlsx(workbook)))
    assert (only(found, Asset).ref, only(found, Asset).next_review) == ("AST-1", date(2026, 12, 1))
    assert found.files[1].notes == ["The sheet is hidden; it was not read. Show it in the workbook if it belongs here."]


def test_a_document_register_gives_documents_and_their_versions() -> None:
    found = lay(
        csv("Doc ID,Title,Type,Version,Approver,Effective Date,Status", "POL-1,Policy,Policy,2.0,CEO,15.01.2026,Draft")
    )
    version = only(found, DocumentVersion)
    assert (version.document, version.number, version.effective, version.state) == (
        only(found, Document).ref, "2.0", date(2026, 1, 15), "draft",
    )  # fmt: skip
    assert len(values(found, Document)) == 1
