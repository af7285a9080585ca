"""Who did what to which record, as the journal tells it; read when a rule asks for it, and then only what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Lock
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal.statements import key, stream
from plumbline.apps.records.versions import NO_AUTHORSHIP
from plumbline.engine.domain.acts import Act, Acts


class JournalActs(Mapping[tuple[str, str], tuple[Act, ...]]):
    """The acts among the first entries of a journal. These never change, so they are read once, by whoever asks first.

    earlier: the acts of the same journal at an earlier head; what was read for it is not read again.
    """

    def __init__(self, organization_id: UUID, head: int, zone: ZoneInfo, earlier: JournalActs | None = None) -> None:
        self._organization_id, self._head, self._zone = organization_id, head, zone
        self._known: tuple[Acts, int] = earlier._furthest() if earlier else ({}, 0)
        self._lock = Lock()

    def _furthest(self) -> tuple[Acts, int]:
        return self._known

    @property
    def _read(self) -> Acts:
        with self._lock:
            known, upto = self._known
            if upto < self._head:
                found = _between(self._organization_id, upto, self._head, self._zone)
                known = {**known, **{one: _joined(known.get(one, ()), acts) for one, acts in found.items()}}
                self._known = known, self._head
            return known

    def __getitem__(self, record: tuple[str, str]) -> tuple[Act, ...]:
        return self._read[record]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def _joined(before: tuple[Act, ...], after: tuple[Act, ...]) -> tuple[Act, ...]:
    return tuple(dict.fromkeys((*before, *after)))


def _between(organization_id: UUID, start: int, stop: int, zone: ZoneInfo) -> Acts:
    """What people did in the entries from index `start` up to `stop`.

    To take a record in or to remark on it is no work on it; to take in other words for one that is here already is.
    """
    people = {str(identity): ref for identity, ref in tenant_rows(PersonName, organization_id).values_list("id", "ref")}
    found: dict[tuple[str, str], dict[Act, None]] = {}
    for kind, ref, actor, action, moment, anew in stream(
        "SELECT v.kind, v.ref, e.actor, e.action, e.time,"
        " EXISTS (SELECT 1 FROM journal_version r"
        "  WHERE r.organization_id = e.organization_id AND r.idx = e.idx AND r.kind = 'import_run')"
        " AND EXISTS (SELECT 1 FROM journal_version f"
        "  WHERE f.organization_id = v.organization_id AND f.kind = v.kind AND f.ref = v.ref AND f.idx < v.idx)"
        " FROM journal_entry e"
        " JOIN journal_version v ON v.organization_id = e.organization_id AND v.idx = e.idx"
        " WHERE e.organization_id = %s AND e.idx >= %s AND e.idx < %s AND e.actor <> '' ORDER BY e.idx",
        [key(organization_id), start, stop],
    ):
        if actor in people and (anew or action not in NO_AUTHORSHIP):
            day = datetime.fromisoformat(moment).astimezone(zone).date()
            found.setdefault((kind, ref), {})[Act(people[actor], action, day)] = None
    return {one: tuple(acts) for one, acts in found.items()}
