"""Things done on a day that has not come."""

from collections.abc import Iterator
from typing import NamedTuple

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record, field_of
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.quality_of_records.tables import Point, as_day, lies_after, table
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, spoken


class Done(NamedTuple):
    """That something happened when a field says."""

    record: Record
    field: str
    point: Point


def done_dates(isms: Isms) -> Iterator[Done]:
    """Every stated date of something that is over."""
    for kind, fields in table("done_dates.toml").items():
        for record in isms.all(KINDS[kind]):
            for name in fields:
                if (point := getattr(record, name)) is not None:
                    yield Done(record, name, point)


@rule(
    "DAT002",
    "done-in-the-future",
    clauses=("7.5.2.a", "9.1.b"),
    grade=MINOR_UP,
    examines=Population("dates of things done", done_dates),
    mend="Correct the date, or take it out until the thing has happened.",
)
def done_in_the_future(isms: Isms, done: Done) -> Iterator[Fault]:
    """Neither after the day judged on nor after the day on which the journal took it down."""
    point, label = done.point, field_of(type(done.record), done.field).label
    life = isms.lives.get((done.record.KIND, done.record.ref)) if isms.lives else None
    if lies_after(point, isms.on):
        gap = f"{label} lies {days_between(isms.on, as_day(point))} ahead: {spoken(point)}."
    elif life and lies_after(point, life.last):
        gap = f"{label} is {spoken(point)}, and was entered on {life.last.isoformat()}, before it happened."
    else:
        return
    yield Fault(done.record, gap=gap, shows=(done.field,))
