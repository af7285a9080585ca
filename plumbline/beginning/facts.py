"""Answers as facts that conditions name: `data_places_cloud`, `headcount`, `special_unknown`, `builds_software`.

A fact is an option chosen (question and option), a number, that a person or a day is named, that a question is still
unknown, or a word for several of these (`facts.toml`). Each fact can say which answers it comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from plumbline.beginning.answers import Answers
from plumbline.beginning.conditions import Condition, condition
from plumbline.beginning.places import country
from plumbline.beginning.questions import UNKNOWN, Question, questions

NAMED = "named"
"""After a question for a person: `top_management_named`."""
LAW = "law_"
"""Before the area of law of the country: `law_eu`, `law_eea`, `law_uk`, `law_ch`, `law_elsewhere`."""


def facts(answers: Answers) -> dict[str, object]:
    """Everything that is so by the answers, by the name that conditions use."""
    found: dict[str, object] = {}
    for question in questions().values():
        found |= _of(question, answers)
    if answers.knows("country"):
        found[f"{LAW}{country(answers.text('country')).law or 'elsewhere'}"] = True
    for name, when in summaries().items():
        found[name] = when.holds(found)
    return found


def reasons(when: Condition, answers: Answers) -> tuple[str, ...]:
    """What was said that makes a condition hold, each as it follows on “You said that”; empty where it always holds."""
    held = facts(answers)
    told = (
        sentence
        for together in when.alternatives
        if all(term.holds(held) for term in together)
        for term in together
        if not term.negated
        for sentence in _told(term.name, answers)
    )
    return tuple(dict.fromkeys(told))


@cache
def summaries() -> Mapping[str, Condition]:
    """Words that sum up several answers."""
    tables = tomllib.loads(resources.files(__package__).joinpath("facts.toml").read_text(encoding="utf-8"))
    return {name: condition(words) for name, words in tables.items()}


@cache
def known_names() -> frozenset[str]:
    """Every name a condition may use."""
    options = {f"{each.key}_{option.key}" for each in questions().values() for option in each.options}
    areas = {f"{LAW}{area}" for area in ("eu", "eea", "uk", "ch", "elsewhere")}
    people = {f"{each.key}_{NAMED}" for each in questions().values() if each.answered == "person"}
    return frozenset(
        {*areas, *people, *options, *questions(), *(f"{key}_{UNKNOWN}" for key in questions()), *summaries()}
    )


def _of(question: Question, answers: Answers) -> dict[str, object]:
    if not answers.knows(question.key):
        return {f"{question.key}_{UNKNOWN}": True}
    if question.answered == "person":
        return {f"{question.key}_{NAMED}": True}
    number = answers.number(question.key)
    chosen = {f"{question.key}_{each}": True for each in answers.chosen(question.key) if question.option(each)}
    return {question.key: True if number is None else number, **chosen}


def _told(name: str, answers: Answers) -> tuple[str, ...]:
    if name.startswith(LAW):
        return _told("country", answers)
    if name in summaries():
        return reasons(summaries()[name], answers)
    for key, question in questions().items():
        if name == f"{key}_{UNKNOWN}":
            return ()
        if name in (key, f"{key}_{NAMED}"):
            return (question.said.format(answer=answers.text(key)),) if question.said else ()
        if name.startswith(f"{key}_") and (option := question.option(name.removeprefix(f"{key}_"))):
            return (option.said,)
    return ()
