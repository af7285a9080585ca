"""What the pages of access show: systems with their reviews, and the lines of one review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AccessEntry, AccessReview, Account, Entitlement, Person, Record
from plumbline.engine.domain.logins import (
    account_of,
    accounts_in,
    executed,
    gone_on,
    last_finished,
    next_review,
    removal_due,
    review_interval,
    running_review,
    under_review,
    whose,
)


@dataclass(frozen=True, slots=True)
class System:
    """A system: its enabled accounts, how many are privileged, its last finished review, the next, one under way."""

    record: Record
    accounts: int
    privileged: int
    last: AccessReview | None
    due: date | None
    under_way: AccessReview | None
    late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a review: the account or right, its person, what speaks against it, and what was decided."""

    entry: AccessEntry
    account: Account | None
    right: Entitlement | None
    person: Person | None
    warnings: tuple[str, ...]
    seen: int | None
    removal_due: date | None
    gone: date | None


def systems(isms: Isms) -> tuple[System, ...]:
    """Every system whose access is reviewed or whose accounts are on record, what is late first."""
    made = [_system(isms, each) for each in under_review(isms)]
    return tuple(sorted(made, key=lambda each: (not each.late, each.due or date.max, each.record.ref)))


def _system(isms: Isms, record: Record) -> System:
    accounts = accounts_in(isms, record)
    last = last_finished(isms, record, whole=True)
    due, running = next_review(isms, record), running_review(isms, record)
    never = last is None and review_interval(isms, record) is not None
    late = never or (due is not None and due < isms.on)
    return System(record, len(accounts), sum(bool(each.privileged) for each in accounts), last, due, running, late)


def lines(isms: Isms, review: AccessReview, seen: dict[str, int | None]) -> tuple[Line, ...]:
    """The entries of a review, those with something against them first, then by reference."""
    made = [_line(isms, each, seen.get(each.ref)) for each in isms.of_parent(AccessEntry, "access_review", review)]
    return tuple(
        sorted(
            made, key=lambda each: (bool(each.entry.decision), not each.warnings, len(each.entry.ref), each.entry.ref)
        )
    )


def _line(isms: Isms, entry: AccessEntry, seen: int | None) -> Line:
    account = account_of(isms, entry)
    right = isms.resolve(entry.entitlement, Entitlement)
    due = removal_due(isms, entry) if entry.decision in ("change", "remove") else None
    return Line(
        entry=entry,
        account=account,
        right=right if isinstance(right, Entitlement) else None,
        person=whose(isms, account) if account else None,
        warnings=tuple(_warnings(isms, account)) if account else (),
        seen=seen,
        removal_due=due[0] if due else None,
        gone=executed(isms, entry),
    )


def _warnings(isms: Isms, account: Account) -> list[str]:
    told = []
    if gone := gone_on(isms, account):
        told.append(f"{gone[0].ref} is gone" + (f" since {gone[1].isoformat()}" if gone[1] else ""))
    if not account.person and not account.supplier and account.account_kind not in ("shared", "technical"):
        told.append("names nobody")
    if account.last_used and (isms.on - account.last_used).days > 90:
        told.append(f"not used for {(isms.on - account.last_used).days} days")
    if account.privileged and account.strong_authentication is False:
        told.append("privileged, no second factor")
    return told
