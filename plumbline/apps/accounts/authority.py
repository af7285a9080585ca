"""Whether past actions were permitted: each judged on the grants that stood before its own entry (trust.md 1.10).

`log verify` walks through the journal and asks here, entry by entry. The table of permissions is today's; the grants,
which are records, are those of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.access_roles import AccessRole, opened, permitted, permitted_wholly
from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.ownership import overstepped
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.sign_ins import WITHOUT_CHANGES
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE, KINDS_READ, Standing, gathered
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal.headers import EntryView
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.kinds import Record
from plumbline.engine.proof.entry import ActorKind

State = Mapping[tuple[str, str], str]
STATE_OF = frozenset(KINDS_READ)
"""The kinds whose records `permitted_then` has to be shown as they stood before an entry."""

_KNOWN = frozenset(each.value for each in Permission)


def permitted_then(organization_id: UUID) -> Callable[[EntryView, State], str | None]:
    """A judge of this organisation's entries: says why one was not permitted, None when it was."""
    rows = tenant_rows(PersonName, organization_id).values_list("id", "ref")
    return _Judge(organization_id, {str(id_): ref for id_, ref in rows}).reason


class _Judge:
    """Remembers the grants of the last entry judged; from one entry to the next they hardly ever change."""

    def __init__(self, organization_id: UUID, persons: Mapping[str, str]) -> None:
        self._organization_id = organization_id
        self._persons = persons
        self._state: dict[tuple[str, str], str] = {}
        self._standing: Standing = gathered(())

    def reason(self, entry: EntryView, state: State) -> str | None:
        if entry.action in WITHOUT_CHANGES or entry.actor.kind == ActorKind.SYSTEM:
            return None if not entry.changes else f"“{entry.action}” changes nothing, and this did."
        if entry.action == Permission.ORGANIZATION_FOUND:
            return None if entry.idx < entry.part[0] else "An organisation is founded once, by its first entry."
        person = self._persons.get(entry.actor.id or "")
        if person is None:
            return "Nobody here is known by the id of its actor."
        self._look_at(state)
        clock = entry.moment - timedelta(milliseconds=entry.skew_ms)  # what it showed the action, which went by it
        zone = ZoneInfo(self._standing.organization.time_zone or DEFAULT_TIME_ZONE)
        day = clock.astimezone(zone).date()
        roles = self._standing.access_roles(person, day)
        asked = [*entry.steps, entry.action]
        sees = self._standing.sees(person, day)
        lacking = next((each for each in asked if not _granted(roles, sees, each)), None)
        if lacking is not None:
            return f"{person} lacked “{lacking}” on that day."
        if entry.changes and not permitted_wholly(roles, Permission(entry.action)):
            return self._overstepped(entry, person, day)
        return None

    def _overstepped(self, entry: EntryView, person: str, day: date) -> str | None:
        """Why somebody who may write only their own wrote what was not; their roles are those of that day."""
        held = self._standing.held(person, day) | {person}
        part, of = entry.part
        changes = [(each.kind, each.ref) for each in entry.changes if each.at is None]
        first = entry.idx - part + 1
        ref = overstepped(self._organization_id, changes, first, first + of, held.__contains__)
        return None if ref is None else f"{person} may write their own records, and {ref} was not."

    def _look_at(self, state: State) -> None:
        if state != self._state:
            self._state = dict(state)
            self._standing = gathered(each for (kind, _), value in state.items() for each in _readable(kind, value))


def _readable(kind: str, value: str) -> tuple[Record, ...]:
    """The record of a value; none for one that was redacted and then altered, which grants nothing to anybody."""
    try:
        return (decode(kind, value),)
    except ValueError:
        return ()


def _granted(roles: frozenset[AccessRole], sees: frozenset[str] | None, action: str) -> bool:
    if action not in _KNOWN or not permitted(roles, Permission(action)):
        return False
    return sees is None or opened(sees, Permission(action))
