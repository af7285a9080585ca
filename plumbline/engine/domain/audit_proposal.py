"""What to audit in each of the next audits, the most urgent first, each with its reasons (9.2.2)."""

from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.audit_concerns import PRESSING, Concern, audit_interval, concerns, total
from plumbline.engine.domain.audit_coverage import Matrix, Row, day_of, is_held, matrix
from plumbline.engine.domain.audit_items import Item
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit


@dataclass(frozen=True, slots=True)
class Proposed:
    """An item for an audit, its points and its reasons; `planned` where the audit covers it already."""

    item: Item
    points: int
    reasons: tuple[Concern, ...]
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the next audits: a planned one, or None with the day on which one would fall due."""

    day: date
    audit: Audit | None
    items: tuple[Proposed, ...]

    @property
    def points(self) -> int:
        return sum(each.points for each in self.items)


def proposal(isms: Isms) -> tuple[Slot, ...]:
    """Each item that the cycle still owes, and each that presses although it was audited, in one of the next audits.

    Whatever an audit covers already stays with it. The rest is given out by points, the heaviest to the earliest audit
    with room; equal points go in the order of the standard. The same records give the same proposal.
    """
    return isms.memo("audit proposal", lambda: _proposal(isms))


def _proposal(isms: Isms) -> tuple[Slot, ...]:
    table = matrix(isms)
    ahead = _ahead(isms, table)
    given: list[list[Proposed]] = [[] for _ in ahead]
    waiting: list[Proposed] = []
    for row in table.rows:
        found = concerns(isms, row)
        place = _planned_in(row, ahead)
        if place is not None:
            given[place].append(Proposed(row.item, total(found), found, planned=True))
        elif row.state == "gap" or (row.state == "held" and _presses(row, found)):
            waiting.append(Proposed(row.item, total(found), found))
    room = -(-(len(waiting) + sum(map(len, given))) // max(len(ahead), 1))
    for each in sorted(waiting, key=lambda each: -each.points):
        place = next((n for n, held in enumerate(given) if len(held) < room), len(given) - 1)
        given[place].append(each)
    return tuple(
        Slot(day, audit, tuple(sorted(held, key=lambda each: -each.points)))
        for (day, audit), held in zip(ahead, given, strict=True)
    )


def _ahead(isms: Isms, table: Matrix) -> tuple[tuple[date, Audit | None], ...]:
    """The audits of the cycle that are not held, an overdue one as of today; else the days on which they fall due."""
    planned = [(max(each.planned_on, isms.on), each) for each in table.audits if not is_held(each) and each.planned_on]
    if planned:
        return tuple(sorted(planned, key=lambda each: (each[0], each[1].ref)))
    held = [day for each in table.audits if is_held(each) and (day := day_of(each))]
    interval = audit_interval(isms)
    day = max(interval.after(max(held)) if held else isms.on, isms.on)
    days = [day]
    while interval.about_days > 0 and (day := interval.after(day)) <= table.cycle.end:
        days.append(day)
    return tuple((each, None) for each in days)


def _planned_in(row: Row, ahead: tuple[tuple[date, Audit | None], ...]) -> int | None:
    refs = {each.audit.ref for each in row.cells if each.state in ("planned", "overdue")}
    return next((n for n, (_, audit) in enumerate(ahead) if audit is not None and audit.ref in refs), None)


def _presses(row: Row, found: tuple[Concern, ...]) -> bool:
    """Whether something arose after the item was last examined that does not wait for its turn."""
    last = row.last_held
    return any(each.weight in PRESSING and each.arose and last and each.arose > last for each in found)
