"""Taking registers in: planned outside any lock, applied in whole parts, resumable (A.5.9, 7.5.3).

Up to `PART` rows are one transaction. A larger import is a numbered series of parts, each whole; whoever is interrupted
imports the same files again, and what is in already counts as unchanged.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import names
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import reading
from plumbline.apps.records import references
from plumbline.apps.records.bulk import Change, write_many
from plumbline.apps.records.overruling import Overruling
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ImportRun, Record
from plumbline.exchange.column_map import ColumnMap
from plumbline.exchange.plan import Options, Plan, plan
from plumbline.exchange.sources import Source

PART = 20_000

Versions = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan and the versions it was compared with."""

    plan: Plan
    isms: Isms
    seen: Versions

    @property
    def number_of_parts(self) -> int:
        """In how many parts it is written."""
        return -(-len(self.plan.changes) // PART)

    def parts(self) -> Iterator[tuple[Change, ...]]:
        """What is to be written, in parts that are each whole; never more than one of them in memory."""
        for start in range(0, len(self.plan.changes), PART):
            yield tuple(
                Change(kind=each.kind, ref=each.ref, value=each.value, seen=self.seen.get((each.kind, each.ref)))
                for each in self.plan.changes[start : start + PART]
            )


def prepare(organization_id: UUID, isms: Isms, sources: Sequence[Source], said: ColumnMap | None = None) -> Prepared:
    """Read the files and compare them with the records, outside any lock; nothing is written."""
    persons = {name: ref for ref, name in names(organization_id).items()}
    highest = references.last_numbers(organization_id)
    asked = Options(persons=persons, highest=highest, said=said or ColumnMap(), overruled=Overruling)
    with within(organization_id):
        made = plan(sources, isms, asked)
    return Prepared(made, isms, dict(_versions(organization_id, made)) if made.changed else {})


def _versions(organization_id: UUID, made: Plan) -> Iterator[tuple[tuple[str, str], int]]:
    """The journal index of each record that would change, as it was when it was compared."""
    wanted = {(each.kind, each.ref) for each in made.changes if each.before is not None}
    for each in reading.versions_at(organization_id, made.head):
        if (each.kind, each.ref) in wanted:
            yield (each.kind, each.ref), each.idx


def apply(actor: Actor, prepared: Prepared, progress: Callable[[int, int], None] = lambda done, of: None) -> str:
    """Write what was prepared; returns the reference of the import, empty where there was nothing to write.

    Raises StaleError where somebody changed a record since it was compared: import again to see the difference.
    """
    people = {each.ref: each.name for each in prepared.plan.people}
    run = ""
    for number, part in enumerate(prepared.parts(), start=1):
        run = _part(actor, prepared, part, done=number, named=people if number == 1 else {}, run=run)
        progress(number, prepared.number_of_parts)
    return run


@action(Permission.REGISTER_IMPORT)
def _part(
    actor: Actor, prepared: Prepared, part: Sequence[Change], *, done: int, named: Mapping[str, str], run: str
) -> str:
    """One part and the note of it, in one transaction."""
    last = done == prepared.number_of_parts
    noted = _noted(prepared, done=done, last=last)
    earlier = _earlier(prepared, run)
    if earlier:
        noted = replace(noted, ref=earlier)
    seen = reading.latest_index(actor.organization_id, ImportRun.KIND, earlier) if earlier else None
    note = Change(kind=ImportRun.KIND, ref=noted.ref, value=noted, seen=seen)
    *_, kept = write_many(actor, [*part, note], named, prepared.plan.brought)
    return kept.ref if isinstance(kept, Record) else ""


def _noted(prepared: Prepared, *, done: int, last: bool) -> ImportRun:
    made = prepared.plan
    files = len({each.file for each in made.files})
    return ImportRun(
        title=f"Import of {files} file{'s' if files != 1 else ''}",
        fingerprint=made.fingerprint,
        files=files,
        parts=prepared.number_of_parts,
        parts_done=done,
        new=made.new,
        changed=made.changed,
        unchanged=made.unchanged,
        set_aside=len(made.set_aside),
        left=len(made.left),
        state="finished" if last else "under way",
    )


def _earlier(prepared: Prepared, run: str) -> str:
    """The note of this import: of its parts before, or of the attempt that was interrupted."""
    interrupted = (
        each.ref
        for each in prepared.isms.all(ImportRun)
        if each.fingerprint == prepared.plan.fingerprint and each.state == "under way"
    )
    return run or next(interrupted, "")
