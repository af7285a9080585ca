"""Who may do what in Plumbline: access grants as records, so that yesterday's permissions can be replayed."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from plumbline.engine.domain.record import Record, choice, day, prose, record, ref, responsible

AccessRoleName = Literal[
    "",
    "administrator",
    "ISMS manager",
    "auditor",
    "owner",
    "top management",
    "reader",
    "external auditor",
]


@record(
    "membership",
    prefix="MEM",
    subject="access",
    register="Access to Plumbline",
    natural_key=("person", "access_role", "since"),
)
class Membership(Record):
    """That a person holds an access role, from when to when (A.5.18)."""

    person: str = ref("person")
    access_role: AccessRoleName = choice(label="Access role")
    since: date | None = day(label="From")
    until: date | None = day(label="To")
    granted_by: str = responsible(label="Granted by")
    revoked_by: str = responsible(label="Revoked by")
    reason: str = prose()


def access_roles_on(memberships: Iterable[Membership], person: str, today: date) -> frozenset[str]:
    """The access roles a person holds on a day; a grant ends at the end of the day before `until`."""
    return frozenset(
        each.access_role
        for each in memberships
        if each.person == person
        and each.access_role
        and (each.since is None or each.since <= today)
        and (each.until is None or today < each.until)
    )
