"""Records as people read them on a terminal: a record without a title is told by what tells it from its siblings."""

from __future__ import annotations

from datetime import date

from plumbline.apps.home.commands import _short
from plumbline.apps.ui.values import titled
from plumbline.engine.domain import kinds

NAMES = {"PER-2": "Cleo Brandt"}


def test_a_title_stands_for_itself_and_a_person_for_their_name() -> None:
    assert titled(kinds.Risk(ref="R-1", title="Flood"), NAMES) == "Flood"
    assert titled(kinds.Person(ref="PER-2"), NAMES) == "Cleo Brandt"


def test_without_a_title_the_natural_key_tells_the_record() -> None:
    reading = kinds.Reading(ref="RDG-1", measures="OBJ-1", period="2026-Q1")
    assert titled(reading, NAMES) == "OBJ-1, 2026-Q1"


def test_a_person_in_the_key_is_named() -> None:
    duty = kinds.Training(ref="TRN-1", person="PER-2", course="CRS-1", due=date(2026, 5, 15))
    assert titled(duty, NAMES) == "PER-2 (Cleo Brandt), CRS-1, 2026-05-15"


def test_without_a_key_the_first_things_said_tell_it() -> None:
    agreement = kinds.SupplierAgreement(ref="SAG-1", supplier="SUP-1", starts=date(2023, 1, 1), note="signed twice")
    assert titled(agreement, NAMES) == "SUP-1, 2023-01-01"


def test_a_title_that_gives_way_says_that_it_does() -> None:
    assert _short("Restore test of the files", 12) == "Restore tes…"
    assert _short("Restore test", 12) == "Restore test"
