"""Whether past actions were permitted: each judged on the grants that stood before its own entry (trust.md 1.10).

`log verify` walks through the journal and asks here, entry by entry. The table of permissions is today's; the grants,
which are records, are those of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.access_roles import AccessRole, permitted
from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.sign_ins import WITHOUT_CHANGES
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal.headers import EntryView
from plumbline.engine.domain.access import Membership, access_roles_on
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.kinds import Organization, Record
from plumbline.engine.proof.entry import ActorKind

State = Mapping[tuple[str, str], str]
STATE_OF = frozenset({"membership", "organization"})
"""The kinds whose records `permitted_then` has to be shown as they stood before an entry."""

_KNOWN = frozenset(each.value for each in Permission)


def permitted_then(organization_id: UUID) -> Callable[[EntryView, State], str | None]:
    """A judge of this organisation's entries: says why one was not permitted, None when it was."""
    rows = tenant_rows(PersonName, organization_id).values_list("id", "ref")
    return _Judge({str(id_): ref for id_, ref in rows}).reason


class _Judge:
    """Remembers the grants of the last entry judged; from one entry to the next they hardly ever change."""

    def __init__(self, persons: Mapping[str, str]) -> None:
        self._persons = persons
        self._state: dict[tuple[str, str], str] = {}
        self._memberships: tuple[Membership, ...] = ()
        self._zone = ZoneInfo(DEFAULT_TIME_ZONE)

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
        day = clock.astimezone(self._zone).date()
        roles = frozenset(map(AccessRole, access_roles_on(self._memberships, person, day)))
        asked = [*entry.steps, entry.action]
        lacking = next((each for each in asked if not _granted(roles, each)), None)
        return None if lacking is None else f"{person} lacked “{lacking}” on that day."

    def _look_at(self, state: State) -> None:
        if state == self._state:
            return
        self._state = dict(state)
        records = [each for (kind, _), value in state.items() for each in _readable(kind, value)]
        self._memberships = tuple(each for each in records if isinstance(each, Membership))
        named = next((each.time_zone for each in records if isinstance(each, Organization)), "")
        self._zone = ZoneInfo(named or DEFAULT_TIME_ZONE)


def _readable(kind: str, value: str) -> tuple[Record, ...]:
    """The record of a value; none for one that was redacted and then altered, which grants nothing to anybody."""
    try:
        return (decode(kind, value),)
    except ValueError:
        return ()


def _granted(roles: frozenset[AccessRole], action: str) -> bool:
    return action in _KNOWN and permitted(roles, Permission(action))
