"""Days as people write them: read where they can mean one thing only."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.exchange.cells import Ambiguous, Day, Order, Unreadable, day_order, read_day
from plumbline.formats.table import Cell

LAST = date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-12-31", "2025/12/31", "2025.12.31", "20251231"),
        *("31.12.2025", "31. 12. 2025", "31.12.25", "31/12/2025", "31-12-2025", "12/31/2025", "12/31/25"),
        *("31 Dec 2025", "31-Dec-2025", "31-Dec-25", "31st December 2025", "Dec 31, 2025", "December 31st, 2025"),
        *("31. Dezember 2025", "31. Dez. 2025", "Mittwoch, 31. Dezember 2025", "Mi, 31.12.2025"),
        *("31 décembre 2025", "31 déc. 2025", "31 DECEMBRE 2025", "mercredi 31 décembre 2025", "Wed 31 Dec 2025"),
        *("46022", " 2025-12-31 "),
    ],
)
def test_the_last_day_of_2025_is_read_in_every_hand(text: str) -> None:
    assert read_day(text) == Day(LAST)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(
            ("1 Januar 2026", 1),
            ("1er janvier 2026", 1),
            ("1. Jänner 2026", 1),
            ("1 février 2026", 2),
            ("1. März 2026", 3),
        ),
        *(("1 Mrz 2026", 3), ("1 mars 2026", 3), ("1 avril 2026", 4), ("1. Mai 2026", 5), ("1 juin 2026", 6)),
        *(
            ("1 juillet 2026", 7),
            ("1 août 2026", 8),
            ("Sept 1, 2026", 9),
            ("1. Okt. 2026", 10),
            ("1 novembre 2026", 11),
        ),
    ],
)
def test_months_have_names_in_three_languages(text: str, month: int) -> None:
    assert read_day(text) == Day(date(2026, month, 1))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-22 09:14", "2026-01-22T09:14"),
        ("2026-01-22T09:14:30", "2026-01-22T09:14:30"),
        ("2026-01-22T09:14:30.250Z", "2026-01-22T09:14:30+00:00"),
        ("2026-01-22T09:14+02:00", "2026-01-22T09:14+02:00"),
        ("22.01.2026, 09:14 Uhr", "2026-01-22T09:14"),
        ("22 Jan 2026 9:14 pm", "2026-01-22T21:14"),
        ("01/22/2026 12:05 AM", "2026-01-22T00:05"),
        ("22 janvier 2026 à 9h14", "2026-01-22T09:14"),
        ("46044.5", "2026-01-22T12:00"),
    ],
)
def test_a_time_behind_the_day_is_kept(text: str, moment: str) -> None:
    assert read_day(text) == Day(date(2026, 1, 22), datetime.fromisoformat(moment))


def test_a_cell_that_is_a_day_already_is_believed() -> None:
    noon = datetime.fromisoformat("2026-04-03T12:00")
    assert read_day("03/04/2026", Cell("03/04/2026", "datetime", noon.date(), noon)) == Day(noon.date(), noon)
    assert read_day("46022", Cell("46022", "number")) == Day(LAST)


def test_a_day_that_may_be_two_is_told_and_not_guessed() -> None:
    found = read_day("03/04/2025")
    assert isinstance(found, Ambiguous)
    assert (found.dmy, found.mdy) == (date(2025, 4, 3), date(2025, 3, 4))
    assert found.message.startswith("“03/04/2025” may be 2025-04-03 or 2025-03-04")
    assert read_day("05/05/2025") == Day(date(2025, 5, 5))
    assert read_day("03.04.2025") == Day(date(2025, 4, 3))


def test_the_column_decides_when_its_other_values_do() -> None:
    assert read_day("03/04/2025", order="dmy") == Day(date(2025, 4, 3))
    assert read_day("03/04/2025", order="mdy") == Day(date(2025, 3, 4))
    assert read_day("31/12/2025", order="mdy") == Day(LAST)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2025", "31/12/2025", "", "n/a"], "dmy"),
        (["03/04/2025", "12/31/2025 10:00"], "mdy"),
        (["03/04/2025", "05/06/2025"], None),
        (["31/12/2025", "12/31/2025"], None),
        (["2025-12-31", "99/99/2025"], None),
        (["03/04/2025", "05.06.26"], "dmy"),
        (["12/31/2025", "05.06.26"], None),
    ],
)
def test_a_column_tells_its_order_only_by_what_cannot_be_otherwise(values: list[str], order: Order | None) -> None:
    assert day_order(values) == order


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Recurring", "It is not a day."),
        ("Within 2 weeks of start", "It is not a day."),
        ("", "It is not a day."),
        ("31.02.2025", "The calendar has no such day."),
        ("2025-13-01", "The calendar has no such day."),
        ("0202-01-01", "Its year would be 202."),
        ("2026-04", "It names a month, a quarter or a year, not a day."),
        ("April 2026", "It names a month, a quarter or a year, not a day."),
        ("2026-Q1", "It names a month, a quarter or a year, not a day."),
        ("2026", "It names a month, a quarter or a year, not a day."),
        ("25-12-24", "Its year has two figures"),
        ("99999", "It is not a day."),
        ("31 Smarch 2025", "It is not a day."),
    ],
)
def test_what_is_no_day_says_why(text: str, message: str) -> None:
    found = read_day(text)
    assert isinstance(found, Unreadable)
    assert found.message.startswith(message)


@given(
    st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y"])
)
def test_every_day_survives_being_written_down(day: date, form: str) -> None:
    assert read_day(day.strftime(form)) == Day(day)


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)))
def test_a_day_with_slashes_is_right_or_admits_doubt(day: date) -> None:
    found = read_day(day.strftime("%d/%m/%Y"))
    assert found == Day(day) if isinstance(found, Day) else isinstance(found, Ambiguous) and found.dmy == day


@given(st.text(max_size=30) | st.text("0123456789./-: Tzapm", max_size=22))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert isinstance(read_day(text), (Day, Ambiguous, Unreadable))
