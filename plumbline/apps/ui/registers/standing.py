"""What stands of the records on a page, so that nothing is offered there which their door would refuse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.apps.records.bonds import Fixed, names_of
from plumbline.apps.records.sources import Memory
from plumbline.apps.records.store import revised
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS
from plumbline.apps.ui.registers.acts import reserved
from plumbline.apps.ui.registers.declaration import BY_THE_HOUSE
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record


class Doors:
    """Asks the door of a kind about some of its records, as they stand now."""

    def __init__(self, visit: Visit, kind: type[Record], together: Iterable[Record] = ()) -> None:
        gather(kind)
        self._kind, self._door = kind, WRITERS.get(kind.KIND)
        self._asks = self._door is not None and self._door.refuses
        self._found = Memory(visit.present, together)

    def fixed(self, record: Record) -> Fixed:
        """The fields that are not changed by hand, and why."""
        if self._door is None or not self._asks:
            return Fixed()
        return self._door.fixed(record, self._found)

    def shut(self, record: Record) -> str:
        """Why nothing at all of a record is changed by hand; empty where something is."""
        fixed = self.fixed(record)
        if any(name not in fixed for name in names_of(self._kind) - BY_THE_HOUSE):
            return ""
        return " ".join(fixed.why)

    def words(self, record: Record, name: str) -> frozenset[str]:
        """The words that a field of a list may be changed to."""
        assert self._door is not None, "only what has a door has a form"  # noqa: S101 - the form asks after acts.demand
        return self._door.words(record, name, self._found)

    def narrowed(self, record: Record) -> frozenset[str]:
        """The lists of which not every word may be chosen."""
        lists = {each.partition("=")[0] for each in reserved(self._kind) if "=" in each} | {"state"}
        return frozenset(lists & names_of(self._kind)) - self.fixed(record).names if self._asks else frozenset()

    def refusal(self, before: Record, after: Record | None) -> str:
        """Why a record may not become this by hand, or not go; empty where it may."""
        return self._door.refusal(before, after, self._found) if self._door is not None and self._asks else ""

    def ways(self, record: Record) -> Ways:
        """How a record may end."""
        noted = f"{record.note}\n\nEnded."
        ended = sorted(each for each in self._kind.ENDED if each != getattr(record, "state", ""))
        open_ends = (each for each in ended if not self.refusal(record, revised(record, state=each, note=noted)))
        return Ways(tuple(open_ends), self.refusal(record, None))


@dataclass(frozen=True, slots=True)
class Ways:
    """The states in which a record may end, and why it is not removed; empty where it may be."""

    ends: tuple[str, ...]
    stays: str

    @property
    def label(self) -> str:
        """What the button says that leads to them; empty where there is none."""
        return " or ".join(filter(None, ("end" if self.ends else "", "" if self.stays else "remove"))).capitalize()


def fixed(visit: Visit, record: Record) -> Fixed:
    """The fields of one record that are not changed by hand, and why."""
    return Doors(visit, type(record)).fixed(record)
