"""What became of records between two days: a mark on each row of a register, the fields that differ on a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.apps.ui.registers.cells import Shown, shown
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record, fields_of

NEW, CHANGED, ENDED = "new", "changed", "ended"


@dataclass(frozen=True, slots=True)
class Since:
    """The records of a kind on an earlier day and on the one that is shown."""

    day: date
    before: Mapping[str, Record]
    now: Mapping[str, Record]

    def mark(self, record: Record) -> str:
        """`new`, `changed`, `ended`, or empty where it says what it said."""
        was = self.before.get(record.ref)
        if was is None:
            return NEW
        if was.live and not record.live:
            return ENDED
        return "" if was == record else CHANGED

    @property
    def gone(self) -> tuple[Record, ...]:
        """What there was then and is no longer."""
        return tuple(each for ref, each in self.before.items() if ref not in self.now)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many are new, changed and ended."""
        marks = [self.mark(each) for each in self.now.values()]
        return {word: marks.count(word) for word in (NEW, CHANGED, ENDED)}


def since(visit: Visit, kind: str) -> Since | None:
    """What the register is compared with; None where no earlier day was chosen."""
    if visit.compared_to is None:
        return None
    then = visit.system_on(visit.compared_to).state.records.get(kind, {})
    return Since(visit.compared_to, then, visit.system.state.records.get(kind, {}))


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that says something else than it did."""

    label: str
    name: str
    before: Shown
    after: Shown


def differing(visit: Visit, before: Record | None, after: Record) -> Iterator[FieldDifference]:
    """The fields in which two versions of a record differ; without an earlier one, all that say something."""
    for field in fields_of(type(after)):
        was = field.starts_empty if before is None else getattr(before, field.name)
        became = getattr(after, field.name)
        if was != became and field.name != "ref":
            yield FieldDifference(field.label, field.name, shown(visit, field, was), shown(visit, field, became))
