"""Somebody edits what we gave out: exactly that changes, and what cannot be read is set aside with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from plumbline.engine.domain.kinds import Action, Asset, Issue, Organization, Person, Progress, Risk, Role, Supplier
from plumbline.exchange.setaside import set_aside_files
from plumbline.exchange.sources import Source
from plumbline.formats.csv_out import csv_bytes
from tests.exchange.desk import carried_out, having, told
from tests.exchange.given_out import (
    Form,
    Grid,
    as_spreadsheet_saves,
    assert_nothing_new,
    differences,
    edited,
    given_out,
    rows_of,
    taken_in,
    write,
)

both = pytest.mark.parametrize("form", ["csv", "xlsx"])
KNOWN = {"PER-1": "Ada Winter", "PER-2": "Bob Keller"}
FIRM = having(
    Risk(ref="R-1", title="Flood", owner="ROLE-1", treat_by=date(2027, 3, 4), note="=1+1", affects=("C", "A")),
    Risk(ref="R-2", title="Fire", owner="the landlord", unread=(("treat_by", "soon"),), extra=(("Room", "12"),)),
    Asset(ref="AST-1", title="Laptop\nof Ada", aliases=("old-7",), owner="PER-1"),
    Supplier(ref="SUP-1", title="Cloud & Sons"),
    Role(ref="ROLE-1", title="Head of IT", role_kind="owner"),
    Person(ref="PER-1", unit="IT"),
    Person(ref="PER-2"),
)


@both
def test_three_edited_cells_are_three_changes(form: Form) -> None:
    sources = given_out(FIRM, form, KNOWN)
    sources = edited(sources, "risk", write("R-1", "Title", "Flood of the cellar"))
    sources = edited(sources, "asset", write("AST-1", "Classification", "internal"))
    sources = edited(sources, "role", write("ROLE-1", "Role kind", "administration"))
    found = taken_in(sources, FIRM, KNOWN)
    assert sorted(differences(found)) == [
        ("AST-1", ("classification",)),
        ("R-1", ("title",)),
        ("ROLE-1", ("role_kind",)),
    ]
    assert (found.new, found.changed, found.set_aside, told(found)) == (0, 3, (), "")
    assert_nothing_new(taken_in(sources, carried_out(found, FIRM), KNOWN))


@both
def test_three_edited_cells_of_one_register_are_three_changes_too(form: Form) -> None:
    edits = (
        write("R-1", "Treat by", date(2027, 4, 5) if form == "xlsx" else "2027-04-05"),
        write("R-2", "The activity that causes it still runs", "no"),
    )
    found = taken_in(edited(given_out(FIRM, form), "risk", *edits), FIRM)
    assert differences(found) == [("R-1", ("treat_by",)), ("R-2", ("activity_live",))]
    assert [change for each in found.changes for change in each.difference] == [
        ("treat_by", date(2027, 3, 4), date(2027, 4, 5)),
        ("activity_live", None, False),
    ]


@both
def test_an_emptied_cell_empties_the_field(form: Form) -> None:
    edits = (write("R-1", "Treat by", None if form == "xlsx" else ""), write("R-1", "Affects (C, I, A)", ""))
    found = taken_in(edited(given_out(FIRM, form), "risk", *edits), FIRM)
    assert [each.difference for each in found.changes] == [
        (("treat_by", date(2027, 3, 4), None), ("affects", ("C", "A"), ())),
    ]


@both
@pytest.mark.parametrize(
    ("heading", "typed", "why"),
    [
        ("Treat by", "next spring", "does not fit “Treat by”. Write a day such as 2026-03-31."),
        ("Treat by", "2027-02-30", "does not fit “Treat by”"),
        ("Treat by", "03/04/2027", "may be 2027-04-03 or 2027-03-04"),
        ("State", "sleeping", "not on the list of “State”: open, in treatment, accepted, avoided, closed."),
        ("The activity that causes it still runs", "perhaps", "Write yes or no."),
        ("Extra", "Room 12", "Write a JSON list of pairs."),
        ("Title", "x" * 17_000, "longer than 16 KiB"),
    ],
)
def test_a_cell_that_cannot_be_read_sets_its_row_aside_with_its_place(
    form: Form, heading: str, typed: str, why: str
) -> None:
    sources = edited(given_out(FIRM, form), "risk", write("R-1", heading, typed), write("R-2", "Title", "Blaze"))
    found = taken_in(sources, FIRM)
    assert differences(found) == [("R-2", ("title",))]
    (aside,) = found.set_aside
    (problem,) = found.problems
    assert (aside.line, problem.line, problem.weight) == (2, 2, "set aside")
    assert why in aside.reason
    if "16 KiB" not in why:
        assert (problem.column, problem.value) == (heading, typed)
    assert aside.cells[0] == "R-1"


@both
def test_a_row_that_was_set_aside_can_be_corrected_and_imported(form: Form) -> None:
    found = taken_in(edited(given_out(FIRM, form), "risk", write("R-1", "Treat by", "2027-13-01")), FIRM)
    ((name, content),) = set_aside_files(found.set_aside).items()
    assert "set-aside" in name
    (again,) = edited([Source(name="risk.csv", content=content)], "risk", write("R-1", "Treat by", "2027-12-01"))
    corrected = taken_in([Source(name=name, content=again.content)], FIRM)
    assert differences(corrected) == [("R-1", ("treat_by",))]


def test_days_that_a_spreadsheet_rewrote_are_still_the_same_days() -> None:
    sources = [
        as_spreadsheet_saves(
            each,
            [[cell.replace("2027-03-04", "04.03.2027").replace("\r\n", "\n") for cell in row] for row in rows_of(each)],
        )
        for each in given_out(FIRM, "csv", KNOWN)
    ]
    assert_nothing_new(taken_in(sources, FIRM, KNOWN))


@both
@pytest.mark.parametrize("typed", ["ROLE-1 Head of IT", "Head of IT", "head of it", "ROLE-1"])
def test_who_answers_may_be_chosen_from_the_list_or_typed(form: Form, typed: str) -> None:
    found = taken_in(edited(given_out(FIRM, form), "asset", write("AST-1", "Owner", typed)), FIRM)
    assert [each.difference for each in found.changes] == [(("owner", "PER-1", "ROLE-1"),)]


@both
@pytest.mark.parametrize("typed", ["PER-2 Bob Keller", "Bob Keller", "Keller, Bob"])
def test_a_person_may_be_named(form: Form, typed: str) -> None:
    sources = edited(given_out(FIRM, form, KNOWN), "asset", write("AST-1", "Owner", typed))
    found = taken_in(sources, FIRM, KNOWN)
    assert [each.difference for each in found.changes] == [(("owner", "PER-1", "PER-2"),)]
    assert found.people == ()


@both
def test_words_that_name_nobody_stay_words_and_make_nobody(form: Form) -> None:
    found = taken_in(edited(given_out(FIRM, form), "asset", write("AST-1", "Owner", "Zoe Unknown")), FIRM)
    assert [each.difference for each in found.changes] == [(("owner", "PER-1", "Zoe Unknown"),)]
    assert found.people == ()


@both
def test_a_name_on_record_is_not_changed_and_that_is_told(form: Form) -> None:
    found = taken_in(edited(given_out(FIRM, form, KNOWN), "person", write("PER-1", "Name", "Ada Sommer")), FIRM, KNOWN)
    assert found.changes == ()
    (problem,) = found.problems
    assert (problem.line, problem.column, problem.value) == (2, "Name", "Ada Sommer")
    assert "not changed by an import" in problem.message


def test_the_name_of_a_person_does_not_slip_into_the_record() -> None:
    found = taken_in(edited(given_out(FIRM, "csv", KNOWN), "person", write("PER-1", "Title", "Ada W.")), FIRM, KNOWN)
    assert found.changes == ()
    assert "Write it under Name" in found.set_aside[0].reason


def added(**cells: str) -> Callable[[Grid], None]:
    """Add a row at the end of a register."""

    def edit(grid: Grid) -> None:
        grid.append([cells.get(str(heading), "") for heading in grid[0]])

    return edit


@both
def test_a_new_row_without_a_reference_is_one_new_record_however_often_it_comes(form: Form) -> None:
    sources = edited(given_out(FIRM, form), "risk", added(Title="Theft"))
    sources = edited(sources, "supplier", added(Title="Paper Ltd", Note="new"))
    found = taken_in(sources, FIRM)
    assert {each.ref: each.before for each in found.changes} == {"R-3": None, "SUP-2": None}
    assert_nothing_new(taken_in(sources, carried_out(found, FIRM)))


@both
def test_a_new_person_brings_a_name_that_stays_outside_the_record(form: Form) -> None:
    sources = edited(given_out(FIRM, form, KNOWN), "person", added(Name="Cleo Brandt", Unit="Sales"))
    found = taken_in(sources, FIRM, KNOWN)
    assert [(each.name, each.ref) for each in found.people] == [("Cleo Brandt", "PER-3")]
    assert [each.value for each in found.changes] == [Person(ref="PER-3", unit="Sales")]


@both
def test_a_doubt_goes_when_the_field_is_filled(form: Form) -> None:
    found = taken_in(edited(given_out(FIRM, form), "risk", write("R-2", "Treat by", "2027-05-01")), FIRM)
    assert [each.difference for each in found.changes] == [
        (("unread", (("treat_by", "soon"),), ()), ("treat_by", None, date(2027, 5, 1))),
    ]


@both
def test_a_column_that_somebody_added_is_kept_and_told(form: Form) -> None:
    def remark(grid: Grid) -> None:
        grid[0].append("Remark")
        grid[1].append("ask Bob")
        grid[2].append("")

    sources = edited(given_out(FIRM, form), "risk", remark)
    found = taken_in(sources, FIRM)
    assert [each.difference for each in found.changes] == [(("extra", (), (("Remark", "ask Bob"),)),)]
    assert "“Remark”" in told(found)
    after = taken_in(sources, carried_out(found, FIRM))
    assert (after.new, after.changed) == (0, 0)


@both
def test_a_column_that_somebody_removed_says_nothing_about_its_field(form: Form) -> None:
    def without_notes(grid: Grid) -> None:
        at = grid[0].index("Treat by")
        for row in grid:
            del row[at]

    assert_nothing_new(taken_in(edited(given_out(FIRM, form), "risk", without_notes), FIRM))


@both
def test_columns_and_rows_may_be_reordered(form: Form) -> None:
    def turned(grid: Grid) -> None:
        grid[1:] = grid[:0:-1]
        for row in grid:
            row.reverse()

    assert_nothing_new(taken_in(edited(given_out(FIRM, form), "risk", turned), FIRM))


def test_a_file_that_was_renamed_is_known_by_its_labels() -> None:
    sources = [Source(name=f"Copy of {each.name}", content=each.content) for each in given_out(FIRM, "csv", KNOWN)]
    assert_nothing_new(taken_in(sources, FIRM, KNOWN))


def test_the_same_reference_twice_is_decided_by_a_person() -> None:
    def doubled(grid: Grid) -> None:
        grid.append(list(grid[1]))
        grid[-1][1] = "Another flood"

    found = taken_in(edited(given_out(FIRM, "csv"), "risk", doubled), FIRM)
    assert found.changes == ()
    assert "“R-1” stands already in line 2 with other values" in found.set_aside[0].reason


def test_an_exported_sheet_is_only_its_kind_and_composes_nothing() -> None:
    rows = rows_of(next(each for each in given_out(FIRM, "csv") if each.name == "risk.csv"))
    found = taken_in([Source(name="risk.csv", content=csv_bytes(rows))], having())
    assert {each.kind for each in found.changes} == {"risk"}


def test_the_export_of_another_organisation_is_told() -> None:
    (source,) = given_out(having(Issue(ref="CTX-1", title="Market")), "xlsx")
    other = replace(having(Issue(ref="CTX-1", title="Market")), organization=Organization(title="Nordwind"))
    assert "It was exported from Ada's firm." in told(taken_in([source], other))


@both
def test_what_stands_inside_a_record_is_edited_as_json(form: Form) -> None:
    firm = having(Action(ref="ACT-1", title="Pump", progress=(Progress(on=date(2026, 5, 1), what="ordered"),)))
    typed = '[{"on": "2026-05-01", "what": "ordered"}, {"on": "2026-06-01", "what": "built in"}]'
    found = taken_in(edited(given_out(firm, form), "action", write("ACT-1", "Notes on progress", typed)), firm)
    ((name, _, after),) = found.changes[0].difference
    assert (name, [each.what for each in after]) == ("progress", ["ordered", "built in"])
    (aside,) = taken_in(
        edited(given_out(firm, form), "action", write("ACT-1", "Notes on progress", "[{]")), firm
    ).set_aside
    assert "Write a JSON list of objects." in aside.reason
