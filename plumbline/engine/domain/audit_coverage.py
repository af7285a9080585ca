"""The matrix of a programme: every item of the cycle against the audits held and planned in it; gaps (9.2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plumbline.engine.domain.audit_items import Item, covers, items, keys
from plumbline.engine.domain.behind import item_key
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.isms import covers as spans
from plumbline.engine.domain.kinds import Audit, AuditItem, AuditProgramme
from plumbline.engine.domain.promises import promise

CellState = Literal["planned", "overdue", "held", "not examined"]
ItemState = Literal["held", "planned", "left out", "gap"]
CYCLE = Interval(months=36)
"""The cycle where neither a programme nor a promise states one."""
OWN_AUDITS = frozenset({"internal", "independent review"})
"""A rehearsal proves nothing, a body's or a customer's audit is theirs."""
BEGUN = frozenset({"under way", "held", "reported"})


@dataclass(frozen=True, slots=True)
class Cycle:
    """The days a matrix covers, and the programme it follows; None where only the length of a cycle is promised."""

    start: date
    end: date
    programme: AuditProgramme | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What an audit does about an item."""

    audit: Audit
    state: CellState


@dataclass(frozen=True, slots=True)
class Row:
    """An item, the audits that reach it in the order of their days, and what it comes to."""

    item: Item
    cells: tuple[Cell, ...]
    state: ItemState
    reason: str = ""
    last_held: date | None = None
    """The last day on which it was examined, in this cycle or before."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Items against audits over a cycle."""

    cycle: Cycle
    audits: tuple[Audit, ...]
    rows: tuple[Row, ...]

    @property
    def gaps(self) -> tuple[Row, ...]:
        """Items that no audit reaches and nobody left out with a reason."""
        return tuple(each for each in self.rows if each.state == "gap")

    def row(self, key: str) -> Row | None:
        """The row of an item, None where the cycle has no such item."""
        return next((each for each in self.rows if each.item.key == key), None)


def matrix(isms: Isms) -> Matrix:
    """The matrix of the cycle that holds the day."""
    return isms.memo("audit matrix", lambda: _matrix(isms))


def programme_in_force(isms: Isms) -> AuditProgramme | None:
    """The programme that covers the day, the one that started last where there are several."""
    approved = (each for each in isms.live(AuditProgramme) if each.state == "in force")
    held = (each for each in approved if spans(each.starts, each.ends, isms.on))
    return max(held, key=lambda each: (each.starts or date.min, each.ref), default=None)


def cycle(isms: Isms) -> Cycle:
    """The programme's own days; without them, the audit cycle up to the day and the next interval ahead."""
    programme = programme_in_force(isms)
    stated = promise(isms, "audit_cycle")
    span = (stated.interval if stated else None) or CYCLE
    start = (programme.starts if programme else None) or span.before(isms.on)
    end = (programme.ends if programme else None) or (span.after(start) if programme and programme.starts else None)
    return Cycle(start, end or span.after(isms.on), programme)


def day_of(audit: Audit) -> date | None:
    """The day an audit was held, else began, else is planned for."""
    return audit.held_on or audit.began_on or audit.planned_on


def own_audits(isms: Isms) -> tuple[Audit, ...]:
    """Internal audits and independent reviews that are not cancelled, by their days; those without a day last."""
    chosen = (each for each in isms.live(Audit) if each.audit_kind in OWN_AUDITS)
    return tuple(sorted(chosen, key=lambda each: (day_of(each) or date.max, len(each.ref), each.ref)))


def is_held(audit: Audit) -> bool:
    """Whether an audit was held to its end."""
    return audit.held_on is not None or audit.state in ("held", "reported")


def papers(isms: Isms, audit: Audit) -> Mapping[str, tuple[AuditItem, ...]]:
    """The working papers of an audit by the key of what they are about."""

    def group() -> Mapping[str, tuple[AuditItem, ...]]:
        found: dict[str, tuple[AuditItem, ...]] = {}
        for each in isms.of_parent(AuditItem, "audit", audit):
            key = item_key(isms, each.item)
            found[key] = (*found.get(key, ()), each)
        return found

    return isms.memo(("papers of", audit.ref), group)


def reaches(isms: Isms, audit: Audit, item: Item) -> CellState | None:
    """What an audit does about an item; None where it does not cover it.

    A held audit whose working papers are kept here examined what they say, and nothing else.
    """
    if not covers(isms, _covered(isms, audit), item):
        return None
    if not is_held(audit):
        late = audit.planned_on is not None and audit.planned_on < isms.on and audit.state not in BEGUN
        return "overdue" if late else "planned"
    kept = papers(isms, audit)
    examined = frozenset(key for key, held in kept.items() if any(_examined(each) for each in held))
    return "held" if not kept or covers(isms, examined, item) else "not examined"


def _examined(paper: AuditItem) -> bool:
    return paper.verdict not in ("", "not examined")


def _covered(isms: Isms, audit: Audit) -> frozenset[str]:
    return isms.memo(("covered by", audit.ref), lambda: keys(isms, audit.covers))


def _matrix(isms: Isms) -> Matrix:
    span, everything = cycle(isms), own_audits(isms)
    inside = tuple(each for each in everything if (day := day_of(each)) and span.start <= day <= span.end)
    left_out = {item_key(isms, each.item): each.reason for each in (span.programme.left_out if span.programme else ())}
    rows = tuple(_row(isms, item, inside, everything, left_out.get(item.key, "")) for item in items(isms))
    return Matrix(span, inside, rows)


def _row(isms: Isms, item: Item, inside: tuple[Audit, ...], everything: tuple[Audit, ...], reason: str) -> Row:
    cells = {each.ref: Cell(each, found) for each in everything if (found := reaches(isms, each, item))}
    mine = tuple(cells[each.ref] for each in inside if each.ref in cells)
    states = {each.state for each in mine}
    state: ItemState = "gap"
    if "held" in states:
        state = "held"
    elif states & {"planned", "overdue"}:
        state = "planned"
    elif reason:
        state = "left out"
    held = [day for each in cells.values() if each.state == "held" and (day := day_of(each.audit)) and day <= isms.on]
    return Row(item, mine, state, reason, max(held, default=None))
