"""The treatment board: every live risk in the column it has reached, with what still has to happen (6.1.3, 8.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Risk
from plumbline.engine.domain.method import acceptances, actions_for, outcome, what_remains

COLUMNS: Mapping[str, str] = {
    "unassessed": "Not assessed",
    "undecided": "To be decided",
    "planned": "Planned",
    "under way": "Under way",
    "to accept": "To be accepted",
    "settled": "Settled",
}
MOST = 60
"""So many cards a column shows; the register has the others."""


@dataclass(frozen=True, slots=True)
class Card:
    """A risk on the board: its level and score, its actions done of all, the next day, and whether that is past."""

    risk: Risk
    level: str
    score: int | None
    accepted: bool | None
    done: int
    actions: int
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its cards, the gravest first; `total` counts those that are not shown too."""

    key: str
    title: str
    cards: tuple[Card, ...]
    total: int


def board(isms: Isms, owner: str = "") -> tuple[Column, ...]:
    """Every live risk in its column; of one owner, where one is named."""
    filed: dict[str, list[Card]] = {key: [] for key in COLUMNS}
    for risk in isms.live(Risk):
        if not owner or risk.owner == owner:
            column, card = _placed(isms, risk)
            filed[column].append(card)
    return tuple(
        Column(key, title, tuple(sorted(filed[key], key=_gravest)[:MOST]), len(filed[key]))
        for key, title in COLUMNS.items()
    )


def _gravest(card: Card) -> tuple[int, date]:
    return -(card.score or 0), card.due or date.max


def _placed(isms: Isms, risk: Risk) -> tuple[str, Card]:
    stands = what_remains(isms, risk)
    came_to = outcome(isms, stands) if stands else None
    actions = actions_for(isms, risk)
    unfinished = [each for each in actions if each.live]
    due = min((each.due for each in unfinished if each.due), default=risk.treat_by)
    card = Card(
        risk,
        (came_to.level if came_to else "") or (stands.level if stands else ""),
        came_to.score if came_to else (stands.score if stands else None),
        came_to.accepted if came_to else None,
        len(actions) - len(unfinished),
        len(actions),
        due,
        due is not None and due < isms.on,
    )
    return _column(isms, risk, card, unfinished), card


def _column(isms: Isms, risk: Risk, card: Card, unfinished: list[Action]) -> str:
    if not card.level and card.score is None:
        return "unassessed"
    if any(each.state == "in progress" for each in unfinished):
        return "under way"
    if unfinished:
        return "planned"
    accepted = any(each.expires is None or each.expires >= isms.on for each in acceptances(isms, risk))
    if card.accepted or accepted or risk.state == "avoided":
        return "settled"
    return "to accept" if risk.option or card.actions else "undecided"
