"""What an import would change in what is on record: found again, compared by field, nothing blanked by absence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from plumbline.engine.domain.kinds import (
    Action,
    Assessment,
    Asset,
    Document,
    DocumentVersion,
    Record,
    Role,
    SupplierAgreement,
    Training,
)
from plumbline.exchange.plan import Options, plan
from plumbline.exchange.sources import Source, sources_in
from plumbline.formats.csv_out import csv_bytes
from plumbline.formats.table import FormatError
from tests.exchange.desk import carried_out, csv, empty, having, lay, names_in, only, values

SERVER = Asset(ref="AST-1", title="Server", classification="Internal", location="Kiel", note="by hand")


def test_only_columns_that_are_there_are_compared() -> None:
    found = lay(csv("ID,Asset Name,Classification", "AST-1,Server,Secret"), isms=having(SERVER))
    (change,) = found.changes
    assert change.difference == (("classification", "Internal", "Secret"),)
    assert only(found, Asset).location == "Kiel"
    assert (found.new, found.changed) == (0, 1)


def test_a_blank_cell_of_a_column_that_is_there_empties_the_field() -> None:
    found = lay(csv("ID,Asset Name,Classification,Location", "AST-1,Server,Internal,"), isms=having(SERVER))
    assert found.changes[0].difference == (("location", "Kiel", ""),)


def test_an_id_that_does_not_fit_becomes_an_alias_and_finds_its_record_again() -> None:
    source = csv("Asset No,Asset Name,Classification", "17/b,Server,Internal")
    first = lay(source)
    asset = only(first, Asset)
    assert (asset.ref, asset.aliases) == ("AST-1", ("17/b",))
    assert not lay(source, isms=carried_out(first)).changes


def test_new_references_count_on_from_the_highest_ever_allotted() -> None:
    found = lay(
        csv("Asset Name,Classification", "New one,Internal"), isms=having(SERVER), options=Options(highest={"AST": 41})
    )
    assert only(found, Asset).ref == "AST-42"


def test_a_reference_that_another_kind_has_is_kept_as_an_alias() -> None:
    found = lay(csv("ID,Asset Name,Classification", "X-1,Server,Internal"), isms=having(Role(ref="X-1", title="ISO")))
    assert (only(found, Asset).ref, only(found, Asset).aliases) == ("AST-1", ("X-1",))


def test_rows_without_ids_are_found_by_what_tells_them_apart() -> None:
    source = csv(
        "Person,Training,Due Date,Status",
        "Eva Sommer,Coding,2026-05-01,Planned",
        "All staff (9),Coding,2026-05-01,Planned",
    )
    first = lay(source)
    isms = carried_out(first)
    done = csv(
        "Person,Training,Due Date,Status",
        "Eva Sommer,Coding,2026-05-01,Completed",
        "All staff (9),Coding,2026-05-01,Planned",
    )
    second = lay(done, isms=isms, options=Options(persons=names_in(first)))
    assert [each.difference for each in second.changes] == [(("state", "planned", "completed"),)]
    assert len(values(first, Training)) == 2


def test_assets_that_share_a_name_stay_as_many_as_they_are() -> None:
    source = csv("Asset Name,Classification,Location", "Laptop,Internal,Hamburg", "Laptop,Internal,Kiel")
    first = lay(source)
    assert len(values(first, Asset)) == 2
    assert not lay(source, isms=carried_out(first)).changes


def test_what_was_concluded_never_overrules_a_person_but_follows_its_ground() -> None:
    source = csv("ID,Asset Name,Category,Classification", "AST-1,Shop,SaaS,Internal")
    by_hand = Asset(ref="AST-1", title="Shop", category="SaaS", classification="Internal", hosting="supplier")
    assert not lay(source, isms=having(by_hand)).changes
    moved = csv("ID,Asset Name,Category,Classification", "AST-1,Shop,On-prem,Internal")
    assert {name: new for name, _, new in lay(moved, isms=having(by_hand)).changes[0].difference} == {
        "category": "On-prem",
        "hosting": "own premises",
    }


def test_a_new_version_supersedes_the_one_in_force() -> None:
    first = carried_out(lay(csv("Doc ID,Title,Version,Status", "POL-1,Policy,1.0,Published", name="documents.csv")))
    found = lay(csv("Doc ID,Title,Version,Status", "POL-1,Policy,2.0,Published", name="documents.csv"), isms=first)
    assert [(each.number, each.state) for each in values(found, DocumentVersion)] == [
        ("2.0", "in force"),
        ("1.0", "superseded"),
    ]
    assert not values(found, Document)


def test_a_later_assessment_is_a_new_one_and_the_earlier_is_superseded() -> None:
    heading = "ID,Risk Title,Likelihood,Impact,Assessment date"
    first = carried_out(lay(csv(heading, "R-1,Fire,3,4,2026-01-01", name="risks.csv")))
    found = lay(csv(heading, "R-1,Fire,2,4,2026-06-01", name="risks.csv"), isms=first)
    assert [(each.likelihood, each.state, each.assessed_on) for each in values(found, Assessment)] == [
        (2, "current", date(2026, 6, 1)),
        (3, "superseded", date(2026, 1, 1)),
    ]


def test_parts_are_left_to_their_own_register_where_the_import_brings_it() -> None:
    found = lay(
        csv(
            "ID,Supplier,Service,Contract Start,Contract End",
            "SUP-1,Cloud,Hosting,2024-01-01,2026-01-01",
            name="suppliers.csv",
        ),
        csv("Ref,Supplier,From,To", "SAG-9,SUP-1,2024-01-01,2027-01-01", name="supplier agreements.csv"),
    )
    agreement = only(found, SupplierAgreement)
    assert (agreement.ref, agreement.supplier, agreement.ends) == ("SAG-9", "SUP-1", date(2027, 1, 1))


def test_editing_one_cell_changes_one_record_once() -> None:
    heading = "ID,Risk ID,Action,Owner,Due Date,Status"
    isms = carried_out(lay(csv(heading, "RTP-1,R-1,Lock,ISO,2026-05-01,Open", "RTP-2,R-1,Oil,ISO,2026-05-01,Open")))
    found = lay(csv(heading, "RTP-1,R-1,Lock,ISO,2026-06-01,Open", "RTP-2,R-1,Oil,ISO,2026-05-01,Open"), isms=isms)
    (change,) = found.changes
    assert (change.ref, change.difference) == ("RTP-1", (("due", date(2026, 5, 1), date(2026, 6, 1)),))
    assert isinstance(change.before, Action)
    assert (found.files[0].changed, found.files[0].unchanged) == (1, 1)


def test_a_folder_is_read_file_by_file_and_an_empty_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="holds no files"):
        sources_in([tmp_path])
    (tmp_path / "assets.csv").write_bytes(
        csv_bytes([["ID", "Asset Name", "Classification"], ["AST-1", "Server", "Internal"]])
    )
    (tmp_path / ".hidden.csv").write_text("x", encoding="utf-8")
    found = plan(sources_in([tmp_path]), empty())
    assert [(each.file, each.new) for each in found.files] == [("assets.csv", 1)]
    with pytest.raises(FormatError, match="no such file"):
        sources_in([tmp_path / "nothing.csv"])


def test_the_fingerprint_tells_the_same_files_from_others() -> None:
    one, other = Source(name="a.csv", content=b"ID,Asset Name,Classification\n"), Source(name="a.csv", content=b"ID\n")
    assert lay(one).fingerprint == lay(one).fingerprint
    assert lay(one).fingerprint != lay(other).fingerprint


def test_a_control_that_the_catalogue_does_not_have_is_set_aside_and_the_others_stand() -> None:
    found = lay(
        csv(
            "Control;Implementation status;Owner",
            "X.9.9;Implemented;Ops",
            "A.5.9;Implemented;Ops",
            "A.5.99;Implemented;Ops",
        )
    )
    assert [(each.line, each.cells[0]) for each in found.set_aside] == [(2, "X.9.9"), (4, "A.5.99")]
    assert {each.ref for each in found.changes if each.kind == "control_state"} == {"A.5.9"}


def test_a_file_named_after_its_register_is_believed_though_it_has_few_columns() -> None:
    found = lay(csv("ID;Name;Owner", "AST-1;Server;Operations Lead", name="assets.csv"))
    assert [each.register for each in found.files] == ["Asset register"]
    assert {each.ref for each in found.changes if each.kind == "asset"} == {"AST-1"}


def test_two_files_about_one_record_are_laid_together_and_a_contradiction_is_set_aside() -> None:
    main = csv("Asset ID;Asset name;Asset type", "AST-1;Laptops;Hardware", name="assets.csv")
    beside = csv("Asset ID;Asset name;Location;Classification", "AST-1;Laptops;Hamburg;internal", name="places.csv")
    asset = only(lay(main, beside), Asset)
    assert (asset.title, asset.asset_kind, asset.location) == ("Laptops", "hardware", "Hamburg")
    other = csv("Asset ID;Asset name;Location", "AST-1;Notebooks;Hamburg", name="places.csv")
    found = lay(main, other)
    assert only(found, Asset).location == ""
    (aside,) = found.set_aside
    assert (aside.file, aside.line, aside.cells) == ("places.csv", 2, ("AST-1", "Notebooks", "Hamburg"))
    assert "stands already in assets.csv, line 2, with another “Title”" in aside.reason


def test_a_row_that_may_not_be_taken_in_bars_its_repetitions_in_one_go() -> None:
    rounds = 0

    class Nobody:
        """Refuses whatever is new."""

        def refusal(self, before: Record | None, after: Record | None) -> str:
            return "Nobody may." if before is None else ""

        def staying(self, before: Record, after: Record) -> tuple[Mapping[str, str], str]:
            return {}, ""

    def judge(_new: frozenset[str]) -> Nobody:
        nonlocal rounds
        rounds += 1
        return Nobody()

    rows = [f"AST-1;Laptop {number};Hardware" for number in range(40)]
    found = lay(csv("Asset ID;Asset name;Asset type", *rows), options=Options(overruled=judge))
    assert (len(found.changes), len(found.set_aside), rounds) == (0, 40, 2)
