"""Whether a record is the actor's own, asked before anything is written: the reason is told record by record.

`@action` judges what was written in any case; this is so that one refused record of many stops none of the others.
"""

from __future__ import annotations

from plumbline.apps.accounts.action import current_run, not_yours
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.ownership import may_write, said
from plumbline.engine.domain.record import Record


def demand_own(before: Record | None, after: Record | None = None) -> None:
    """Raise NotAllowedError where the action may write one's own records only, and this is not one of them."""
    run = current_run()
    if not run.only_own:
        return

    def find(kind: str, ref: str) -> Record | None:
        return said(run.actor.organization_id, kind, ref, run.index)

    if not may_write(before, after, run.actor.answers_for, find):
        written = before or after
        raise NotAllowedError(not_yours(written.ref if written else ""))
