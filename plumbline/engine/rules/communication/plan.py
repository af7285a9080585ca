"""Whether the communication plan is whole and kept (7.4)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Communication
from plumbline.engine.domain.messages import last_said, next_message
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR_UP, live, rule
from plumbline.engine.rules.wording import days_between, listed

WHAT, WHEN, WITH_WHOM, HOW = "7.4.a", "7.4.b", "7.4.c", "7.4.d"


def _missing(row: Communication) -> dict[str, str]:
    """What a row leaves open, by the point of 7.4 that asks for it."""
    asked = {
        WHAT: ("what is said", bool(row.title or row.what)),
        WHEN: ("when", bool(row.interval or row.occasion)),
        WITH_WHOM: ("with whom", bool(row.audience)),
        HOW: ("how", bool(row.channel)),
    }
    return {clause: words for clause, (words, stated) in asked.items() if not stated}


@rule(
    "COM001",
    "communication-plan-unkept",
    clauses=(WHAT, WHEN, WITH_WHOM, HOW),
    grade=MINOR_UP,
    examines=live(Communication, "rows of the communication plan"),
    mend="Complete the row; where it is late, say it and note the day in “Communicated”.",
)
def communication_plan_unkept(isms: Isms, row: Communication) -> Iterator[Fault]:
    """What top management said late is LDR003's; a row that waits for an occasion is never late."""
    if missing := _missing(row):
        yield Fault(
            row,
            gap=f"The row does not say {listed(missing.values())}.",
            shows=("what", "interval", "occasion", "audience", "channel"),
            clause=next(iter(missing)),
        )
    elif not row.from_the_top and (late := _late(isms, row)):
        yield Fault(row, gap=late, shows=("interval", "starts", "last_done"), clause=WHEN)


def _late(isms: Isms, row: Communication) -> str:
    due, said = next_message(isms, row), last_said(isms, row)
    if due is None:
        return "Nothing on record shows that it was ever said." if row.interval and said is None else ""
    if due.day >= isms.on:
        return ""
    never = f"was first due on {due.day.isoformat()} and was never said"
    last = f"was last said on {said.isoformat()}, {days_between(said, isms.on)} ago" if said else never
    return f"It {last}; it is promised every “{row.interval}”."
