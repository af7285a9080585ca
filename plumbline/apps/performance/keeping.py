"""The ordinary door of readings: what was measured is added to, and never written over."""

from __future__ import annotations

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.record import differing, field_of

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

    def refuse(self, before: kinds.Reading | None, after: kinds.Reading | None) -> None:
        if before is not None and after is not None:
            changed = differing(before, after)
            over = [name for name in MEASURED if name in changed and getattr(before, name) not in (None, "", ())]
            if over:
                raise RefusedError(
                    f"{before.ref} stays as it was measured: its “{field_of(kinds.Reading, over[0]).label}” is not "
                    "written over. Remove the reading, say why, and record it anew; the journal keeps both."
                )
        super().refuse(before, after)
