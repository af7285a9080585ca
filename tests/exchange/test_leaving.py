"""Cells that are left out of rows whose other cells are taken: as if their column were not there for that row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from plumbline.engine.domain.kinds import Asset, Objective, Person, PolicyException, Reading, Record
from plumbline.engine.domain.record import differing
from plumbline.exchange.plan import Options, Plan
from plumbline.exchange.setaside import set_aside_files
from plumbline.exchange.sources import Source
from tests.exchange.desk import carried_out, csv, having, lay, only, values

SERVER = Asset(ref="AST-1", title="Server", classification="Internal", location="Kiel", note="by hand")
HEADING = "Asset ID;Asset name;Classification;Location;Asset owner"


@dataclass(frozen=True)
class Keeper:
    """Keeps these fields of every record of a kind that is there."""

    kind: str
    fields: frozenset[str]

    def refusal(self, before: Record | None, after: Record | None) -> str:
        if before is None or after is None or self.kind != before.KIND:
            return ""
        kept = sorted(differing(before, after) & self.fields)
        return f"{before.ref} keeps its {kept[0]}." if kept else ""

    def staying(self, before: Record, after: Record) -> tuple[Mapping[str, str], str]:
        return {name: f"{before.ref} keeps its {name}." for name in differing(before, after) & self.fields}, ""


def keeping(kind: type[Record], *fields: str) -> Options:
    """Asked by an import whose judge keeps these fields."""
    return Options(overruled=lambda _new: Keeper(kind.KIND, frozenset(fields)))


def left(found: Plan) -> list[tuple[int, str, str, object]]:
    return [(each.line, each.heading, each.says, each.stands) for each in found.left]


def test_what_only_a_left_cell_says_is_nowhere_taken() -> None:
    """Neither its value, nor the person it names, nor the words that were kept beside it."""
    rows = csv(HEADING, "AST-1;Server;Secret;Hamburg;Cleo Brandt", name="assets.csv")
    found = lay(rows, isms=having(SERVER), options=keeping(Asset, "owner", "classification"))
    assert only(found, Asset) == replace(SERVER, location="Hamburg")
    assert not values(found, Person)
    assert not found.people
    assert left(found) == [(2, "Classification", "Secret", "Internal"), (2, "Asset owner", "Cleo Brandt", "")]
    assert [each.reason for each in found.left] == ["AST-1 keeps its classification.", "AST-1 keeps its owner."]
    (file,) = found.files
    assert (file.changed, file.set_aside, file.left) == (1, 0, 2)


def test_a_row_of_which_nothing_else_is_new_is_no_change_and_its_cell_is_told_each_time() -> None:
    rows = csv(HEADING, "AST-1;Server;Internal;Hamburg;", name="assets.csv")
    keep = keeping(Asset, "location")
    found = lay(rows, isms=having(SERVER), options=keep)
    assert (found.new, found.changed, found.unchanged, found.set_aside) == (0, 0, 1, ())
    assert left(found) == [(2, "Location", "Hamburg", "Kiel")]
    again = lay(rows, isms=carried_out(found, having(SERVER)), options=keep)
    assert again.left == found.left


def test_the_row_comes_back_in_the_file_of_those_to_be_looked_at_again() -> None:
    rows = csv(HEADING, "AST-1;Server;Internal;Hamburg;", "AST-2;;;;;", name="assets.csv")
    found = lay(rows, isms=having(SERVER), options=keeping(Asset, "location"))
    (content,) = set_aside_files(found.given_back).values()
    text = content.decode("utf-8-sig")
    assert "AST-1,Server,Internal,Hamburg,,2," in text
    assert "Taken in but for what stays. “Location” stays “Kiel”: AST-1 keeps its location." in text


def test_that_file_may_be_brought_back_as_it_is_or_corrected() -> None:
    """What we wrote beside the rows, their line and the reason, is nothing that a record keeps."""
    keep = keeping(Asset, "location")
    first = lay(csv(HEADING, "AST-1;Server;Internal;Hamburg;", name="assets.csv"), isms=having(SERVER), options=keep)
    ((name, content),) = set_aside_files(first.given_back).items()
    again = lay(Source(name=name, content=content), isms=having(SERVER), options=keep)
    assert (again.changes, left(again), again.problems) == ((), left(first), ())
    assert list(set_aside_files(again.given_back).values()) == [content]
    corrected = Source(name=name, content=content.replace(b"Hamburg", b"Kiel").replace(b"Internal", b"Secret"))
    assert only(lay(corrected, isms=having(SERVER), options=keep), Asset) == replace(SERVER, classification="Secret")
    line = csv("Asset ID;Asset name;Classification;Line", "AST-1;Server;Internal;B", name="assets.csv")
    assert only(lay(line, isms=having(SERVER)), Asset).extra == (("Line", "B"),)


def test_the_same_row_twice_is_taken_once_without_the_cell() -> None:
    row = "AST-1;Server;Secret;Hamburg;"
    found = lay(csv(HEADING, row, row, name="assets.csv"), isms=having(SERVER), options=keeping(Asset, "location"))
    assert only(found, Asset) == replace(SERVER, classification="Secret")
    assert not found.set_aside
    assert [(line, says) for line, _, says, _ in left(found)] == [(2, "Hamburg"), (3, "Hamburg")]


def test_two_files_about_one_record_leave_the_cell_of_the_one_that_says_it() -> None:
    first = csv("Asset ID;Asset name;Classification", "AST-1;Server;Secret", name="assets.csv")
    second = csv("Asset ID;Asset name;Location;Value", "AST-1;Server;Hamburg;10", name="places.csv")
    found = lay(first, second, isms=having(SERVER), options=keeping(Asset, "location"))
    assert only(found, Asset).classification == "Secret"
    assert only(found, Asset).location == "Kiel"
    assert not found.set_aside
    assert [(each.file, each.heading) for each in found.left] == [("places.csv", "Location")]


def test_a_cell_that_fills_several_fields_is_left_for_all_of_them() -> None:
    exception = PolicyException(ref="EXC-1", title="Old laptop", applies_to="AST-1", assets=("AST-1",), reason="Old")
    rows = csv("Exception ID;Title;Applies to;Reason", "EXC-1;Old laptop;AST-2;Older", name="exceptions.csv")
    found = lay(rows, isms=having(exception), options=keeping(PolicyException, "assets"))
    assert only(found, PolicyException) == replace(exception, reason="Older")
    assert [(each.heading, each.says) for each in found.left] == [("Applies to", "AST-2")]


def test_what_a_composer_made_of_a_cell_is_told_under_the_heading_of_that_cell() -> None:
    """Here it is a figure with its period, and the words that stand with the objective."""
    heading = "ID;Objective;Target;Current value"
    made = carried_out(lay(csv(heading, "OBJ-1;Fewer clicks;5 %;12 % (Q1 2026)", name="objectives.csv")))
    rows = csv(heading, "OBJ-1;Fewer clicks;4 %;3 % (Q1 2026)", name="objectives.csv")
    found = lay(rows, isms=made, options=keeping(Reading, "value", "value_text"))
    objective = only(found, Objective)
    assert (objective.target, objective.current_value) == ("4 %", "12 % (Q1 2026)")
    assert not values(found, Reading)
    assert left(found) == [(2, "Current value", "3 % (Q1 2026)", Decimal(12))]
