"""Fingerprints of what somebody decided on, so that a later change of it shows (clause 6.1.3 f).

An acceptance rests on a state: scores, owner, option, controls and how far each is implemented. An approval rests on
a plan: option, what is to be brought in, by which actions, until when, and what shall remain.
"""

from collections.abc import Iterator
from hashlib import sha256

from plumbline.engine.domain.codec import jsonable
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Assessment, ControlState, OwnControl, Risk
from plumbline.engine.domain.method import standing
from plumbline.engine.proof.canonical import JsonValue, canonical

STAGES = ("inherent", "current", "residual")


def state_of(isms: Isms, risk: Risk) -> str:
    """SHA-256 (hex) of the state of a risk that an acceptance rests on."""
    keys = dict.fromkeys((*risk.controls, *risk.planned_controls))
    return _digest(
        {
            "scores": [_score(each) for each in standing_assessments(isms, risk)],
            "owner": risk.owner,
            "option": risk.option,
            "controls": [[key, _status(isms, key)] for key in sorted(keys)],
            "planned": sorted(dict.fromkeys(risk.planned_controls)),
        }
    )


def plan_of(isms: Isms, risk: Risk) -> str:
    """SHA-256 (hex) of the plan of a risk that an approval rests on; progress on an action does not change it."""
    actions = (each for each in isms.of_parent(Action, "answers", risk) if each.state != "dropped")
    return _digest(
        {
            "option": risk.option,
            "planned": sorted(dict.fromkeys(risk.planned_controls)),
            "residual": [_score(each) for each in standing_assessments(isms, risk) if each.stage == "residual"],
            "actions": [_action(each) for each in sorted(actions, key=lambda each: each.ref)],
        }
    )


def standing_assessments(isms: Isms, risk: Risk) -> Iterator[Assessment]:
    """The latest live assessment of each stage; of two on one day, the one with the later reference."""
    yield from (each for stage in STAGES if (each := standing(isms, risk, stage)))


def _score(each: Assessment) -> JsonValue:
    impacts: list[JsonValue] = [[impact.dimension, impact.number] for impact in each.impacts]
    return [each.stage, each.likelihood, impacts, each.combined, each.score, each.level]


def _status(isms: Isms, key: str) -> str:
    state = isms.at(ControlState, key) or isms.resolve(key, OwnControl)
    return state.status if isinstance(state, ControlState | OwnControl) else ""


def _action(each: Action) -> JsonValue:
    words = [each.ref, each.title, each.description, each.owner, each.recurring, each.interval]
    return [*words, jsonable(each.due), sorted(each.controls), each.promised_residual]


def _digest(state: JsonValue) -> str:
    return sha256(canonical(state)).hexdigest()
