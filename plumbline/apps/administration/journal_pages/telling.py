"""What the pages of the journal say: entries in words, what each changed, and what may be shown of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import names_by_id
from plumbline.apps.journal import browsing, reading
from plumbline.apps.journal.browsing import Sought
from plumbline.apps.journal.headers import ChangeView, EntryView
from plumbline.apps.ui.registers.cells import address, called
from plumbline.apps.ui.registers.comparing import FieldDifference, differing
from plumbline.apps.ui.registers.histories import DOORS
from plumbline.apps.ui.visit import EARLIEST, Visit
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.kinds import KINDS, Record

PER_PAGE = 50
SHOWN = 40
"""So many changes of an entry are shown field by field; an import has more, and each record has its history."""
OPERATIONS = {"put": "written", "drop": "taken away", "redact": "redacted", "erase": "erased"}
NOBODY = {"system": "the house itself", "import": "an import", "job": "background work", "token": "a program"}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list: when, who, what, through which door, and the first of what it changed."""

    entry: EntryView
    who: str
    door: str
    first: tuple[ChangeView, ...]
    more: int

    @property
    def at(self) -> datetime:
        """When it was written, UTC."""
        return self.entry.moment


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of entries: the lines, how many there are in all, and where newer and older ones begin."""

    lines: tuple[Line, ...]
    total: int
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What an entry did to one record, as far as the visitor may see it."""

    change: ChangeView
    register: str
    title: str
    url: str
    operation: str
    readable: bool
    gone: bool
    fresh: bool
    differences: tuple[FieldDifference, ...]


def sought_in(visit: Visit, asked: QueryDict) -> Sought:
    """What the address asks for; what cannot be read is left out."""
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        day = None
    if day is not None and not EARLIEST <= day <= visit.today:
        day = None  # there is nothing to find, and the calendar ends somewhere
    kind = asked.get("kind", "")
    return Sought(
        action=asked.get("action", "")[:80],
        actor=asked.get("who", "")[:40],
        kind=kind if kind in KINDS else "",
        day=day,
        time_zone=visit.time_zone,
    )


def leaf(visit: Visit, sought: Sought, *, before: int | None = None, after: int | None = None) -> Leaf:
    """A page of entries up to the day that is shown."""
    size, of = visit.system.head, visit.organization_id
    if after is not None:
        found = [each for each in browsing.page_after(of, after, PER_PAGE, sought) if each.idx < size]
    else:
        found = list(browsing.page_before(of, min(before if before is not None else size, size), PER_PAGE, sought))
    newest, oldest = (found[0].idx, found[-1].idx) if found else (size, 0)
    newer = browsing.page_after(of, newest, 1, sought) if newest < size - 1 else ()
    older = browsing.page_before(of, oldest, 1, sought)
    known = names_by_id(of)
    return Leaf(
        tuple(_line(each, known) for each in found),
        browsing.count(of, size, sought),
        newest if newer and newer[0].idx < size else None,
        oldest if older else None,
    )


def _line(entry: EntryView, known: Mapping[str, str]) -> Line:
    first = entry.changes[:3]
    return Line(entry, who(entry, known), DOORS.get(entry.via, entry.via), first, len(entry.changes) - len(first))


def who(entry: EntryView, known: Mapping[str, str]) -> str:
    """Who acted, by today's name; what acts without a person is named for what it is."""
    named = known.get(entry.actor.id or "", "")
    if entry.actor.kind == "person":
        return named or "nobody known here"
    acting = NOBODY.get(entry.actor.kind, entry.actor.kind)
    return f"{named}, by {acting}" if named else acting


def changed(visit: Visit, entry: EntryView) -> Iterator[Changed]:
    """What an entry changed, record by record: the first forty with their fields."""
    for change in entry.changes[:SHOWN]:
        yield _changed(visit, entry, change)


def _changed(visit: Visit, entry: EntryView, change: ChangeView) -> Changed:
    kind = KINDS.get(change.kind)
    readable = kind is not None and visit.may(Permission(f"{kind.SUBJECT}:read"))
    if kind is None or not readable:
        register = kind.REGISTER if kind else change.kind
        return Changed(change, register, "", "", OPERATIONS.get(change.op, change.op), False, False, False, ())
    before = None if change.prev is None else _said(visit.organization_id, change, change.prev)
    after = _said(visit.organization_id, change, entry.idx) if change.op == "put" else None
    shown = after or before
    stands = visit.system.get(change.kind, change.ref)
    return Changed(
        change,
        kind.REGISTER,
        called(visit, shown) if shown else "",
        address(stands) if stands else "",
        OPERATIONS.get(change.op, change.op),
        True,
        change.op == "put" and after is None,
        change.prev is None,
        tuple(differing(visit, before, after)) if after else (),
    )


def _said(organization_id: UUID, change: ChangeView, index: int) -> Record | None:
    """What a version said; None where it was erased since, or said that the record ended."""
    stored = reading.version_at(organization_id, change.kind, change.ref, index + 1)
    return None if stored is None or stored.value is None or stored.idx != index else decode(change.kind, stored.value)
