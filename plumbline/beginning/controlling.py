"""Controls: their state by the answers, and a decision with a reason where no proposed record asks for one.

Whether a record asks, and whether a fact speaks against leaving a control out, is asked of the engine itself, on the
system that the rest of the proposal would make.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plumbline.beginning.answers import Answers
from plumbline.beginning.conditions import condition
from plumbline.beginning.documenting import told_to_templates
from plumbline.beginning.drafting import drafts
from plumbline.beginning.facts import facts
from plumbline.beginning.linking import CONFIRMER
from plumbline.beginning.scenarios import practised
from plumbline.beginning.stock import Row, Shelf
from plumbline.engine.domain.drivers import drivers_of
from plumbline.engine.domain.exclusion_facts import facts_against
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, ControlState, SoaOverride

EXCLUSIONS = "exclusions"


def control_shelf(shelf: Shelf, answers: Answers, rest: Isms) -> Shelf:
    """The shelf of controls for these answers: decisions where nothing in the rest of the proposal asks, and states."""
    decided = _decisions(shelf, answers, rest)
    out = {row.fields["ref"] for row in decided if row.fields["applicable"] == "no"}
    done = {key: row for row in practised(answers) for key in row.fields["controls"]}
    ruled = _documents(answers)
    states = [_stated(row, done, ruled) for row in _states(shelf).values() if row.fields["ref"] not in out]
    return replace(shelf, rows=(*states, *decided, *_rest_of_work(states, decided, rest)))


def _rest_of_work(states: Sequence[Row], decided: Sequence[Row], rest: Isms) -> Iterator[Row]:
    """One action for the controls that apply and that no measure brings."""
    brought = {key for action in rest.live(Action) for key in action.controls}
    if missing := [row.fields["ref"] for row in states if row.fields["ref"] not in brought]:
        fields = {
            "title": "Put in place the controls that no measure above brings",
            "action_kind": "improve",
            "description": f"{', '.join(missing)}: read what is described for each, decide whether it is done already, "
            "and do what is missing. Split this action where one of them turns out to be work of its own.",
            "controls": missing,
            "owner": "#role-security",
            "raised_on": "@+0",
            "starts": "@+30",
            "due": "@+150",
            "means": "Some hours per control",
            "verification": "Each of these controls states how far it is done, and what shows it.",
        }
        why = "They follow from laws, requirements or threats, and none of the measures covers them."
        yield Row(key="act-other-controls", kind=Action.KIND, card="", why=why, fields=fields)


def _states(shelf: Shelf) -> Mapping[str, Row]:
    return {row.fields["ref"]: row for row in shelf.rows if row.kind == ControlState.KIND}


def _decisions(shelf: Shelf, answers: Answers, rest: Isms) -> tuple[Row, ...]:
    ways_out = {row.fields["ref"]: row for row in shelf.rows if row.kind == SoaOverride.KIND}
    states = _states(shelf)
    unasked = (key for key in rest.standard.controls if not drivers_of(rest, key))
    return tuple(_decided(key, ways_out.get(key), states[key], answers, rest) for key in unasked)


def _decided(key: str, out: Row | None, state: Row, answers: Answers, rest: Isms) -> Row:
    if out is not None and out.when.holds(facts(answers)) and not facts_against(rest, key):
        return out
    fields: Mapping[str, Any] = {
        "ref": key,
        "applicable": "yes",
        "reason": f"No risk or duty asks for it by name; it is kept because it costs little here: "
        f"{state.fields['description']}",
        "decided_by": CONFIRMER,
        "decided_on": "@+0",
    }
    return Row(key=f"{SoaOverride.KIND}-{key}", kind=SoaOverride.KIND, card=EXCLUSIONS, fields=fields)


def _stated(row: Row, done: Mapping[str, Row], ruled: Mapping[str, tuple[str, ...]]) -> Row:
    key = row.fields["ref"]
    fields: dict[str, Any] = {**row.fields, "status": "planned", "documents": list(ruled.get(key, ()))}
    if (measure := done.get(key)) is not None:
        fields |= {"status": "partly", "note": f"In place in part by your answer: {measure.fields['title']}."}
        return replace(row, fields=fields, when=condition(measure.fields["practised"]))
    return replace(row, fields=fields)


def _documents(answers: Answers) -> Mapping[str, tuple[str, ...]]:
    """The drafted documents by the controls they answer to."""
    found: dict[str, tuple[str, ...]] = {}
    for draft in drafts(told_to_templates(answers)):
        for key in draft.document.serves:
            found[key] = (*found.get(key, ()), f"#document-{draft.slug}")
    return found
