"""Whether a record is the actor's own, asked before anything is written: the reason is told record by record.

`@action` judges what was written in any case; this is so that one refused record of many stops none of the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from plumbline.apps.accounts.action import current_run, not_yours
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.ownership import ANSWERING, MADE_BY, Whose, may_write, said, whose
from plumbline.engine.domain.record import Record, Shape, fields_of

R = TypeVar("R", bound=Record)


def claimed(value: R) -> R:
    """A new record with the actor named where nobody is, if they may write their own only: else they never could again.

    The first field that says who answers is taken, then one that says whose work it is.
    """
    run = current_run()
    if not run.only_own or whose(value, run.actor.answers_for, _find) is not Whose.NOBODYS:
        return value
    named = {each.name for each in fields_of(type(value)) if each.shape is Shape.REF and "person" in each.kinds}
    name = next((each for each in (*ANSWERING, *MADE_BY) if each in named), "")
    whole: dict[str, Any] = {name: run.actor.person} if name else {}
    return replace(value, **whole)


def demand_own(before: Record | None, after: Record | None = None) -> None:
    """Raise NotAllowedError where the action may write one's own records only, and this is not one of them."""
    run = current_run()
    if not run.only_own:
        return

    if not may_write(before, after, run.actor.answers_for, _find):
        written = before or after
        raise NotAllowedError(not_yours(written.ref if written else ""))


def _find(kind: str, ref: str) -> Record | None:
    run = current_run()
    return said(run.actor.organization_id, kind, ref, run.index)
