"""What the journal says of somebody: access roles, ISMS roles, and the organisation's day.

An action is judged on the state before its own entry. Reading that state from the journal, and not from the tables,
lets `log verify` judge every past entry with the same few lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import F

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.journal import ports
from plumbline.apps.journal.models import Version
from plumbline.engine.domain.access import Membership, access_roles_on, seen_by
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.isms import covers
from plumbline.engine.domain.kinds import Assignment, Organization, Record, Role

KINDS_READ = ("assignment", "membership", "organization", "role")
DEFAULT_TIME_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Standing:
    """Grants, roles and the organisation as they stood before an entry."""

    organization: Organization
    memberships: tuple[Membership, ...]
    assignments: tuple[Assignment, ...]
    roles: Mapping[str, Role]

    def today(self) -> date:
        """The organisation's calendar day."""
        return ports.today(self.organization.time_zone or DEFAULT_TIME_ZONE)

    def access_roles(self, person: str, day: date) -> frozenset[AccessRole]:
        """The access roles a person holds on a day."""
        return frozenset(map(AccessRole, access_roles_on(self.memberships, person, day)))

    def sees(self, person: str, day: date) -> frozenset[str] | None:
        """The subjects that somebody reads whose access is for a visit only; None: all that their roles grant."""
        return seen_by(self.memberships, person, day)

    def held(self, person: str, day: date) -> frozenset[str]:
        """References of the ISMS roles a person holds on a day, with those that these also serve as."""
        own = {
            each.role
            for each in self.assignments
            if each.person == person and each.live and covers(each.since, each.until, day)
        }
        return frozenset(own.union(*(self.roles[ref].also for ref in own if ref in self.roles)))


def standing(organization_id: UUID, before: int) -> Standing:
    """Grants and roles as they stood before entry `before` (the size of the log: as they stand now).

    The index is compared as a sum, so that the database takes the key by kind and not the one by index: that one leads
    through every version there is.
    """
    stored = Version.objects.filter(organization_id=organization_id, kind__in=KINDS_READ)
    stored = stored.alias(at=F("idx") + 0).filter(at__lt=before)
    rows = stored.order_by("kind", "ref", "idx").values_list("kind", "ref", "value")
    latest = {(kind, ref): value for kind, ref, value in rows}
    return gathered(decode(kind, value) for (kind, _), value in latest.items() if value not in (None, "null"))


def gathered(records: Iterable[Record]) -> Standing:
    """The standing that records of these kinds make."""
    found: dict[str, list[Record]] = defaultdict(list)
    for each in records:
        found[each.KIND].append(each)
    return Standing(
        organization=next(iter(cast(Iterable[Organization], found["organization"])), Organization()),
        memberships=tuple(cast(Iterable[Membership], found["membership"])),
        assignments=tuple(cast(Iterable[Assignment], found["assignment"])),
        roles={each.ref: each for each in cast(Iterable[Role], found["role"])},
    )
