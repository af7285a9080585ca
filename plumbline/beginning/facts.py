"""Answers as facts that conditions name: `data_places_cloud`, `headcount`, `special_unknown`, `builds_software`.

A fact is an option chosen (question and option), a number, that a person or a day is named, that a question is still
unknown, or a word for several of these (`facts.toml`). Each fact can say which answers it comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from plumbline.beginning.answers import Answers
from plumbline.beginning.conditions import Condition, condition
from plumbline.beginning.places import country
from plumbline.beginning.questions import UNKNOWN, Question, questions
from plumbline.beginning.suppliers_named import OTHER, kinds, named

SERVED_BY = "served_by_"
"""Before the kind of service of a supplier that was named: `served_by_cloud`."""
NAMED = "named"
"""After a question for a person: `top_management_named`."""
MOST_NAMED = 3
LAW = "law_"
"""Before the area of law of the country: `law_eu`, `law_eea`, `law_uk`, `law_ch`, `law_elsewhere`."""


@lru_cache(maxsize=16)
def facts(answers: Answers) -> Mapping[str, object]:
    """Everything that is so by the answers, by the name that conditions use."""
    found: dict[str, object] = {}
    for question in questions().values():
        found |= _of(question, answers)
    found |= {f"{SERVED_BY}{each.kind}": True for each in named(answers)}
    if answers.knows("country"):
        found[f"{LAW}{country(answers.text('country')).law or 'elsewhere'}"] = True
    for name, when in summaries().items():
        found[name] = when.holds(found)
    return MappingProxyType(found)


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
    served = {f"{SERVED_BY}{kind}" for kind in (*kinds(), OTHER)}
    unknown = {f"{key}_{UNKNOWN}" for key in questions()}
    return frozenset({*areas, *people, *served, *options, *questions(), *unknown, *summaries()})


def _of(question: Question, answers: Answers) -> dict[str, object]:
    if not answers.knows(question.key):
        return {f"{question.key}_{UNKNOWN}": True}
    if question.answered == "person":
        return {f"{question.key}_{NAMED}": True}
    number = answers.number(question.key)
    chosen = {f"{question.key}_{each}": True for each in answers.chosen(question.key) if question.option(each)}
    return {question.key: True if number is None else number, **chosen}


def _told(name: str, answers: Answers) -> tuple[str, ...]:
    """What an answer said; of a word for several answers, what the first question among them that holds said."""
    if name.startswith(LAW):
        return (f"you are established in {country(answers.text('country')).name}",)
    if name in summaries():
        return _told_in_short(summaries()[name], answers)
    question = questions().get(_question_of(name))
    if question is None or not answers.knows(question.key):
        return ()
    if name in (question.key, f"{question.key}_{NAMED}"):
        return (question.said.format(answer=_said(question, answers)),) if question.said else ()
    option = question.option(name.removeprefix(f"{question.key}_"))
    return (option.said,) if option else ()


def _told_in_short(summary: Condition, answers: Answers) -> tuple[str, ...]:
    held = facts(answers)
    names = [term.name for together in summary.alternatives for term in together if term.holds(held)]
    first = next((name for name in names if _told(name, answers)), "")
    same = [name for name in names if _question_of(name) == _question_of(first)]
    return tuple(dict.fromkeys(sentence for name in same for sentence in _told(name, answers)))


def _question_of(name: str) -> str:
    return next((key for key in questions() if name == key or name.startswith(f"{key}_")), name)


def _said(question: Question, answers: Answers) -> str:
    if question.answered == "lines":
        names = [each.name for each in named(answers)][:MOST_NAMED]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return answers.text(question.key)
