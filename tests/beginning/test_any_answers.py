"""Whatever is answered, the proposal is coherent: no rule finds a muddle in it once it is confirmed and approved."""

import random
from collections.abc import Callable

import pytest

from plumbline.beginning.answers import Answers, Raw, read_answers
from plumbline.beginning.linking import keys_in
from plumbline.beginning.proposing import propose
from plumbline.beginning.questions import NONE, Question, questions
from plumbline.beginning.settling import all_settled
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.rules.runner import audit
from tests.beginning.simulated import CONFIRMER, DAY, NEXT_DAY, PEOPLE

MUDDLE = (
    "CTL004",
    "CTX",
    "DAT",
    "DOC007",
    "EXC",
    "LEG",
    "OBJ002",
    "PLN",
    "PTY",
    "SCP002",
    "SCP003",
    "SCP004",
    "SUP008",
)
RISK_MUDDLE = (
    "RSK003",
    "RSK004",
    "RSK005",
    "RSK007",
    "RSK008",
    "RSK009",
    "RSK010",
    "RSK014",
    "RSK015",
    "TRT003",
    "TRT008",
)
COUNTRIES, SIZES = ("DE", "FR", "GB", "CH", "US", "NO"), (1, 9, 40, 180, 900)


def _made_up(seed: int) -> Answers:
    chance = random.Random(seed)
    raw: dict[str, Raw] = {}
    for key, question in questions().items():
        if chance.random() > 0.15:
            raw[key] = _answer(question, chance)
    return read_answers(raw)


def _answer(question: Question, chance: random.Random) -> Raw:
    options = [each.key for each in question.options]
    ways: dict[str, Callable[[], Raw]] = {
        "choice": lambda: chance.choice(options),
        "several": lambda: _some(options, chance),
        "number": lambda: chance.choice(SIZES),
        "country": lambda: chance.choice(COUNTRIES),
        "day": lambda: "2027-11-30",
        "lines": lambda: ["Meadowbank: cloud platform", "Bolt & Sons: cleaning"],
        "person": lambda: f"PER-{chance.randint(1, 3)}",
        "text": lambda: "tide tables for harbours",
    }
    return ways[question.answered]()


def _some(options: list[str], chance: random.Random) -> list[str]:
    if NONE in options and chance.random() < 0.2:
        return [NONE]
    real = [each for each in options if each != NONE]
    return chance.sample(real, chance.randint(1, min(3, len(real))))


@pytest.mark.parametrize("seed", range(12))
def test_no_answers_lead_to_a_muddle(seed: int) -> None:
    proposal = propose(_made_up(seed), DAY)
    known = {each.key for each in proposal.proposed}
    assert {key for each in proposal.proposed for key in keys_in(each.record)} <= known
    report = audit(assemble((*PEOPLE, *all_settled(proposal, CONFIRMER)), on=NEXT_DAY))
    found = {each.code for each in report.findings}
    assert not [code for code in found if code.startswith((*MUDDLE, *RISK_MUDDLE))]
