"""Who may do what in Plumbline: access grants as records, so that yesterday's permissions can be replayed."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from plumbline.engine.domain.record import Record, choice, day, prose, record, ref, responsible, texts

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
    visit: str = ref("visit", label="For the visit")
    sees: tuple[str, ...] = texts(label="Reads only")


VISITOR = "external auditor"


def access_roles_on(memberships: Iterable[Membership], person: str, today: date) -> frozenset[str]:
    """The access roles a person holds on a day; a grant ends at the end of the day before `until`."""
    return frozenset(each.access_role for each in _covering(memberships, person, today))


def seen_by(memberships: Iterable[Membership], person: str, today: date) -> frozenset[str] | None:
    """The subjects that a visitor reads, where every grant of that day is a visitor's and names them; None: all."""
    standing = _covering(memberships, person, today)
    if not standing or any(each.access_role != VISITOR or not each.sees for each in standing):
        return None
    return frozenset(subject for each in standing for subject in each.sees)


def _covering(memberships: Iterable[Membership], person: str, today: date) -> tuple[Membership, ...]:
    return tuple(
        each
        for each in memberships
        if each.person == person
        and each.access_role
        and (each.since is None or each.since <= today)
        and (each.until is None or today < each.until)
    )
