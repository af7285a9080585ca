"""Records from anywhere become one value, in the order people count."""

from datetime import date

import pytest

from plumbline.engine.domain.assemble import assemble, natural
from plumbline.engine.domain.isms import Life
from plumbline.engine.domain.kinds import Asset, ControlState, Organization, Risk

DAY = date(2026, 11, 22)


def test_references_are_counted_and_not_spelt() -> None:
    assert sorted(["R-10", "R-2", "R-1"], key=natural) == ["R-1", "R-2", "R-10"]
    assert sorted(["A.5.10", "A.8.1", "A.5.9"], key=natural) == ["A.5.9", "A.5.10", "A.8.1"]
    assert sorted(["INC-2026-004", "INC-2025-012", "INC-2026-001"], key=natural) == [
        "INC-2025-012",
        "INC-2026-001",
        "INC-2026-004",
    ]


def test_references_of_every_shape_can_be_put_in_one_order() -> None:
    assert sorted(["", "A.5.1", "7", "R-1", "INC-2026-004", "OC-2"], key=natural)[:2] == ["", "7"]


def test_each_kind_is_filed_in_the_order_of_its_references() -> None:
    isms = assemble([Risk(ref="R-10"), Asset(ref="AST-1"), Risk(ref="R-9"), ControlState(ref="A.5.9")], on=DAY, head=7)

    assert [each.ref for each in isms.all(Risk)] == ["R-9", "R-10"]
    assert [each.ref for each in isms.all(Asset)] == ["AST-1"]
    assert (isms.on, isms.as_of, isms.head) == (DAY, None, 7)


def test_the_organisation_is_the_one_on_record_or_nameless() -> None:
    ours = Organization(ref="ORG-1", title="Ottermere")

    assert assemble([ours, Risk(ref="R-1")], on=DAY).organization == ours
    assert assemble([], on=DAY).organization == Organization()


def test_two_organisations_are_refused() -> None:
    with pytest.raises(ValueError, match="2 organisations among the records"):
        assemble([Organization(ref="ORG-1"), Organization(ref="ORG-2")], on=DAY)


def test_lives_and_missing_files_are_carried_along() -> None:
    life = Life(first=date(2026, 1, 1), last=DAY)
    isms = assemble([Risk(ref="R-1")], on=DAY, lives={("risk", "R-1"): life}, missing_blobs=["ab" * 32])

    assert isms.lives["risk", "R-1"] == life
    assert isms.missing_blobs == {"ab" * 32}
