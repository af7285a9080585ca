"""The faults of the demonstration are small changes of a sound company, each with a story and a rule."""

from datetime import date

import pytest

from plumbline.demo import company
from plumbline.demo.company import PlantedFault

DAY = date(2026, 11, 22)


def test_there_are_about_a_dozen_and_each_is_another_rule_s() -> None:
    codes = [each.code for each in company.faults()]

    assert 10 <= len(codes) <= 14
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("fault", company.faults(), ids=lambda each: each.code)
def test_each_tells_a_story_and_changes_a_few_records(fault: PlantedFault) -> None:
    before, after = company.clean(DAY), company.with_change(DAY, fault.changes)
    changed = set(after) - set(before)

    assert fault.what.endswith(".")
    assert len(fault.what.split()) > 12
    assert 1 <= len(changed) <= 4


def test_all_of_them_stand_together_and_the_rest_of_the_company_stays() -> None:
    before, after = company.clean(DAY), company.with_faults(DAY)
    planted = {
        (step.get("kind"), step["ref"])
        for each in company.faults()
        for step in (*each.changes.to_set, *each.changes.to_add)
    }

    assert len(set(after) - set(before)) == len(planted)
    assert len(after) == len(before) + sum(len(each.changes.to_add) for each in company.faults())
    assert after == company.with_faults(DAY)
