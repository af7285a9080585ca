"""The communication plan: when something was last said, and when it is to be said again (clause 7.4)."""

from datetime import date

from plumbline.engine.domain.due import Due, next_due
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Communication

LEADERS = "leadership_message"
"""The promise on how often top management speaks."""


def last_said(isms: Isms, row: Communication) -> date | None:
    """The last day on which something was communicated, as noted by a message or by the row itself."""
    days = [each.on for each in row.messages if each.on <= isms.on]
    if row.last_done and row.last_done <= isms.on:
        days.append(row.last_done)
    return max(days, default=None)


def next_message(isms: Isms, row: Communication) -> Due | None:
    """The day it is to be said again; the first one counts from “First due”, else from when the row was written."""
    promises = (LEADERS,) if row.from_the_top else ()
    said = last_said(isms, row)
    if said is None and row.starts:
        return Due(row.starts)
    life = isms.lives.get((row.KIND, row.ref))
    return next_due(isms, None, said or (life.first if life else None), row.interval, *promises)
