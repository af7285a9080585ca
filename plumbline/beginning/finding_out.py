"""What is not known yet is honoured: nothing is made up for it, and finding it out is proposed as an action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plumbline.beginning.answers import Answers
from plumbline.beginning.proposal import Card, Proposed
from plumbline.engine.domain.kinds import Action

DAYS = 30


def open_cards(answers: Answers, on: date) -> Iterator[Card]:
    """An action for each question whose answer is not known."""
    for question in answers.open:
        key = f"find-out-{question.key.replace('_', '-')}"
        action = Action(
            title=question.find_out,
            action_kind="improve",
            description=f"“{question.asks}” was answered with “I do not know yet”. {question.why}",
            owner="#role-security|#role-top|#role-it",
            raised_on=on,
            starts=on + timedelta(days=1),
            due=on + timedelta(days=DAYS),
            verification="The question is answered in Getting started and the new proposals are decided on.",
        )
        yield Card(
            key=key,
            section="open",
            title=question.find_out,
            why=f"“{question.asks}” is still open, so nothing was proposed that depends on it.",
            because=(),
            records=(Proposed(key, action),),
            editable=((key, "owner"), (key, "due")),
        )
