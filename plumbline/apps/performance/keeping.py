"""The ordinary door of readings: what was measured is added to, and never written over."""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.apps.records.bonds import WHAT, Bond, all_but
from plumbline.apps.records.sources import Source
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds

MEASURED = (
    "measures",
    "period",
    "period_end",
    "value",
    "value_text",
    "measured_on",
    "measured_by",
    "counted",
)
"""What a reading says once and for all; what is thought of it is added later (9.1)."""


class ReadingWriter(Writer[kinds.Reading]):
    """Writes readings: a figure that was wrong is removed with a reason and taken anew, so that both stay known."""

    def bonds(self, before: kinds.Reading, found: Source) -> Iterator[Bond]:
        stated = [name for name in MEASURED if getattr(before, name) not in (None, "", ())]
        yield Bond(
            f"{before.ref} stays as it was measured: {WHAT} is not written over. "
            "Remove the reading, say why, and record it anew; the journal keeps both.",
            all_but(kinds.Reading, *stated),
            removable=True,
        )
        yield from super().bonds(before, found)
