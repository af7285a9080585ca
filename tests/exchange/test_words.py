"""Words in three languages: nothing, yes and no, levels, and how often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.domain.intervals import Interval, interval
from plumbline.exchange.cells import Answer, Level, is_blank, read_answer, read_bool, read_interval, read_level


@pytest.mark.parametrize(
    "text",
    ["", "  ", "n/a", "N/A", "N. A.", "k.A.", "k. A.", "keine Angabe", "-", "–", "—", "entfällt", "sans objet", "#N/A"],
)
def test_nothing_is_said_in_many_ways(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["TBD", "none", "keine", "0", "?", "no", "Nordwind"])
def test_what_says_something_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("text", ["yes", "Ja", "OUI", "x", "X", "✓", "✔", "true", "1", "wahr", "Yes."])
def test_yes(text: str) -> None:
    assert read_bool(text) is True


@pytest.mark.parametrize("text", ["no", "Nein", "non", "false", "0", "✗", "N"])
def test_no(text: str) -> None:
    assert read_bool(text) is False


@pytest.mark.parametrize("text", ["", "partly", "teilweise", "2", "yes and no"])
def test_neither(text: str) -> None:
    assert read_bool(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes (BfDI 72h + data subjects)", Answer(True, "BfDI 72h + data subjects")),
        ("No - not significant", Answer(False, "not significant")),
        ("Ja, seit Mai (2025)", Answer(True, "seit Mai (2025)")),
        ("nein", Answer(False, "")),
        ("None so far", Answer(None, "None so far")),
        ("No-one was told", Answer(None, "No-one was told")),
        ("1, 2 and 3", Answer(None, "1, 2 and 3")),
    ],
)
def test_an_answer_may_carry_a_remark(text: str, answer: Answer) -> None:
    assert read_answer(text) == answer


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *(
            ("Low", "low"),
            ("niedrig", "low"),
            ("faible", "low"),
            ("Medium", "medium"),
            ("mittel", "medium"),
            ("moyen", "medium"),
        ),
        *(("High", "high"), ("Hoch", "high"), ("élevé", "high"), ("eleve", "high"), ("Critical", "critical")),
        *(("kritisch", "critical"), ("critique", "critical"), ("Very High", "very high"), ("sehr gering", "very low")),
        *(
            ("4 - High", "high"),
            ("High (4)", "high"),
            ("hoch (3)", "high"),
            ("2: mittel", "medium"),
            ("mäßig", "medium"),
        ),
        *(("très élevée", "very high"), ("H", "high")),
    ],
)
def test_levels_have_words_in_three_languages(text: str, level: Level) -> None:
    assert read_level(text) == level


@pytest.mark.parametrize("text", ["", "4", "medium-high", "Confidential", "hochverfügbar"])
def test_other_words_are_no_level(text: str) -> None:
    assert read_level(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        *(
            ("quarterly", "3 m"),
            ("vierteljährlich", "3 m"),
            ("trimestriel", "3 m"),
            ("every quarter", "3 m"),
            ("pro Quartal", "3 m"),
        ),
        *(("every 6 months", "6 m"), ("alle 6 Monate", "6 m"), ("tous les six mois", "6 m"), ("halbjährlich", "6 m")),
        *(
            ("jährlich", "12 m"),
            ("Annual", "12 m"),
            ("annuel", "12 m"),
            ("tous les ans", "12 m"),
            ("once a year", "12 m"),
        ),
        *(("1x pro Jahr", "12 m"), ("einmal jährlich", "12 m"), ("at least annually", "12 m"), ("p.a.", "12 m")),
        *(("every two years", "24 m"), ("alle zwei Jahre", "24 m"), ("twice a year", "6 m"), ("4x pro Jahr", "3 m")),
        *(
            ("monthly", "1 m"),
            ("chaque mois", "1 m"),
            ("every other month", "2 m"),
            ("weekly", "7 d"),
            ("14-tägig", "14 d"),
        ),
        *(
            ("30 d", "30 d"),
            ("30 Tage", "30 d"),
            ("72 h", "72 h"),
            ("72 Stunden", "72 h"),
            ("2 weeks", "14 d"),
            ("daily", "1 d"),
        ),
        *(("12 Monate", "12 m"), ("6-monthly", None), ("une fois par an", "12 m"), ("5 times a year", None)),
        *(
            ("m", None),
            ("Y", None),
            ("biweekly", None),
            ("Recurring", None),
            ("Within 2 weeks of start", None),
            ("On demand", None),
            ("", None),
        ),
    ],
)
def test_how_often_is_put_into_the_form_the_engine_reads(text: str, span: str | None) -> None:
    assert read_interval(text) == span
    assert span is None or isinstance(interval(span), Interval)


@given(
    st.text(max_size=20)
    | st.lists(st.sampled_from(["every", "2", "x", "a", "per", "an", "mois", "-", "0"])).map(" ".join)
)
def test_no_text_whatever_breaks_the_readers(text: str) -> None:
    span = read_interval(text)
    assert span is None or interval(span) is not None
    assert read_level(text) is None or not is_blank(text)
    assert read_answer(text).value is None or read_bool(text) is None or read_answer(text).remark == ""
