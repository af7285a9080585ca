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
from plumbline.exchange.intake import FilePlan, Intake, Line, SetAside
from plumbline.exchange.limits import Counted, Limits
from plumbline.exchange.matching import Difference, difference
from plumbline.exchange.proposing import Proposal, propose
from plumbline.exchange.scales import Scales
from plumbline.exchange.sources import Source, as_source
from plumbline.formats.sniff import PIECE, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What only the caller knows: names of persons and their references, numbers allotted so far, a column map.

    `overruled` says why a record may not become another one, and nothing where it may.
    """

    persons: Mapping[str, str] = field(default_factory=dict)
    highest: Mapping[str, int] = field(default_factory=dict)
    said: ColumnMap = field(default_factory=ColumnMap)
    limits: Limits = field(default_factory=Limits)
    overruled: Callable[[Record, Record], str] = lambda before, after: ""


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
    """Everything an import would do, and everything it could not read. `head` is the entry it was compared at."""

    files: tuple[FilePlan, ...]
    changes: tuple[Change, ...]
    people: tuple[PersonProposal, ...]
    problems: tuple[Problem, ...]
    set_aside: tuple[SetAside, ...]
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
    def unchanged(self) -> int:
        """How many rows say what we have already."""
        return sum(each.unchanged for each in self.files)

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
        head=isms.head,
        fingerprint=fingerprint(sources),
    )


def _proposed(sources: Sequence[Source], isms: Isms, settings: Options) -> tuple[Intake, Proposal]:
    """What the files propose, without the rows that would overrule what was decided here.

    Such a row is found when it is compared. All is read again without it then, since others may speak of what it says.
    """
    barred: dict[Line, str] = {}
    while True:
        intake = Intake(
            zone=_zone(isms),
            said=settings.said,
            within=Counted(settings.limits),
            persons=settings.persons,
            scales=Scales.of(isms),
            barred=barred,
        )
        intake.take(sources, isms)
        proposed = propose(intake, isms, persons=settings.persons, highest=settings.highest)
        overruling = {
            (each.draft.file, each.draft.line): reason
            for each in proposed.changed
            if each.draft.before is not None and (reason := settings.overruled(each.draft.before, each.value))
        }
        if not overruling.keys() - barred.keys():
            return intake, proposed
        barred |= overruling


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
