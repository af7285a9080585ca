"""Whether top management is heard on security (5.1 d)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Communication
from plumbline.engine.domain.messages import LEADERS, last_said, next_message
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, rule, where
from plumbline.engine.rules.wording import days_between

SEEN = ("owner", "interval", "starts", "last_done")


@rule(
    "LDR003",
    "leaders-silent",
    clauses=("5.1.d",),
    grade=MINOR,
    examines=where(
        Communication,
        "rows of the communication plan in which top management speaks",
        lambda _, each: each.from_the_top is True,
    ),
    mend="Have it said and note the day in “Communicated”, or change how often it is promised.",
)
def leaders_silent(isms: Isms, row: Communication) -> Iterator[Fault | Unjudged]:
    """Its own interval counts first, then what is promised of leaders."""
    due = next_message(isms, row)
    if due is not None:
        if due.day < isms.on:
            yield Fault(row, gap=f"{_said(isms, row)}; the next was due on {due.day}.", shows=SEEN, stated=due.stated)
    elif not row.interval and promise(isms, LEADERS) is None:
        yield Unjudged(row, f"no promise `{LEADERS}`")
    elif last_said(isms, row) is None:
        yield Fault(row, gap="Nothing on record shows that it was ever said.", shows=SEEN)
    else:
        yield Unjudged(row, "how often it is said, as an interval")


def _said(isms: Isms, row: Communication) -> str:
    said = last_said(isms, row)
    if said is None:
        return "It was never said"
    return f"It was last said on {said.isoformat()}, {days_between(said, isms.on)} ago"
