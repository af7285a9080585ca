"""Two dozen plain questions, each with its reason, and answers that may be “I do not know yet”."""

import pytest

from plumbline.beginning.answers import AnswerError, Answers, read_answers
from plumbline.beginning.questions import pages, questions
from tests.beginning.simulated import FIRMS, answered


def test_there_are_about_two_dozen_questions_on_pages_of_four_to_six() -> None:
    assert 20 <= len(questions()) <= 26
    assert all(4 <= len(page.questions) <= 6 for page in pages())


def test_every_question_says_why_it_is_asked_and_what_to_do_while_it_is_open() -> None:
    for question in questions().values():
        assert len(question.why) > 40, question.key
        assert question.asks.endswith("?"), question.key
        assert question.find_out, question.key


def test_typed_questions_give_an_example_or_need_none() -> None:
    typed = [each for each in questions().values() if each.answered in ("text", "lines", "number", "day", "country")]
    assert typed
    assert all(each.example for each in typed)


def test_every_option_can_be_repeated_in_a_reason() -> None:
    said = [option.said for each in questions().values() for option in each.options]
    assert all(said)
    assert not any(each.endswith(".") for each in said)


@pytest.mark.parametrize("firm", FIRMS)
def test_answers_survive_being_kept_as_json(firm: str) -> None:
    assert read_answers(answered(firm).as_json()) == answered(firm)


def test_not_knowing_is_an_answer_and_takes_nothing_for_granted() -> None:
    answers = read_answers({"cards": "unknown", "places": ["unknown"], "headcount": "", "suppliers": None})
    assert answers == Answers()
    assert answers.chosen("cards") == ("unknown",)
    assert len(answers.open) == len(questions())


@pytest.mark.parametrize(
    ("key", "raw", "says"),
    [
        ("sector", "piracy", "none of the answers"),
        ("headcount", "about ten", "whole number"),
        ("headcount", "0", "whole number"),
        ("certificate_by", "next spring", "year-month-day"),
        ("country", "Atlantis", "code of two letters"),
        ("top_management", "Ada", "Choose a person"),
        ("devices", ["none", "medical"], "Keep one or the other"),
        ("devices", ["unknown", "medical"], "Keep one or the other"),
        ("offering", "words " * 500, "a sentence or two"),
        ("colour", "blue", "no such question"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_what_to_do(key: str, raw: str | list[str], says: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read_answers({key: raw})
    assert says in caught.value.faults[key]


def test_suppliers_are_given_one_a_line() -> None:
    answers = read_answers({"suppliers": "Meadowbank: cloud platform\n\n  Ilmnetz – lines  \n"})
    assert answers.lines("suppliers") == ("Meadowbank: cloud platform", "Ilmnetz – lines")
