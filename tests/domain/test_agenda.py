"""What is due by a day, and what no longer is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plumbline.engine.domain.agenda import agenda
from plumbline.engine.domain.kinds import Objective, Reading
from tests.domain.records import system

DAY = date(2026, 3, 31)


def due(*readings: Reading) -> list[tuple[str, str]]:
    aim = Objective(
        ref="OBJ-1", title="No lost laptop", target_value=Decimal(0), better="lower", target_date=date(2026, 3, 1)
    )
    return [(each.record.ref, each.what) for each in agenda(system(aim, *readings, on=DAY), DAY)]


def test_an_objective_that_meets_its_target_is_not_late_in_reaching_it() -> None:
    assert due() == [("OBJ-1", "reach the target")]
    first = Reading(ref="RDG-1", measures="OBJ-1", value=Decimal(2), measured_on=date(2026, 1, 31))
    assert due(first) == [("OBJ-1", "reach the target")]
    assert due(first, Reading(ref="RDG-2", measures="OBJ-1", value=Decimal(0), measured_on=date(2026, 2, 28))) == []
