"""The audit as a page reads it: of the day that is shown."""

from __future__ import annotations

from plumbline.apps.conformity.judged import Judged
from plumbline.apps.conformity.standing import report
from plumbline.apps.ui.visit import Visit


def judged(visit: Visit) -> Judged:
    """The latest finished audit of what the visit shows."""
    return report(visit.system, visit.on, visit.as_of)
