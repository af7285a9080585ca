"""`log verify`: everything the journal claims, checked against everything that is stored (trust.md 1.10).

Reads only, and in one pass: entries, versions and nodes come in batches, and memory grows with the number of records,
not of entries. What it finds is located, so a wrong byte leads to the entry that it belongs to.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.utils import OperationalError

from plumbline.apps.journal import triggers
from plumbline.apps.journal.blobs import altered_files
from plumbline.apps.journal.check_entries import EntriesCheck, Permitted
from plumbline.apps.journal.check_live import registers_agree
from plumbline.apps.journal.check_signed import SignedCheck
from plumbline.apps.journal.check_tree import BATCH, TreeCheck
from plumbline.apps.journal.flaws import Flaw
from plumbline.apps.journal.log import Head, NoLogError, read_head
from plumbline.apps.journal.statements import key, rows, snapshot
from plumbline.engine.proof.canonical import JsonValue
from plumbline.engine.proof.merkle import root_at

MOST_FLAWS = 1000
PER_ORGANIZATION = "journal_entry", "journal_node", "journal_version", "journal_checkpoint", "journal_anchor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was checked and what was found; `unlisted` tells that there is more than was listed."""

    organization_id: UUID
    entries: int
    changes: int
    records: int
    checkpoints: int
    flaws: tuple[Flaw, ...]
    unlisted: bool

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.flaws

    @property
    def problems(self) -> tuple[str, ...]:
        """The flaws in words."""
        return tuple(map(str, self.flaws))

    def __str__(self) -> str:
        counts = (
            f"{self.entries} entries, {self.changes} changes of {self.records} records and "
            f"{self.checkpoints} checkpoints were checked"
        )
        if self.sound:
            return f"The journal is sound: {counts}."
        more = " There is more of the same; mend these first." if self.unlisted else ""
        return "\n".join([f"The journal is NOT sound: {len(self.flaws)} flaws; {counts}.{more}", *self.problems])

    def as_json(self) -> Mapping[str, JsonValue]:
        """The report as JSON."""
        return {
            "organization": str(self.organization_id),
            "sound": self.sound,
            "entries": self.entries,
            "changes": self.changes,
            "records": self.records,
            "checkpoints": self.checkpoints,
            "flaws": [{"entry": each.entry, "record": each.record, "problem": each.problem} for each in self.flaws],
            "unlisted": self.unlisted,
        }


class Verification:
    """One verification of one journal; `flaws` may be read once, and the counts afterwards."""

    def __init__(
        self, organization_id: UUID, permitted: Permitted | None = None, state_of: frozenset[str] = frozenset()
    ) -> None:
        self.organization_id = organization_id
        self.size = 0
        self.checkpoints = 0
        self.entries = EntriesCheck(organization_id, permitted, state_of)

    def flaws(self) -> Generator[Flaw]:
        """Everything that is wrong, in the order in which it is found."""
        with snapshot(), _any_text():
            yield from _database()
            try:
                head = read_head(self.organization_id)
            except NoLogError as error:
                yield Flaw(None, None, str(error))
                return
            yield from _head_form(head)
            if isinstance(head.size, int) and head.size >= 0:
                yield from self._log(head)

    def _log(self, head: Head) -> Iterator[Flaw]:
        self.size = head.size
        tree, signed = TreeCheck(self.organization_id, head.size), SignedCheck(head)
        self.checkpoints = signed.checked
        for start in range(0, head.size, BATCH):
            yield from self._batch(start, tree, signed)
        yield from tree.above()
        yield from self.entries.remaining()
        yield from _head_fits(head, tree, self.entries.time)
        yield from tree.strangers()
        yield from _beyond(head)
        yield from signed.flaws()
        yield from _anchors(self.organization_id)
        yield from altered_files(self.entries.files)
        yield from registers_agree(self.organization_id, head.size)

    def _batch(self, start: int, tree: TreeCheck, signed: SignedCheck) -> Iterator[Flaw]:
        stop = min(start + BATCH, self.size)
        bounds = [key(self.organization_id), start, stop]
        stored = {
            found[0]: found
            for found in rows(
                "SELECT idx, leaf_hash, header, time, action, actor, request FROM journal_entry"
                " WHERE organization_id = %s AND idx >= %s AND idx < %s ORDER BY idx",
                bounds,
            )
        }
        versions = {
            (idx, kind, ref): (salt, value, by)
            for idx, kind, ref, salt, value, by in rows(
                "SELECT idx, kind, ref, salt, value, erased_by FROM journal_version"
                " WHERE organization_id = %s AND idx >= %s AND idx < %s",
                bounds,
            )
        }
        for idx in range(start, stop):
            if idx in stored:
                yield from self.entries.entry(stored[idx], versions)
            else:
                yield Flaw(idx, None, "It is missing.")
        for idx, kind, ref in versions:
            yield Flaw(idx, f"{kind} {ref}", "A version is stored of which the entry does not speak.")
        yield from tree.batch(start, {idx: found[1] for idx, found in stored.items()})
        for size in (size for size in signed.wanted if start < size <= stop):
            signed.roots[size] = _root(size, tree)


def verify(organization_id: UUID, permitted: Permitted | None = None, state_of: frozenset[str] = frozenset()) -> Report:
    """Check the journal of an organisation, only reading.

    permitted: says of an entry, given the records of the kinds `state_of` as they stood before it, why it was not
    permitted. At most 1,000 flaws are listed; the counts are of what was checked until then.
    """
    verification = Verification(organization_id, permitted, state_of)
    with closing(verification.flaws()) as flaws:
        found = tuple(islice(flaws, MOST_FLAWS + 1))
    return Report(
        organization_id=organization_id,
        entries=verification.size,
        changes=verification.entries.changes,
        records=len(verification.entries.latest),
        checkpoints=verification.checkpoints,
        flaws=found[:MOST_FLAWS],
        unlisted=len(found) > MOST_FLAWS,
    )


def _database() -> Iterator[Flaw]:
    """What concerns every organisation: triggers, the two tables that are empty, rows that belong to no journal."""
    for problem in triggers.differences(connection):
        yield Flaw(None, None, f"Of the triggers, {problem}. A migration writes it anew; ask who did this.")
    try:
        triggers.check_connection(connection)
    except OperationalError as error:
        yield Flaw(None, None, str(error))
    for kind, record_id in rows("SELECT kind, record_id FROM journal_touched"):
        yield Flaw(None, f"{kind} {record_id}", "It was changed past the journal, which noted it and has no entry.")
    for (number,) in rows("SELECT id FROM journal_never"):
        yield Flaw(None, None, f"journal_never holds the row {number}, which lets changes past the journal commit.")
    for table in PER_ORGANIZATION:
        for (stranger,) in rows(
            f"SELECT DISTINCT organization_id FROM {table}"
            " WHERE organization_id NOT IN (SELECT organization_id FROM journal_log)"
        ):
            yield Flaw(None, None, f"{table} has rows of organisation {stranger}, which has no journal.")


def _head_form(head: Head) -> Iterator[Flaw]:
    """The head's origin names the organisation and the epoch."""
    suffix = f"/{head.organization_id}/journal" + ("" if head.epoch == 1 else f"/{head.epoch}")
    if not isinstance(head.size, int) or head.size < 0:
        yield Flaw(None, None, f"The head says that there are {head.size!r} entries.")
    if not isinstance(head.origin, str) or not head.origin.endswith(suffix) or len(head.origin) <= len(suffix):
        yield Flaw(None, None, f"The origin {head.origin!r} does not fit organisation and epoch {head.epoch!r}.")


def _head_fits(head: Head, tree: TreeCheck, last_time: str) -> Iterator[Flaw]:
    where = head.size - 1 if head.size else None
    edge = [level for level in reversed(range(head.size.bit_length())) if head.size >> level & 1]
    try:
        hashes = b"".join(tree.node(level, (head.size >> level) - 1) for level in edge)
    except KeyError:
        hashes = b""
    if head.frontier != head.size.to_bytes(8, "big") + hashes:
        yield Flaw(where, None, "The head's right edge is not that of the entries up to it.")
    if head.last_time != last_time:
        yield Flaw(where, None, f"The head says it was written {head.last_time}, and the last entry {last_time}.")


def _beyond(head: Head) -> Iterator[Flaw]:
    """Rows at indices that the head knows nothing of."""
    bounds = [key(head.organization_id), head.size - 1]
    outside = "WHERE organization_id = %s AND NOT idx BETWEEN 0 AND %s"
    for (idx,) in rows(f"SELECT idx FROM journal_entry {outside}", bounds):
        yield Flaw(idx, None, f"It lies beyond the {head.size} entries that the head tells of.")
    for idx, kind, ref in rows(f"SELECT idx, kind, ref FROM journal_version {outside}", bounds):
        yield Flaw(idx, f"{kind} {ref}", f"A version lies beyond the {head.size} entries that the head tells of.")


def _anchors(organization_id: UUID) -> Iterator[Flaw]:
    """An anchor that nobody here can check is never passed as checked."""
    for size, method in rows(
        "SELECT size, method FROM journal_anchor WHERE organization_id = %s", [key(organization_id)]
    ):
        yield Flaw(size - 1, None, f"It has an anchor by “{method}”, which this release cannot check.")


def _root(size: int, tree: TreeCheck) -> bytes | None:
    try:
        return root_at(size, tree.node)
    except KeyError:
        return None


@contextmanager
def _any_text() -> Iterator[None]:
    """Let SQLite hand over text that is not UTF-8, so that a damaged byte is a finding and not a failure.

    What it becomes is longer than what is stored, so it never equals the text that was there.
    """
    raw: Any = connection.connection if connection.vendor == "sqlite" else None
    if raw is None:
        yield
        return
    before, raw.text_factory = raw.text_factory, lambda stored: stored.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        raw.text_factory = before
