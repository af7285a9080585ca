"""Days in the company's registers are told from the day it is made."""

from datetime import date

from plumbline.engine.domain.told_days import dated

DAY = date(2024, 2, 29)


def test_days_before_and_after_become_dates() -> None:
    assert dated("@-60", DAY) == "2023-12-31"
    assert dated("@+1", DAY) == "2024-03-01"
    assert dated("@-0", DAY) == "2024-02-29"


def test_a_moment_keeps_its_hour_in_utc() -> None:
    assert dated("@-1T09:14", DAY) == "2024-02-28T09:14:00Z"


def test_a_span_becomes_a_period_in_words() -> None:
    assert dated("@-30/@-1", DAY) == "2024-01-30/2024-02-28"


def test_days_are_found_inside_lists_and_tables_and_all_else_is_left_alone() -> None:
    told = {"progress": [{"on": "@-1", "what": "Seen @-1 by two"}], "number": 3, "state": "open"}

    assert dated(told, DAY) == {
        "progress": [{"on": "2024-02-28", "what": "Seen @-1 by two"}],
        "number": 3,
        "state": "open",
    }
