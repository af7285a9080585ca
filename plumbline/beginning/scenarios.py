"""Scenarios of the stock become risks with their assessments, and measures the actions that treat them.

A scenario holds fields of a risk and besides

    likelihood  how likely it is without protection, 1 to 5
    impacts     what it would do, by dimension, 1 to 5
    likelier    conditions on which it is one step likelier; each says what has happened
    prevent     the measures that make it less likely
    limit       the measures that make it less bad

A measure holds fields of an action and besides `practised`, the condition on which it is done already: then its
controls are existing controls of the risk instead, and no action is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from plumbline.beginning.answers import Answers
from plumbline.beginning.conditions import ALWAYS, condition
from plumbline.beginning.facts import facts, reasons
from plumbline.beginning.filling import because, fields_for, record_of
from plumbline.beginning.linking import MARK, OR
from plumbline.beginning.proposal import Proposed
from plumbline.beginning.scoring import HIGHEST, STAGES, Score, Treated, level, stages
from plumbline.beginning.stock import MEASURE, SCENARIO, Row, StockError, rows
from plumbline.engine.domain.kinds import Asset, Record

ASSESSOR, CRITERIA, ROUND = "#role-security|#role-top", "#criteria", "#first-round"
SHOWN = "It is done today by your answer. Write down how it is done, close what is missing and bring proof."
NOTICEABLE = 3
OWN_FIELDS = ("likelihood", "impacts", "likelier", "prevent", "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A scenario that the answers call for, scored."""

    row: Row
    fields: Mapping[str, Any]
    because: tuple[str, ...]
    treated: Treated
    scores: Mapping[str, Score]
    done: tuple[str, ...]
    threatens: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The measures that are still to be taken."""
        return tuple(each for each in self.treated.measures if each not in self.done)


def drawn(answers: Answers) -> tuple[Drawn, ...]:
    """The scenarios that the answers call for, in the order of the stock."""
    held = facts(answers)
    return tuple(_drawn(row, answers) for row in rows(SCENARIO).values() if row.when.holds(held))


def called_measures(scenarios: Sequence[Drawn]) -> tuple[Row, ...]:
    """The measures that scenarios call for, taken or not, in the order of the stock."""
    wanted = {each for scenario in scenarios for each in scenario.treated.measures}
    return tuple(row for key, row in rows(MEASURE).items() if key in wanted)


def practised(answers: Answers) -> tuple[Row, ...]:
    """The measures that are done already by the answers."""
    held = facts(answers)
    return tuple(row for key, row in rows(MEASURE).items() if row.when.holds(held) and _practised(key, held))


def risk_records(scenario: Drawn, on: date) -> tuple[Proposed, ...]:
    """The risk of a scenario and its three assessments."""
    key, today = scenario.row.key, level(scenario.scores["current"])
    fields: dict[str, Any] = dict(scenario.fields)
    fields |= {
        "scenario_key": key,
        "controls": list(_controls(scenario.done)),
        "planned_controls": [each for each in _controls(scenario.open) if each not in _controls(scenario.done)],
        "option": "modify" if scenario.treated.measures else "retain",
        "verdict": "acceptable" if today == "low" else "to be treated",
        "priority": "" if today == "low" else today,
        "keeps_cia": True,
        "affects": _affected(scenario.scores["inherent"]),
        "created_on": "@+0",
        "state": "open",
    }
    risk = record_of(_as(scenario.row, "risk", key), fields, on)
    return (Proposed(key, risk), *_assessments(scenario, on))


def measure_action(row: Row, scenarios: Sequence[Drawn], answers: Answers, on: date) -> Proposed:
    """The action that takes a measure, for each scenario that calls for it; of one practised, what shows it."""
    fields = {name: each for name, each in fields_for(row, answers).items() if name != "practised"}
    answering = [f"#{each.row.key}" for each in scenarios if row.key in each.open]
    fields |= {"raised_on": "@+0", "starts": "@+1", "state": "open"}
    if answering:
        fields |= {"action_kind": "treat", "answers": answering}
    else:
        fields |= {
            "action_kind": "improve",
            "title": f"Show that it runs: {fields['title'][:1].lower()}{fields['title'][1:]}",
            "description": f"{SHOWN} {fields['description']}",
        }
    return Proposed(row.key, record_of(_as(row, "action", row.key), fields, on))


def _drawn(row: Row, answers: Answers) -> Drawn:
    fields = dict(fields_for(row, answers))
    own = {name: fields.pop(name, ()) for name in OWN_FIELDS}
    held = facts(answers)
    happened = [reasons(condition(each), answers) for each in own["likelier"] if condition(each).holds(held)]
    likelihood = min(HIGHEST, own["likelihood"] + len(happened))
    treated = Treated(_offered(row, own["prevent"], held), _offered(row, own["limit"], held))
    done = tuple(each for each in treated.measures if _practised(each, held))
    return Drawn(
        row=row,
        fields=fields,
        because=tuple(dict.fromkeys((*because(row, answers), *(each for told in happened for each in told)))),
        treated=treated,
        scores=stages(Score(likelihood, own["impacts"]), treated, done),
        done=done,
        threatens=tuple(_titles(fields["assets"], held)),
    )


def _titles(named: Sequence[str], held: Mapping[str, object]) -> Iterator[str]:
    """The titles of the assets that a scenario names, of alternatives the first that is here."""
    for words in named:
        keys = (each.removeprefix(MARK) for each in words.split(OR))
        here = (rows(Asset.KIND)[key] for key in keys if rows(Asset.KIND)[key].when.holds(held))
        yield from (row.fields["title"] for row in islice(here, 1))


def _offered(row: Row, named: Sequence[str], held: Mapping[str, object]) -> tuple[str, ...]:
    """The measures named that make sense here; of alternatives (`one|two`) the first that does."""
    found = []
    for words in named:
        for key in words.split(OR):
            if key not in rows(MEASURE):
                raise StockError(f"{row.key} names the measure “{key}”, which is not in stock.")
        found += [key for key in words.split(OR) if rows(MEASURE)[key].when.holds(held)][:1]
    return tuple(dict.fromkeys(found))


def _practised(key: str, held: Mapping[str, object]) -> bool:
    when = condition(rows(MEASURE)[key].fields.get("practised", ""))
    return when is not ALWAYS and when.holds(held)


def _controls(measures: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for key in measures for each in rows(MEASURE)[key].fields["controls"]))


def _affected(worst: Score) -> list[str]:
    """Which of confidentiality, integrity and availability are at stake: where it is noticeable, or else most."""
    names = {"confidentiality": "C", "integrity": "I", "availability": "A"}
    enough = min(NOTICEABLE, max(worst.impacts[each] for each in names))
    return [letter for dimension, letter in names.items() if worst.impacts[dimension] >= enough]


def _assessments(scenario: Drawn, on: date) -> Iterator[Proposed]:
    for stage in STAGES:
        score = scenario.scores[stage]
        fields = {
            "risk": f"#{scenario.row.key}",
            "stage": stage,
            "criteria": CRITERIA,
            "round": ROUND,
            "likelihood": score.likelihood,
            "impacts": [{"dimension": each, "number": number} for each, number in score.impacts.items()],
            "combined": score.combined,
            "level": level(score),
            "assessed_on": "@+0",
            "by": ASSESSOR,
        }
        key = f"{scenario.row.key}-{stage}"
        made: Record = record_of(_as(scenario.row, "assessment", key), fields, on)
        yield Proposed(key, made)


def _as(row: Row, kind: str, key: str) -> Row:
    return Row(key=key, kind=kind, card="", fields={})
