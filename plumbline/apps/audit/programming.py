"""The programme as its page shows it: what is reached in the cycle, what is not, and what to audit next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.audit_coverage import Cell, Matrix, Row, day_of, matrix
from plumbline.engine.domain.audit_proposal import Slot, proposal
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, AuditProgramme

GROUPS: Mapping[str, str] = {
    "clause": "Clauses 4 to 10",
    "A.5": "Organisational controls",
    "A.6": "People controls",
    "A.7": "Physical controls",
    "A.8": "Technological controls",
    "control": "Own controls",
    "site": "Sites",
    "policy": "Policies",
}
STATES = ("held", "planned", "left out", "gap")
THEME_LETTERS = 3
CRITERIA = "The clauses and controls it covers (ISO/IEC 27001:2022), the organisation's policies and its own rules."


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix: the item, and a cell for each audit of the cycle, None where it does not reach it."""

    row: Row
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind, and how many are in which state."""

    title: str
    lines: tuple[Line, ...]
    counted: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self.lines)

    @property
    def reached(self) -> int:
        """How many are held or planned in the cycle."""
        return self.counted["held"] + self.counted["planned"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix in groups."""

    matrix: Matrix
    groups: tuple[Group, ...]

    @property
    def audits(self) -> tuple[tuple[Audit, date | None], ...]:
        """The audits of the cycle, each with its day: that on which it was held, or for which it is planned."""
        return tuple((each, day_of(each)) for each in self.matrix.audits)

    @property
    def counted(self) -> Mapping[str, int]:
        """All items by state."""
        return Counter(each.state for each in self.matrix.rows)


def coverage(isms: Isms) -> Coverage:
    """What the audits of the cycle reach."""
    found = matrix(isms)
    filed: dict[str, list[Line]] = {}
    for row in found.rows:
        by_audit = {each.audit.ref: each for each in row.cells}
        line = Line(row, tuple(by_audit.get(each.ref) for each in found.audits))
        filed.setdefault(_group(row), []).append(line)
    groups = (
        Group(title, tuple(filed[key]), Counter(each.row.state for each in filed[key]))
        for key, title in GROUPS.items()
        if key in filed
    )
    return Coverage(found, tuple(groups))


def _group(row: Row) -> str:
    theme = row.item.key[:THEME_LETTERS]
    return theme if row.item.kind == "control" and theme in GROUPS else row.item.kind


def programmes(isms: Isms) -> tuple[AuditProgramme, ...]:
    """Every programme, the latest first."""
    return tuple(sorted(isms.all(AuditProgramme), key=lambda each: (each.starts or date.min, each.ref), reverse=True))


def others(isms: Isms, shown: Matrix) -> tuple[Audit, ...]:
    """Audits that stand outside the matrix: of other cycles, by outside bodies, rehearsals."""
    inside = {each.ref for each in shown.audits}
    rest = (each for each in isms.live(Audit) if each.ref not in inside)
    return tuple(sorted(rest, key=lambda each: (day_of(each) or date.min, each.ref), reverse=True))


def planned_from(isms: Isms, slot: Slot) -> Audit:
    """The audit that a slot of the proposal becomes; who leads it is for people to say."""
    programme = matrix(isms).cycle.programme
    pressing = [each for each in slot.items if each.points and each.reasons][:3]
    why = "; ".join(f"{each.item.key} {each.item.title}: {each.reasons[0].says}" for each in pressing)
    return Audit(
        title=f"Internal audit, {slot.day:%B %Y}",
        audit_kind="internal",
        programme=programme.ref if programme else "",
        planned_on=slot.day,
        covers=tuple(each.item.key for each in slot.items),
        criteria=CRITERIA,
        scope=f"{len(slot.items)} items as proposed from risk and earlier results.",
        objectives=f"Looked at first because of {why}." if why else "",
    )


def slot_of(isms: Isms, number: int) -> Slot | None:
    """A slot of the proposal by its place."""
    slots = proposal(isms)
    return slots[number] if 0 <= number < len(slots) else None


def added(slot: Slot) -> Iterator[str]:
    """What a slot would add to the audit it belongs to."""
    return (each.item.key for each in slot.items if not each.planned)
