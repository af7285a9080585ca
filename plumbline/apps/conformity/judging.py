"""The audit as pages read it: of the day that is shown, at the journal entry it was judged at."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.apps.ui.visit import Visit
from plumbline.engine.rules.finding import Report
from plumbline.engine.rules.runner import audit


@dataclass(frozen=True, slots=True)
class Judged:
    """A report and the number of journal entries it was judged at; no report while the first one is being made."""

    report: Report | None
    head: int


def judged(visit: Visit) -> Judged:
    """The latest audit of what the visit shows."""
    report = visit.isms.memo("the audit", lambda: audit(visit.isms))
    return Judged(report, report.head)
