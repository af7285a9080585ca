"""What we give out is what we take in: the same records, by CSV and by workbook, of every kind."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.demo.company import as_isms, clean, names
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import (
    KINDS,
    Asset,
    FrozenRow,
    ImportRun,
    Incident,
    Person,
    Record,
    Risk,
    Role,
    SoaVersion,
    field_of,
    fields_of,
)
from plumbline.exchange.export import META, NAME, READ_ONLY, TOO_LONG, csv_files, workbook
from plumbline.exchange.fields import read_field, write_field
from plumbline.exchange.sources import Source
from plumbline.formats.csv_out import csv_bytes
from plumbline.formats.xlsx import read_sheet, read_xlsx
from tests.exchange.desk import carried_out, empty, having
from tests.exchange.given_out import CREATED, Form, assert_nothing_new, given_out, rows_of, taken_in
from tests.records.declared import ALL_KINDS, EXAMPLES_OF_EACH, records_of

FORMS: tuple[Form, ...] = ("csv", "xlsx")
both = pytest.mark.parametrize("form", FORMS)


def numbered(records: list[Record]) -> list[Record]:
    """The records with references of their own; those keyed by a control keep theirs, each once."""
    if records and records[0].KIND in KEYED_BY_CATALOGUE:
        return list({each.ref: each for each in records}.values())
    return [dataclasses.replace(each, ref=f"{each.PREFIX}-{number}") for number, each in enumerate(records, 1)]


@pytest.mark.parametrize("kind", ALL_KINDS, ids=list(KINDS))
@settings(max_examples=EXAMPLES_OF_EACH)
@given(data=st.data())
def test_any_records_come_back_as_they_were(kind: type[Record], data: st.DataObject) -> None:
    isms = having(*numbered(data.draw(st.lists(records_of(kind), min_size=1, max_size=3))))
    for form in FORMS:
        found = taken_in(given_out(isms, form), isms)
        assert_nothing_new(found)
        taken = 0 if kind.KIND in READ_ONLY else len(isms.all(kind))
        assert (found.unchanged, [each.kind for each in found.files]) == (taken, [kind.KIND])


@pytest.mark.parametrize("kind", ALL_KINDS, ids=list(KINDS))
@settings(max_examples=EXAMPLES_OF_EACH)
@given(data=st.data())
def test_every_field_is_read_back_from_its_cell(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records_of(kind))
    for field in fields_of(kind):
        held = getattr(record, field.name)
        if isinstance(held, str) and held.strip() != held:
            continue  # a word typed on the command line has no outer space
        if held != "" or "" not in field.choices:
            assert read_field(field, write_field(field, held)) == held


@both
def test_the_whole_company_comes_back_as_it_was(form: Form) -> None:
    day = date(2026, 11, 22)
    isms = as_isms(clean(day), day)
    known = {ref: each.name for ref, each in names().items()}
    found = taken_in(given_out(isms, form, known), isms, known)
    assert_nothing_new(found)
    assert found.unchanged == sum(len(held) for kind, held in isms.records.items() if kind not in READ_ONLY)
    assert {each.kind for each in found.files} == set(isms.records)


@both
def test_an_empty_organisation_takes_the_whole_company_in(form: Form) -> None:
    day = date(2026, 11, 22)
    isms = as_isms(clean(day), day)
    known = {ref: each.name for ref, each in names().items()}
    found = taken_in(given_out(isms, form, known), empty())
    assert found.set_aside == ()
    assert {each.ref: each.name for each in found.people} == known
    made = carried_out(found, Isms(organization=isms.organization, on=day, records={}))
    for kind, held in isms.records.items():
        if kind not in READ_ONLY:
            assert {each.ref: each for each in made.all(KINDS[kind])} == {each.ref: each for each in held}


def test_columns_stand_as_declared_and_empty_ones_are_kept() -> None:
    (source,) = given_out(having(Risk(ref="R-1", title="Flood")), "csv")
    heading, row = rows_of(source)
    assert source.name == "risk.csv"
    assert heading == [each.label for each in fields_of(Risk)]
    assert len(row) == len(heading)


def test_only_the_registers_asked_for_go_out() -> None:
    isms = having(Risk(ref="R-1"), Asset(ref="AST-1"), Role(ref="ROLE-1"))
    assert [name for name, _ in csv_files(isms, {})] == ["asset.csv", "role.csv", "risk.csv"]
    assert [name for name, _ in csv_files(isms, {}, ("risk", "document"))] == ["document.csv", "risk.csv"]


@both
@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "+49 40 1234", "-a", "@SUM(A1)", "\t=1", "'quoted'", "＝1"])
def test_a_text_that_looks_like_a_formula_leaves_as_text_and_comes_back(form: Form, text: str) -> None:
    isms = having(Risk(ref="R-1", title=text, note=text, affects=(text,)))
    sources = given_out(isms, form)
    assert_nothing_new(taken_in(sources, isms))
    assert taken_in(sources, empty()).changes[0].value == isms.all(Risk)[0]
    if form == "csv":
        assert rows_of(sources[0])[1][1].startswith("'")


def test_a_workbook_holds_days_and_numbers_as_such_and_words_as_lists() -> None:
    asset = Asset(ref="AST-1", title="Laptop", owner="ROLE-1")
    risk = Risk(ref="R-1", title="Flood", treat_by=date(2027, 3, 31), activity_live=True)
    isms = having(asset, risk, Role(ref="ROLE-1", title="Head, IT"), Person(ref="PER-1"))
    content = workbook(isms, {"PER-1": "Ada Winter"}, CREATED)
    cells = dict(zip(*(row.cells for row in read_sheet(content, "Risks").rows), strict=False))
    by_heading = {heading.text: cell for heading, cell in cells.items()}
    assert by_heading["Treat by"].day == date(2027, 3, 31)
    assert by_heading["The activity that causes it still runs"].text == "yes"
    lists = {cell.text for row in read_sheet(content, "plumbline lists").rows for cell in row.cells}
    assert {"ROLE-1 Head, IT", "PER-1 Ada Winter"} <= lists
    assert content == workbook(isms, {"PER-1": "Ada Winter"}, CREATED)


def test_the_hidden_sheet_says_whose_it_is_and_what_stands_where() -> None:
    isms = dataclasses.replace(having(Risk(ref="R-1")), head=17)
    content = workbook(isms, {}, CREATED)
    assert [(sheet.name, sheet.hidden) for sheet in read_xlsx(content)][:2] == [("Risks", False), (META, True)]
    rows = [tuple(cell.text for cell in row.cells) for row in read_sheet(content, META).rows]
    assert ("organisation", "Ada's firm") in rows
    assert ("journal entries", "17") in rows
    assert ("column", "Risks", "risk", "Risk owner", "owner") in rows


@both
def test_names_leave_only_with_whoever_may_read_them(form: Form) -> None:
    isms = having(Person(ref="PER-1", unit="IT"), Person(ref="PER-2"))
    known = {"PER-1": "Ada Winter", "PER-2": "Bob Keller"}
    for names_given, shown in (({}, False), (known, True)):
        sources = given_out(isms, form, names_given)
        assert_nothing_new(taken_in(sources, isms, known))
        content = sources[0].content
        assert isinstance(content, bytes)
        words = (
            {cell for row in rows_of(sources[0]) for cell in row}
            if form == "csv"
            else {cell.text for row in read_sheet(content, "People").rows for cell in row.cells}
        )
        assert ({"Ada Winter", NAME} <= words) is shown


@both
def test_moments_keep_their_second_and_are_told_in_utc(form: Form) -> None:
    moment = datetime(2026, 3, 31, 14, 5, 7, 250_000, tzinfo=UTC)
    isms = having(Incident(ref="INC-1", title="Phish", occurred_at=moment))
    sources = given_out(isms, form)
    assert_nothing_new(taken_in(sources, isms))
    (change,) = taken_in(sources, empty()).changes
    assert isinstance(change.value, Incident)
    assert change.value.occurred_at == moment


def test_a_time_without_its_zone_is_not_guessed() -> None:
    field = field_of(Incident, "occurred_at")
    with pytest.raises(ValueError, match="a time with its zone, such as 2026-03-31T14:05:00Z"):
        read_field(field, "2026-03-31T14:05:00")


@pytest.mark.parametrize(
    "several", [("a;b", "c"), ("",), (" a",), ('["a"]',), ("[internal]",), ("a", "b"), ("a\nb", "c")]
)
def test_several_values_come_back_whatever_stands_in_them(several: tuple[str, ...]) -> None:
    field = field_of(Risk, "affects")
    assert read_field(field, write_field(field, several)) == several


@both
def test_what_no_cell_can_hold_stays_as_it_is_on_record(form: Form) -> None:
    rows = tuple(FrozenRow(key=f"A.5.{number}", justification="because " * 300) for number in range(1, 94))
    isms = having(SoaVersion(ref="SOA-1", title="First", rows=rows))
    sources = given_out(isms, form)
    assert_nothing_new(taken_in(sources, isms))
    (aside,) = taken_in(sources, empty()).set_aside
    assert "too long for the file" in aside.reason
    assert any(cell.startswith(TOO_LONG[:14]) for cell in aside.cells)


@both
def test_what_only_its_own_service_writes_is_told_and_left_alone(form: Form) -> None:
    isms = having(ImportRun(ref="IMR-1", new=4))
    found = taken_in(given_out(isms, form), empty())
    assert found.changes == ()
    assert found.files[0].notes == ["It is for reading only; no import writes these records."]


def test_a_number_keeps_its_value_through_a_workbook() -> None:
    for number in (Decimal("1.50"), Decimal("1234567890123456.5"), Decimal("-0.001")):
        isms = having(Incident(ref="INC-1", title="Phish", hours_to_resolve=number))
        assert_nothing_new(taken_in(given_out(isms, "xlsx"), isms))
        assert taken_in(given_out(isms, "xlsx"), empty()).changes[0].value == isms.all(Incident)[0]


def test_a_sheet_of_somebody_else_is_not_taken_for_ours() -> None:
    rows = [["Ref", "Title", "Owner", "Impact", "Likelihood"], ["R-1", "Flood", "Ada Winter", "4", "2"]]
    found = taken_in([Source(name="risk.csv", content=csv_bytes(rows))], empty())
    assert {each.kind for each in found.changes} > {"risk"}
