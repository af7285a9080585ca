"""From the rows that the triggers noted to the changes of an entry, and from those to the stored versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from plumbline.apps.journal import ports
from plumbline.apps.journal.registry import Registered, registered
from plumbline.apps.journal.statements import batches, identity, key, marks, rows, run, run_many
from plumbline.engine.proof.entry import Change, Op, commitment

_LATEST = (
    "SELECT v.ref, v.idx, v.value FROM (SELECT ref, MAX(idx) AS idx FROM journal_version"
    " WHERE organization_id = %s AND kind = %s AND ref IN ({refs}) GROUP BY ref) m"
    " JOIN journal_version v ON v.ref = m.ref AND v.idx = m.idx WHERE v.organization_id = %s AND v.kind = %s"
)
ENDED = "null"  # the value of a record that was dropped


class UnloadableError(RuntimeError):
    """A noted record is of a kind nobody registered."""


class Latest(NamedTuple):
    """The index and the value of a record's latest version; an erased value is None."""

    idx: int
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A stored value to be taken away: replaced by a redacted one, or by nothing where `value` is None."""

    kind: str
    ref: str
    at: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A change for the header, with what its version row keeps and the header only commits to."""

    change: Change
    salt: bytes | None
    value: str | None


def planned_changes(organization_id: UUID, erasures: Iterable[Erasure] = ()) -> list[Planned]:
    """What this transaction did: erasures first, then the noted records whose value differs from their last version."""
    planned = _planned_erasures(organization_id, list(erasures))
    noted: dict[str, dict[UUID, str | None]] = {}
    for kind, record_id, ref in rows(
        "SELECT kind, record_id, ref FROM journal_touched WHERE organization_id = %s ORDER BY kind, record_id",
        [key(organization_id)],
    ):
        noted.setdefault(kind, {})[identity(record_id)] = ref
    kinds = {kind.kind: kind for kind in registered()}
    for kind, records in noted.items():
        if kind not in kinds:
            raise UnloadableError(f"Records of kind “{kind}” changed, and no app has registered that kind.")
        planned += _changes_of(organization_id, kinds[kind], records)
    return planned


def empty_touched(organization_id: UUID) -> None:
    """Take the noted records out again, which alone lets the transaction commit."""
    run("DELETE FROM journal_touched WHERE organization_id = %s", [key(organization_id)])


def latest_versions(organization_id: UUID, kind: str, refs: Iterable[str]) -> dict[str, Latest]:
    """Reference -> latest version, for those references that have one."""
    found: dict[str, Latest] = {}
    for batch in batches(refs):
        for ref, idx, value in rows(
            _LATEST.format(refs=marks(len(batch))),
            [key(organization_id), kind, *batch, key(organization_id), kind],
        ):
            found[ref] = Latest(idx, value)
    return found


def write_versions(organization_id: UUID, first: int, changes_per_entry: int, planned: Sequence[Planned]) -> None:
    """Write the version rows of a run of entries that begins at index `first`, and carry out its erasures."""
    organization, new, taken = key(organization_id), [], []
    for position, each in enumerate(planned):
        change, idx = each.change, first + position // changes_per_entry
        if change.at is None:
            new.append((organization, change.kind, change.ref, idx, each.salt, each.value))
        else:
            taken.append((each.salt, each.value, idx, organization, change.kind, change.ref, change.at))
    run_many(
        "INSERT INTO journal_version (organization_id, kind, ref, idx, salt, value) VALUES (%s, %s, %s, %s, %s, %s)",
        new,
    )
    run_many(
        "UPDATE journal_version SET salt = %s, value = %s, erased_by = %s"
        " WHERE organization_id = %s AND kind = %s AND ref = %s AND idx = %s",
        taken,
    )


def _changes_of(organization_id: UUID, kind: Registered, records: Mapping[UUID, str | None]) -> list[Planned]:
    now: dict[str, str] = {}
    for batch in batches(records):
        now.update((ref, value.decode()) for ref, value in kind.load(organization_id, batch).values())
    ended = [ref for ref in records.values() if ref is not None and ref not in now]
    before = latest_versions(organization_id, kind.kind, [*now, *ended])
    changes = [
        _planned(kind.kind, ref, value, before.get(ref))
        for ref, value in now.items()
        if ref not in before or before[ref].value != value
    ]
    return changes + [
        _planned(kind.kind, ref, ENDED, before[ref])
        for ref in dict.fromkeys(ended)
        if ref in before and before[ref].value != ENDED
    ]


def _planned(kind: str, ref: str, value: str, before: Latest | None) -> Planned:
    salt = ports.salt()
    change = Change(
        kind=kind,
        ref=ref,
        op=Op.DROP if value == ENDED else Op.PUT,
        prev=None if before is None else before.idx,
        commitment=commitment(salt, value.encode()),
    )
    return Planned(change, salt, value)


def _planned_erasures(organization_id: UUID, erasures: list[Erasure]) -> list[Planned]:
    planned = []
    for each in erasures:
        latest = latest_versions(organization_id, each.kind, [each.ref])[each.ref]
        salt = None if each.value is None else ports.salt()
        change = Change(
            kind=each.kind,
            ref=each.ref,
            op=Op.ERASE if each.value is None else Op.REDACT,
            prev=latest.idx,
            at=each.at,
            commitment=None if salt is None or each.value is None else commitment(salt, each.value.encode()),
        )
        planned.append(Planned(change, salt, each.value))
    return planned
