"""What an import would do, worked out without touching anything: `plan(files, isms)`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record
from plumbline.exchange.book import PersonProposal
from plumbline.exchange.column_map import ColumnMap
from plumbline.exchange.drafts import Problem
from plumbline.exchange.holding_back import HeldBack, Judge
from plumbline.exchange.intake import FilePlan, Intake, SetAside
from plumbline.exchange.leaving import LeftCell
from plumbline.exchange.limits import Counted, Limits
from plumbline.exchange.matching import Difference, difference
from plumbline.exchange.proposing import Proposal, propose
from plumbline.exchange.scales import Scales
from plumbline.exchange.sources import Source, as_source
from plumbline.formats.sniff import PIECE, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What only the caller knows: names of persons and their references, numbers allotted so far, a column map.

    `overruled` is given the references that are new, and says why a record may not become another one, or nothing.
    """

    persons: Mapping[str, str] = field(default_factory=dict)
    highest: Mapping[str, int] = field(default_factory=dict)
    said: ColumnMap = field(default_factory=ColumnMap)
    limits: Limits = field(default_factory=Limits)
    overruled: Callable[[frozenset[str]], Judge] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record to be written: the value, and the one it replaces (None: new)."""

    kind: str
    ref: str
    value: Record
    before: Record | None
    file: str
    line: int

    @property
    def difference(self) -> tuple[Difference, ...]:
        """Field, value before, value after; worked out when asked, for a large import has very many."""
        return difference(self.before, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything an import would do, and everything it could not read. `head` is the entry it was compared at.

    `left` are cells that would overrule what was decided, in rows whose other cells are taken; `partly` are those rows.
    """

    files: tuple[FilePlan, ...]
    changes: tuple[Change, ...]
    people: tuple[PersonProposal, ...]
    problems: tuple[Problem, ...]
    set_aside: tuple[SetAside, ...]
    left: tuple[LeftCell, ...]
    partly: tuple[SetAside, ...]
    head: int
    fingerprint: str

    @property
    def new(self) -> int:
        """How many records would be new."""
        return sum(each.before is None for each in self.changes)

    @property
    def changed(self) -> int:
        """How many records we have would change."""
        return sum(each.before is not None for each in self.changes)

    @property
    def brought(self) -> frozenset[str]:
        """References of the records that would be new."""
        return frozenset(each.ref for each in self.changes if each.before is None)

    @property
    def unchanged(self) -> int:
        """How many rows say what we have already."""
        return sum(each.unchanged for each in self.files)

    @property
    def given_back(self) -> tuple[SetAside, ...]:
        """The rows to be looked at again: those set aside, and those of which cells were left."""
        return tuple(sorted((*self.set_aside, *self.partly), key=lambda each: (each.file, each.sheet, each.line)))

    @property
    def refused(self) -> tuple[FilePlan, ...]:
        """Files and sheets that were not taken in at all."""
        return tuple(each for each in self.files if each.error)


def plan(files: Iterable[Source | Path], isms: Isms, options: Options | None = None) -> Plan:
    """What importing the files would change, compared with the records of `isms`. Reads files, writes nothing."""
    settings = options or Options()
    sources = [as_source(file) for file in files]
    intake, proposed = _proposed(sources, isms, settings)
    changes = tuple(
        Change(
            kind=each.draft.kind,
            ref=each.draft.ref,
            value=each.value,
            before=each.draft.before,
            file=intake.files[each.draft.file].file,
            line=each.draft.line,
        )
        for each in proposed.changed
    )
    return Plan(
        files=tuple(intake.finished()),
        changes=changes,
        people=tuple(proposed.people),
        problems=tuple(intake.problems()),
        set_aside=tuple(intake.set_aside),
        left=tuple(intake.left),
        partly=tuple(intake.partly),
        head=isms.head,
        fingerprint=fingerprint(sources),
    )


def _proposed(sources: Sequence[Source], isms: Isms, settings: Options) -> tuple[Intake, Proposal]:
    """What the files propose, without the rows and cells that would overrule what was decided here.

    Such a one is found when it is compared. All is read again without it then, since others may speak of what it says.
    """
    back = HeldBack()
    while True:
        intake = Intake(
            zone=_zone(isms),
            said=settings.said,
            within=Counted(settings.limits),
            persons=settings.persons,
            scales=Scales.of(isms),
            barred=back.rows,
            standing=back.cells,
        )
        intake.take(sources, isms)
        proposed = propose(intake, isms, persons=settings.persons, highest=settings.highest)
        new = frozenset(each.draft.ref for each in proposed.changed if each.draft.before is None)
        if not back.learned(proposed, settings.overruled(new) if settings.overruled else None):
            return intake, proposed


def fingerprint(sources: Sequence[Source]) -> str:
    """SHA-256 over the names and bytes of the files, the same for the same files in the same order."""
    found = hashlib.sha256()
    for source in sources:
        found.update(source.name.encode() + b"\0")
        try:
            with opened(source.content) as stream:
                while piece := stream.read(PIECE):
                    found.update(piece)
        except OSError:
            continue  # that it cannot be read is told where it is opened
    return found.hexdigest()


def _zone(isms: Isms) -> ZoneInfo:
    try:
        return ZoneInfo(isms.organization.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
