"""What the system lacks and what was decided on it (7.1), and what is told to whom, when and how (7.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.due import Due
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Communication, Message, ResourceNeed
from plumbline.engine.domain.messages import LEADERS, last_said, next_message
from plumbline.engine.domain.promises import Promise, promise

PERIOD, TO_ANSWER = "resource_period", "answer"
GOING_WITHOUT = ("refused", "granted in part")


@dataclass(frozen=True, slots=True)
class Need:
    """A need: until when an answer is owed, and whether whoever refused says what follows."""

    need: ResourceNeed
    owed: date | None
    late: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """What is open, what was decided, and when anybody last asked what is lacking."""

    open: tuple[Need, ...]
    decided: tuple[Need, ...]
    asked: date | None
    next_round: date | None
    round_late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the communication plan: when it was said last, when it is due again, and what it does not say."""

    row: Communication
    said: date | None
    due: Due | None
    late: bool
    missing: tuple[str, ...]
    latest: Message | None


def needs(isms: Isms) -> Needs:
    """Every need but those dropped, the oldest open one first, the newest decision first."""
    stated = promise(isms, PERIOD, TO_ANSWER)
    found = [_need(isms, each, stated) for each in isms.all(ResourceNeed) if each.state != "dropped"]
    days = [day for each in found for day in (each.need.raised_on, each.need.decided_on) if day and day <= isms.on]
    asked, period = max(days, default=None), promise(isms, PERIOD)
    following = period.interval.after(asked) if period and period.interval and asked else None
    undecided = [each for each in found if not each.need.decision and each.need.live]
    decided = [each for each in found if each.need.decision or not each.need.live]
    return Needs(
        open=tuple(sorted(undecided, key=lambda each: (each.owed or date.max, each.need.ref))),
        decided=tuple(sorted(decided, key=lambda each: each.need.decided_on or date.min, reverse=True)),
        asked=asked,
        next_round=following,
        round_late=following is not None and following < isms.on,
    )


def _need(isms: Isms, need: ResourceNeed, stated: Promise | None) -> Need:
    life = isms.lives.get((need.KIND, need.ref))
    raised = need.raised_on or (life.first if life else None)
    owed = stated.interval.after(raised) if stated and stated.interval and raised and not need.decision else None
    silent = need.decision in GOING_WITHOUT and not need.consequence.strip()
    return Need(need, owed, owed is not None and owed < isms.on, silent)


def rows(isms: Isms) -> tuple[Row, ...]:
    """The communication plan: what is late or incomplete first, then what is due next."""
    found = [_row(isms, each) for each in isms.live(Communication)]
    return tuple(
        sorted(found, key=lambda each: (not (each.late or each.missing), each.due.day if each.due else date.max))
    )


def _row(isms: Isms, row: Communication) -> Row:
    due = next_message(isms, row)
    asked = (("when", row.interval or row.occasion), ("with whom", row.audience), ("how", row.channel))
    own = promise(isms, LEADERS) if row.from_the_top else None
    lacking = [words for words, said in asked if not said and not (words == "when" and own)]
    held = [each for each in row.messages if each.on <= isms.on]
    return Row(
        row=row,
        said=last_said(isms, row),
        due=due,
        late=due is not None and due.day < isms.on,
        missing=tuple(lacking),
        latest=max(held, key=lambda each: each.on, default=None),
    )
