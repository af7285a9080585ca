"""`plumbline sample`: freeze, draw, redraw, verify; and `plumbline approve` of a programme and of an audit."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.apps.journal import blobs
from plumbline.engine.domain import kinds
from tests.cli.place import typed_by
from tests.stories import Firm

pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = ("--complete", "The invoices name no other.")


@pytest.fixture
def suppliers(firm: Firm) -> Firm:
    for number in range(6):
        typed_by("ada", "add", "supplier", f"title=Supplier {number}", f"criticality={'high' if number % 2 else 'low'}")
    return firm


def test_a_register_is_frozen_drawn_from_and_drawn_again(suppliers: Firm) -> None:
    made = typed_by("bob", "sample", "freeze", "supplier", "--title", "Suppliers", *WHOLE, "--stratum", "criticality")
    assert (made.code, made.out) == (0, "")
    assert made.err.startswith("POP-1: 6 rows are frozen. SHA-256 ")
    asked = ("--size", "4", "--tests", "Is there an agreement?", "--seed", "dice", "--stratified")
    drawn = typed_by("bob", "sample", "draw", "POP-1", *asked)
    assert drawn.code == 0
    keys = drawn.out.split()
    assert len(keys) == 4
    assert "seed dice" in drawn.err
    redrawn = typed_by("bob", "sample", "redraw", "SMP-1")
    assert (redrawn.code, redrawn.out.split()) == (0, keys)
    sample = suppliers.told(kinds.Sample(ref="SMP-1"))
    assert isinstance(sample, kinds.Sample)
    assert [each.split(",")[0] for each in sample.redrawn] == [suppliers.bob.person]


def test_what_is_frozen_can_be_narrowed_and_says_so(suppliers: Firm) -> None:
    asked = ("sample", "freeze", "supplier", "--title", "High ones", *WHOLE)
    made = typed_by("bob", *asked, "--where", "criticality=high", "--format", "json")
    assert (made.json["size"], made.json["selection"]) == (3, "f.criticality=high")
    early = typed_by("bob", *asked, "--as-of", "2020-01-01")
    assert (early.code, "There is nothing yet on 2020-01-01" in early.err) == (2, True)
    odd = typed_by("bob", *asked, "--where", "colour=red")
    assert (odd.code, "has no field colour" in odd.err) == (2, True)


def test_a_list_needs_a_column_that_tells_its_rows_apart(suppliers: Firm, tmp_path: Path) -> None:
    file = tmp_path / "leavers.csv"
    file.write_text("Number,Left\n11,2026-03-01\n12,2026-05-31\n", "utf-8")
    asked = ("sample", "freeze", str(file), "--title", "Leavers", *WHOLE)
    assert "--key" in typed_by("bob", *asked).err
    made = typed_by("bob", *asked, "--key", "Number", "--words", "Left", "--format", "json")
    assert (made.json["size"], made.json["source"]) == (2, "import")
    nothing = typed_by("bob", "sample", "freeze", "nowhere.csv", "--title", "Nothing", *WHOLE, "--key", "a")
    assert (nothing.code, "neither a file nor a kind" in nothing.err) == (2, True)


def test_verify_tells_a_flipped_byte(suppliers: Firm) -> None:
    typed_by("bob", "sample", "freeze", "supplier", "--title", "Suppliers", *WHOLE)
    typed_by("bob", "sample", "draw", "POP-1", "--size", "2", "--tests", "Is there an agreement?")
    sound = typed_by("tilda", "sample", "verify")
    assert (sound.code, sound.out) == (0, "POP-1  holds\nSMP-1  holds\n")
    held = suppliers.told(kinds.Population(ref="POP-1"))
    assert isinstance(held, kinds.Population)
    place = blobs.place(held.digest)
    place.write_bytes(place.read_bytes()[:-2] + b"!\n")
    broken = typed_by("tilda", "sample", "verify")
    assert (broken.code, broken.out.count("altered in the store")) == (1, 2)


def test_an_audit_is_signed_and_a_programme_approved_by_the_same_word(firm: Firm) -> None:
    cycle = ("starts=2026-01-01", "ends=2028-12-31", "title=Three years")
    assert typed_by("bob", "add", "audit_programme", *cycle).code == 0
    assert typed_by("bob", "approve", "AP-1").code == 2, "an auditor does not approve it"
    approved = typed_by("tilda", "approve", "AP-1")
    assert approved.err == f"AP-1 is in force until 2028-12-31, approved by {firm.tilda.person} (Tilda Storm).\n"
    assert typed_by("bob", "add", "audit", "title=Spring", f"lead={firm.bob.person}", "state=held").code == 0
    signed = typed_by("bob", "approve", "AUD-1")
    assert (signed.code, signed.err.startswith("AUD-1 is signed by")) == (0, True)
    again = typed_by("bob", "approve", "AUD-1")
    assert (again.code, "not signed twice" in again.err) == (2, True)
