"""The Statement of Applicability leaves in five formats that print the same rows, and the same bytes each time."""

from __future__ import annotations

import builtins
import io
import json
import re
import sys
import zlib
from datetime import timedelta

import docx
import pytest
from python_calamine import CalamineWorkbook

from plumbline.engine.domain.kinds import Action, SoaDeclared
from plumbline.reports.soa import as_docx, as_pdf
from plumbline.reports.soa.as_docx import WordMissingError
from plumbline.reports.soa.render import FORMATS, render
from plumbline.reports.soa.rows import SoaReport, soa_report
from tests.reports.firms import DAY, KEYS, MADE, NAMES, approved_firm, empty_firm, firm, hard_firm


@pytest.fixture(scope="module")
def statement() -> SoaReport:
    return soa_report(approved_firm(), made_at=MADE, names=NAMES)


def pages(pdf: bytes) -> int:
    """How many pages a PDF says it has."""
    found = re.search(rb"/Type\s*/Pages\s*/Count (\d+)", pdf)
    assert found
    return int(found[1])


def test_the_title_block_says_whose_it_is_who_approved_it_and_what_it_applies_to(statement: SoaReport) -> None:
    assert statement.organization == "Nordlicht Kartografie GmbH"
    assert statement.standing == "Version 3, approved on 2026-10-13"
    assert statement.approved_by == ("Managing director",)
    assert (statement.scope_ref, statement.scope_version) == ("SCOPE-2", "2")
    assert statement.scope_statement.startswith("Making, hosting and support of digital maps")
    assert (statement.as_of, statement.on, statement.head) == (DAY, DAY, 4711)


def test_a_statement_that_nobody_approved_calls_itself_a_draft() -> None:
    assert soa_report(firm(), made_at=MADE).standing == "Draft, not approved"


def test_the_counts_of_the_themes_add_up_to_all_rows(statement: SoaReport) -> None:
    assert [each.total for each in statement.themes] == [37, 8, 14, 34, 1]
    for each in (*statement.themes, statement.total):
        assert each.total == each.applicable + each.excluded + each.undecided
        assert each.applicable == each.implemented + each.partly + each.planned + each.none + each.unstated


def test_people_appear_by_todays_name_and_without_one_by_their_reference() -> None:
    row = next(each for each in soa_report(firm(), made_at=MADE, names=NAMES).rows if each.key == "A.8.30")
    assert row.decided_by == "Ada Lindqvist"
    nameless = next(each for each in soa_report(firm(), made_at=MADE).rows if each.key == "A.8.30")
    assert nameless.decided_by == "PER-1"


def test_exclusions_carry_their_reason_and_what_stands_against_them(statement: SoaReport) -> None:
    by_key = {each.key: each for each in statement.exclusions}
    assert set(by_key) == {"A.5.23", "A.8.30"}
    assert by_key["A.5.23"].justification == "Decided: We use no cloud."
    assert any("AST-1" in each for each in by_key["A.5.23"].contradictions)


def test_what_changed_since_the_approval_is_named(statement: SoaReport) -> None:
    assert statement.changed_since == ("A.8.13",)


def test_without_a_treatment_its_source_is_gone_from_every_format() -> None:
    with_it = soa_report(firm(), made_at=MADE)
    without = soa_report(firm(without=frozenset({"ACT-2"})), made_at=MADE)
    for form in ("text", "json"):
        assert b"ACT-2 Standby region" in render(with_it, form) or form == "json"
        assert b"Standby region" in render(with_it, form)
        assert b"Standby region" not in render(without, form)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_statement_gives_the_same_bytes(form: str) -> None:
    first, second = (soa_report(approved_firm(), made_at=MADE, names=NAMES) for _ in range(2))
    assert render(first, form) == render(second, form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("made", [empty_firm, hard_firm])
def test_nothing_and_hard_texts_come_out_in_every_format(form: str, made: object) -> None:
    report = soa_report(made(), made_at=MADE)  # type: ignore[operator]  # one of two builders without arguments
    assert len(render(report, form)) > 1_000


def test_an_unknown_format_is_refused_with_those_there_are(statement: SoaReport) -> None:
    with pytest.raises(ValueError, match="Choose one of text, json, xlsx, docx, pdf"):
        render(statement, "odt")


def test_the_text_fits_a_hundred_columns_and_has_every_row(statement: SoaReport) -> None:
    for report in (statement, soa_report(hard_firm(), made_at=MADE)):
        lines = render(report, "text").decode().splitlines()
        assert max(map(len, lines)) <= 100
        assert {line.split()[0] for line in lines if re.match(r"A\.\d\.\d+ ", line)} == set(KEYS)


def test_the_json_holds_every_row_with_all_sources(statement: SoaReport) -> None:
    held = json.loads(render(statement, "json"))
    assert [each["key"] for each in held["rows"]] == [*KEYS, "OC-1"]
    backup = next(each for each in held["rows"] if each["key"] == "A.8.13")
    assert {"ACT-1", "CMT-1"} <= {each["ref"] for each in backup["sources"]}
    assert held["standing"] == "Version 3, approved on 2026-10-13"
    assert held["total"]["total"] == 94


def test_the_workbook_opens_and_holds_the_rows_in_order(statement: SoaReport) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(statement, "xlsx")))
    assert book.sheet_names == ["Title block", "Statement", "Counts", "What does not hold"]
    lines = book.get_sheet_by_name("Statement").to_python()
    keys = [str(line[0]) for line in lines if re.fullmatch(r"A\.\d\.\d+|OC-\d+", str(line[0]))]
    assert keys == [*KEYS, "OC-1"]
    heading = next(line for line in lines if line[0] == "Control")
    observed = {line[heading.index("Observed on")] for line in lines if str(line[0]) == "A.5.2"}
    assert observed == {DAY - timedelta(days=3)}


def test_text_that_looks_like_a_formula_stays_text_in_the_workbook() -> None:
    row = SoaDeclared(ref="A.5.16", applicable="yes", justification='=HYPERLINK("x")')
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(soa_report(firm(row), made_at=MADE), "xlsx")))
    cells = [cell for line in book.get_sheet_by_name("Statement").to_python() for cell in line]
    assert '=HYPERLINK("x").' in cells


def test_the_word_document_opens_and_holds_every_control(statement: SoaReport) -> None:
    document = docx.Document(io.BytesIO(render(statement, "docx")))
    first = {row.cells[0].text.split("\n")[0] for table in document.tables for row in table.rows}
    assert {*KEYS, "OC-1"} <= first
    assert document.paragraphs[0].text == "Statement of Applicability"


def test_a_sign_that_no_document_can_hold_does_not_stop_word() -> None:
    odd = SoaDeclared(ref="A.5.16", applicable="yes", justification="bell \x07 end")
    assert as_docx.render(soa_report(firm(odd), made_at=MADE)).startswith(b"PK")


def test_without_the_extra_word_says_what_to_install(statement: SoaReport, monkeypatch: pytest.MonkeyPatch) -> None:
    plain_import = builtins.__import__

    def without_docx(name: str, *rest: object) -> object:
        if name.split(".", maxsplit=1)[0] == "docx":
            raise ImportError(name)
        return plain_import(name, *rest)  # type: ignore[arg-type]  # the arguments are handed on as they came

    for name in [each for each in sys.modules if each.split(".")[0] == "docx"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without_docx)
    with pytest.raises(WordMissingError, match=r"pip install 'plumbline\[word\]'"):
        as_docx.render(statement)


def test_the_pdf_is_archival_dated_as_told_and_set_in_our_own_fonts(statement: SoaReport) -> None:
    made = render(statement, "pdf")
    assert made.startswith(b"%PDF-1.7")
    assert b"pdfaid:part" in made
    assert b"2026-11-22T09:30:00" in made
    fonts = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([A-Za-z0-9-]+)", opened(made)))
    assert fonts
    assert all(name.startswith(b"Inter") for name in fonts), fonts


def test_another_moment_gives_another_pdf(statement: SoaReport) -> None:
    later = soa_report(approved_firm(), made_at=MADE + timedelta(minutes=1), names=NAMES)
    assert render(later, "pdf") != render(statement, "pdf")


def test_letters_that_our_fonts_lack_give_a_plain_pdf_instead_of_none() -> None:
    made = render(soa_report(hard_firm(), made_at=MADE), "pdf")
    assert made.startswith(b"%PDF")
    assert b"pdfaid:part" not in made


def test_a_page_of_reasons_runs_over_the_page_instead_of_being_cut() -> None:
    assert pages(as_pdf.render(soa_report(hard_firm(), made_at=MADE))) > pages(
        as_pdf.render(soa_report(firm(), made_at=MADE))
    )


def test_an_improvement_is_no_source(statement: SoaReport) -> None:
    assert not any(source.ref == "ACT-3" for row in statement.rows for source in row.sources)
    extra = Action(ref="ACT-9", title="New", action_kind="treat", controls=("A.5.37",))
    report = soa_report(firm(extra), made_at=MADE)
    assert any(source.ref == "ACT-9" for row in report.rows for source in row.sources)


def opened(pdf: bytes) -> bytes:
    """The PDF with its compressed streams unpacked, as far as they can be."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)
