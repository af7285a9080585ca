"""A row of the stock and the answers become a record: variations chosen, words put in, days counted from the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from plumbline.beginning.answers import Answers
from plumbline.beginning.facts import facts, reasons
from plumbline.beginning.places import country
from plumbline.beginning.questions import questions
from plumbline.beginning.stock import Row, StockError
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.told_days import dated

WORD = re.compile(r"\{([a-z_]+)\}")
OFFERING = "offering"
PLAIN = """
we any some small large new secure online digital mobile managed custom bespoke technical medical legal
financial industrial electronic clinical public private software hardware apps applications web websites
platforms services service products systems solutions tools cloud data hosted internet network telephone
telecommunications accounts payments payment card banking insurance loans invoicing payroll accounting
laboratory analyses analysis tests measurements inspections drinking water district heat electricity energy gas
waste transport logistics freight parcels deliveries storage repairs maintenance support advice consultancy
research development design translations courses lessons education care healthcare treatment medicines food
machines machinery parts devices sensors buildings construction hosting consulting training testing engineering
manufacturing processing monitoring providing developing operating selling making publishing catering cleaning
property security news books printing marketing advertising staffing recruitment travel tickets
"""
NO_NAME = re.compile(rf"(?:An?|The|Our|All) |(?:{'|'.join(PLAIN.title().split())}) [a-z]")
"""What begins with one of these is no name: its capital is that of a sentence. What is not here keeps its own."""


def words(answers: Answers) -> Mapping[str, str]:
    """What may stand in braces in a text: typed answers by their question, and the authorities of the country."""
    typed = {
        key: answers.text(key) if each.answered != "person" or answers.knows(key) else ""
        for key, each in questions().items()
        if each.answered in ("text", "number", "day", "person", "country")
    }
    here = country(typed["country"])
    return {
        **typed,
        OFFERING: within(typed[OFFERING]),
        "country": here.name,
        "country_code": typed["country"] if answers.knows("country") else "",
        "privacy_authority": here.privacy,
        "incident_authority": here.incidents,
        "finance_authority": here.finance,
    }


def within(sentence: str) -> str:
    """An answer as it stands inside a sentence: “An online shop.” loses capital and stop, a name keeps its own."""
    words = sentence.strip().removesuffix(".")
    return words[:1].lower() + words[1:] if NO_NAME.match(words) else words


def fields_for(row: Row, answers: Answers) -> Mapping[str, Any]:
    """The fields of a row after every variation that the answers call for, with words put in."""
    held = facts(answers)
    chosen = dict(row.fields)
    for each in row.varies:
        if each.when.holds(held):
            chosen |= each.fields
    spoken: Mapping[str, Any] = _spoken(chosen, words(answers))
    return spoken


def because(row: Row, answers: Answers) -> tuple[str, ...]:
    """Which answers led to a row, and to its variations."""
    held = facts(answers)
    told = [*reasons(row.when, answers)]
    for each in row.varies:
        if each.when.holds(held):
            told += reasons(each.when, answers)
    return tuple(dict.fromkeys(told))


def record_of(row: Row, fields: Mapping[str, Any], on: date) -> Record:
    """The record of a kind with told days counted from the day. Raises StockError where the fields do not fit."""
    try:
        return from_mapping(row.kind, dated(fields, on))
    except ValueError as error:
        raise StockError(f"{row.key}: {error}") from error


def _spoken(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _spoken(each, known) for key, each in value.items()}
    if isinstance(value, list):
        return [_spoken(each, known) for each in value]
    return WORD.sub(lambda found: known[found[1]], value) if isinstance(value, str) else value
