"""What follows from the answers: the stock, drawn and filled, as cards. Same answers and day, same proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from plumbline.beginning.answers import Answers
from plumbline.beginning.controlling import control_shelf
from plumbline.beginning.deciding import decisions
from plumbline.beginning.documenting import document_cards
from plumbline.beginning.facts import facts
from plumbline.beginning.filling import because, fields_for, record_of
from plumbline.beginning.finding_out import open_cards
from plumbline.beginning.linking import CONFIRMER, exchanged, to_keys
from plumbline.beginning.proposal import Card, Proposal, Proposed, Section
from plumbline.beginning.scenarios import Drawn, called_measures, drawn, measure_action, risk_records
from plumbline.beginning.scoring import level
from plumbline.beginning.settling import all_settled
from plumbline.beginning.stock import MEASURE, SCENARIO, Group, Row, Shelf, shelves
from plumbline.beginning.supplying import supplier_cards
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.justification import listed

CONTROLS = "controls"
EDITABLE: dict[str, tuple[str, ...]] = {
    "organization": ("purpose", "sector", "headcount"),
    "site": ("title", "address", "verdict", "reason"),
    "scope": ("statement", "boundaries", "activities"),
    "issue": ("title", "description", "effect"),
    "climate_decision": ("relevant", "reason"),
    "party": ("title", "expectations"),
    "party_requirement": ("title", "requirement"),
    "obligation": ("title", "requirement", "owner"),
    "role": ("title", "duties", "authority"),
    "assignment": ("person", "deputy"),
    "asset": ("title", "description", "owner", "criticality"),
    "supplier": ("title", "service", "criticality", "owner"),
    "threat": ("title", "relevance"),
    "risk": ("title", "description", "owner"),
    "assessment": ("likelihood", "impacts"),
    "action": ("title", "owner", "due", "means"),
    "control_state": ("status", "owner", "description"),
    "soa_override": ("applicable", "reason"),
    "own_rule": ("setting",),
    "objective": ("title", "target", "target_date", "owner"),
    "course": ("title", "repeats"),
    "criteria": ("process", "treatment_process", "triggers"),
}
"""What the card of a kind offers for a change before it is confirmed; everything else is changed on the record."""


@lru_cache(maxsize=32)
def propose(answers: Answers, on: date) -> Proposal:
    """Everything that follows from the answers, with days counted from the day given."""
    scenarios = drawn(answers)
    cards = {shelf.key: tuple(_cards(shelf, answers, scenarios, on)) for shelf in shelves() if shelf.key != CONTROLS}
    rest = _proposal(cards, answers, on)
    controls = next(shelf for shelf in shelves() if shelf.key == CONTROLS)
    system = assemble(all_settled(rest, CONFIRMER), on=on)
    cards[CONTROLS] = tuple(_stocked(control_shelf(controls, answers, system), answers, on))
    return _proposal(cards, answers, on)


def _proposal(cards: Mapping[str, tuple[Card, ...]], answers: Answers, on: date) -> Proposal:
    known = frozenset(each.key for held in cards.values() for card in held for each in card.records)
    sections = tuple(
        Section(key=shelf.key, title=shelf.title, intro=shelf.intro, cards=tuple(_linked(cards[shelf.key], known)))
        for shelf in shelves()
        if cards.get(shelf.key)
    )
    return Proposal(on=on, sections=sections, decisions=decisions(sections), open_questions=answers.open)


def _cards(shelf: Shelf, answers: Answers, scenarios: Sequence[Drawn], on: date) -> Iterator[Card]:
    yield from _stocked(shelf, answers, on)
    match shelf.key:
        case "risks":
            yield from (_risk_card(shelf.key, each, on) for each in scenarios)
        case "treatment":
            yield from (_measure_card(shelf.key, row, scenarios, answers, on) for row in called_measures(scenarios))
        case "suppliers":
            yield from supplier_cards(answers)
        case "documents":
            yield from document_cards(answers)
        case "open":
            yield from open_cards(answers, on)


def _stocked(shelf: Shelf, answers: Answers, on: date) -> Iterator[Card]:
    """Cards of rows that are in stock as records: first those confirmed together, then each of the others."""
    held = facts(answers)
    called = [row for row in shelf.rows if row.kind not in (SCENARIO, MEASURE) and row.when.holds(held)]
    for group in shelf.groups.values():
        if together := [row for row in called if row.card == group.key]:
            yield _card(shelf.key, group, together, answers, on)
    for row in called:
        if not row.card:
            why = row.why or ("" if because(row, answers) else shelf.otherwise)
            yield _card(shelf.key, Group(key=row.key, title="", why=why), [row], answers, on)


def _card(section: str, group: Group, rows: Sequence[Row], answers: Answers, on: date) -> Card:
    records = tuple(Proposed(row.key, record_of(row, fields_for(row, answers), on)) for row in rows)
    first = records[0].record
    return Card(
        key=group.key,
        section=section,
        title=group.title or first.title or first.ref,
        why=group.why,
        because=tuple(dict.fromkeys(each for row in rows for each in because(row, answers))),
        records=records,
        editable=_editable(records),
    )


def _risk_card(section: str, scenario: Drawn, on: date) -> Card:
    records = risk_records(scenario, on)
    threatened = listed([f"“{each}”" for each in scenario.threatens])
    now, then = level(scenario.scores["current"]), level(scenario.scores["residual"])
    course = f"It would be {now} as things stand" + (f" and {then} once it is treated." if now != then else ".")
    return Card(
        key=scenario.row.key,
        section=section,
        title=records[0].record.title,
        why=f"It threatens {threatened}. {course}",
        because=scenario.because,
        records=records,
        editable=_editable(records),
    )


def _measure_card(section: str, row: Row, scenarios: Sequence[Drawn], answers: Answers, on: date) -> Card:
    proposed = measure_action(row, scenarios, answers, on)
    treated = sum(row.key in each.open for each in scenarios)
    told = f"It treats {treated} of the proposed risks." if treated > 1 else "It treats one of the proposed risks."
    why = told if treated else "It is practised; what is missing is proof, and perhaps the rest of it."
    return Card(
        key=row.key,
        section=section,
        title=proposed.record.title,
        why=why,
        because=because(row, answers),
        records=(proposed,),
        editable=_editable((proposed,)),
    )


def _editable(records: Sequence[Proposed]) -> tuple[tuple[str, str], ...]:
    return tuple((each.key, name) for each in records for name in EDITABLE.get(each.record.KIND, ()))


def _linked(cards: Sequence[Card], known: frozenset[str]) -> Iterator[Card]:
    choose = to_keys(known)
    for card in cards:
        yield replace(card, records=tuple(Proposed(each.key, exchanged(each.record, choose)) for each in card.records))
