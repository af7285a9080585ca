"""What a file would change, row by row, and a digest of it: only what somebody looked at is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from plumbline.apps.administration.bringing_back.keeping import Arrived
from plumbline.apps.administration.importing import Prepared, prepare
from plumbline.apps.ui.registers.comparing import FieldDifference, differing
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.kinds import KINDS
from plumbline.exchange.drafts import Problem
from plumbline.exchange.plan import Change

DRAWN = 200
WEIGHTS = ("set aside", "kept", "said")


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it would become, and what differs."""

    change: Change
    title: str
    register: str
    new: bool
    differences: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What a file would do to the records as they stand."""

    prepared: Prepared
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    error: str = ""

    @property
    def beyond(self) -> int:
        """How many changes are not drawn."""
        return len(self.prepared.plan.changes) - len(self.rows)

    @property
    def digest(self) -> str:
        """What was looked at: every record as it would be, and the version that it replaces."""
        found = hashlib.sha256()
        for each in self.prepared.plan.changes:
            seen = self.prepared.seen.get((each.kind, each.ref))
            found.update(f"{each.kind} {each.ref} {seen} ".encode() + encode(each.value) + b"\n")
        return found.hexdigest()


def reviewed(visit: Visit, arrived: Arrived) -> Review:
    """Read the file and compare it with the records; nothing is written."""
    isms = visit.present.isms(visit.today)
    prepared = prepare(visit.organization_id, isms, [arrived.source()])
    rows = tuple(_row(visit, each) for each in prepared.plan.changes[:DRAWN])
    problems = tuple(sorted(prepared.plan.problems, key=lambda each: WEIGHTS.index(each.weight)))
    refused = [each.error for each in prepared.plan.files if each.error]
    return Review(prepared, rows, problems, refused[0] if len(refused) == len(prepared.plan.files) and refused else "")


def _row(visit: Visit, change: Change) -> Row:
    title = titled(change.value, visit.names)
    different = tuple(differing(visit, change.before, change.value))
    return Row(change, title, KINDS[change.kind].REGISTER, change.before is None, different)
