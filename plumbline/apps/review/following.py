"""What a decision of a review opens, so that it has an owner, a day and a place where its news is kept (9.3.3)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from plumbline.engine.domain import kinds

Follow = Literal["action", "change", "resource_need", "improvement"]


def opened_for(decided: kinds.Decision, kind: Follow, today: date) -> kinds.Record:
    """The record that a decision leads to, begun with what was decided."""
    title, words = decided.title or decided.description[:120], decided.description
    match kind:
        case "action":
            return kinds.Action(
                title=title,
                answers=(decided.review,),
                action_kind="improve",
                description=words or title,
                owner=decided.owner,
                due=decided.due,
                raised_on=today,
            )
        case "change":
            return kinds.Change(
                title=title, purpose=words or title, owner=decided.owner, planned_for=decided.due, decision=decided.ref
            )
        case "resource_need":
            return kinds.ResourceNeed(
                title=title,
                description=words or title,
                needed_for=(decided.ref,),
                raised_on=today,
                raised_by=decided.owner,
            )
    return kinds.Improvement(
        title=title,
        improvement_kind="improvement",
        description=words or title,
        raised_on=today,
        owner=decided.owner,
        decision="act on it",
        decided_on=decided.decided_on or today,
        reason=f"Decided in the management review {decided.review}.",
    )
