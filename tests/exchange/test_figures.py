"""Numbers as people write them, and the ones that may be two."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.exchange.cells import AmbiguousFigure, Figure, Mark, Unreadable, decimal_mark, read_decimal
from plumbline.formats.table import Cell


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        *(("12", "12", ""), ("1.250,00", "1250.00", ""), ("1,250.00", "1250.00", ""), ("1 250", "1250", "")),
        *(
            ("1\u202f250,5", "1250.5", ""),
            ("1'250.50", "1250.50", ""),
            ("1’250", "1250", ""),
            ("1.250.000", "1250000", ""),
        ),
        *(
            ("12 %", "12", "%"),
            ("12,5%", "12.5", "%"),
            ("€ 20.000,00", "20000.00", "EUR"),
            ("20 000 €", "20000", "EUR"),
        ),
        *(("EUR 1.5", "1.5", "EUR"), ("CHF 1'000.-", "1000", "CHF"), ("20,-- €", "20", "EUR"), ("$5", "5", "$")),
        *(
            ("-5", "-5", ""),
            ("−5,25", "-5.25", ""),
            ("(1,250.00)", "-1250.00", ""),
            ("€ -5", "-5", "EUR"),
            ("+3", "3", ""),
        ),
        *(
            (".5", "0.5", ""),
            ("0,125", "0.125", ""),
            ("0.125", "0.125", ""),
            ("1250.5", "1250.5", ""),
            ("1.2500", "1.2500", ""),
        ),
        *(("12 h", "12", "h"), ("3 days", "3", "days"), ("12 k€", "12", "k€")),
    ],
)
def test_figures_are_read_exactly_with_their_unit(text: str, value: str, unit: str) -> None:
    assert read_decimal(text) == Figure(Decimal(value), unit)


def test_a_number_cell_is_believed() -> None:
    assert read_decimal("1.25", Cell("1.25", "number"), mark=",") == Figure(Decimal("1.25"))


def test_a_figure_that_may_be_two_is_told() -> None:
    found = read_decimal("€ 1.250")
    assert found == AmbiguousFigure("€ 1.250", Decimal(1250), Decimal("1.250"), "EUR")
    assert found.message.startswith("“€ 1.250” may be 1250 or 1.250")
    assert read_decimal("1,250") == AmbiguousFigure("1,250", Decimal(1250), Decimal("1.250"))


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [("1.250", ",", "1250"), ("1.250", ".", "1.250"), ("1,250", ".", "1250"), ("1,250", ",", "1.250"), ("7", ",", "7")],
)
def test_the_column_decides_when_its_other_values_do(text: str, mark: Mark, value: str) -> None:
    assert read_decimal(text, mark=mark) == Figure(Decimal(value))


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1.250", "1.250,00"], ","),
        (["1.250", "3,5", "n/a"], ","),
        (["1.250.000"], ","),
        (["1,250", "3.5 %"], "."),
        (["1.250", "2.500", "17"], None),
        (["3,5", "3.5"], None),
    ],
)
def test_a_column_tells_its_mark_only_by_what_cannot_be_otherwise(values: list[str], mark: Mark | None) -> None:
    assert decimal_mark(values) == mark


@pytest.mark.parametrize(
    "text", ["", "high", "<5%", "3/5", "5 of 10", "1.2.3", "1,25,0", "12.34.567", "(5", "1 25", "€5€"]
)
def test_what_is_no_figure_is_said(text: str) -> None:
    assert isinstance(read_decimal(text), Unreadable)


@given(st.decimals(-(10**8), 10**8, places=2))
def test_both_ways_of_writing_come_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_decimal(english) == read_decimal(german) == Figure(value)


@given(st.text(max_size=20) | st.text("0123456789.,' -%€()", max_size=12))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert isinstance(read_decimal(text), (Figure, AmbiguousFigure, Unreadable))
