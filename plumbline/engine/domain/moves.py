"""Joiners, movers and leavers seen from the accounts: who has what they should no longer have (A.5.15 to A.5.18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AccessEntry, Account, Assignment, Entitlement, Person, Record
from plumbline.engine.domain.logins import account_of, entitlement_account, gone_on, system_of, whose
from plumbline.engine.domain.workforce import works_here

LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Leaver:
    """An enabled account of somebody, or of a supplier, that is gone; since: None where no day is on record."""

    account: Account
    who: Record
    since: date | None


@dataclass(frozen=True, slots=True)
class Mover:
    """A person who gave up a role, and what they were given before that and nobody looked at since."""

    person: Person
    role: str
    since: date
    accounts: tuple[Account, ...]
    rights: tuple[Entitlement, ...]


@dataclass(frozen=True, slots=True)
class Joiner:
    """A person who started of late, with their accounts, and those of them that were there before the first day."""

    person: Person
    accounts: tuple[Account, ...]
    early: tuple[Account, ...]


def leavers(isms: Isms) -> tuple[Leaver, ...]:
    """Enabled accounts of the departed, the longest gone first."""
    found = (Leaver(each, *gone) for each in isms.live(Account) if (gone := gone_on(isms, each)))
    return tuple(sorted(found, key=lambda each: (each.since or date.min, each.account.ref)))


def movers(isms: Isms) -> tuple[Mover, ...]:
    """People who gave up a role within a year and kept access from before, the latest first."""
    found = [
        mover
        for assignment in isms.all(Assignment)
        if assignment.until and isms.on - LOOKED_BACK <= assignment.until < isms.on
        if (mover := _moved(isms, assignment, assignment.until))
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.person.ref), reverse=True))


def _moved(isms: Isms, assignment: Assignment, since: date) -> Mover | None:
    person = isms.resolve(assignment.person, Person)
    if not isinstance(person, Person) or not isms.current(person) or _holds_again(isms, assignment):
        return None
    mine = tuple(each for each in isms.of_parent(Account, "person", person) if each.live)
    rights = tuple(each for each in isms.live(Entitlement) if entitlement_account(isms, each) in mine)
    old_rights = tuple(e for e in rights if _before(e.granted_on, since) and not _looked_at(isms, e, since))
    old = tuple(e for e in mine if _before(e.created_on, since) and not _looked_at(isms, e, since))
    return Mover(person, assignment.role, since, old, old_rights) if old or old_rights else None


def _holds_again(isms: Isms, ended: Assignment) -> bool:
    return any(
        each.role == ended.role and each.person == ended.person and (each.until is None or each.until >= isms.on)
        for each in isms.all(Assignment)
    )


def _before(day: date | None, since: date) -> bool:
    return day is None or day <= since


def _looked_at(isms: Isms, what: Account | Entitlement, since: date) -> bool:
    """Whether a review decided on an account or right after that day."""
    if isinstance(what, Entitlement):
        entries = isms.of_parent(AccessEntry, "entitlement", what)
        account = entitlement_account(isms, what)
        return any(_after(each, since) for each in entries) or (
            not entries and account is not None and _looked_at(isms, account, since)
        )
    by_account = isms.by(AccessEntry, lambda each: _account_ref(isms, each), "account meant")
    return any(_after(each, since) for each in by_account.get(what.ref, ()))


def _account_ref(isms: Isms, entry: AccessEntry) -> str:
    found = account_of(isms, entry)
    return found.ref if found else ""


def _after(entry: AccessEntry, since: date) -> bool:
    return bool(entry.decision) and entry.decided_on is not None and entry.decided_on >= since


def joiners(isms: Isms) -> tuple[Joiner, ...]:
    """Who started to work here within a year, the latest first, with what they may sign in to."""

    def found() -> Iterator[Joiner]:
        for person in isms.all(Person):
            if works_here(isms, person) and person.started and person.started >= isms.on - LOOKED_BACK:
                mine = tuple(each for each in isms.of_parent(Account, "person", person) if each.live)
                early = tuple(each for each in mine if each.created_on and each.created_on < person.started)
                yield Joiner(person, mine, early)

    return tuple(sorted(found(), key=lambda each: (each.person.started or date.min, each.person.ref), reverse=True))


def nobodys(isms: Isms) -> tuple[Account, ...]:
    """Enabled accounts of no person and no supplier that are not shared or technical with an owner."""
    return tuple(
        each
        for each in isms.live(Account)
        if whose(isms, each) is None
        and not each.supplier
        and (each.account_kind not in ("shared", "technical") or isms.answers(each.owner) is None)
    )


def no_longer_listed(isms: Isms) -> tuple[Account, ...]:
    """Enabled accounts that the latest list of their system did not show any more."""
    latest: dict[str, date] = {}
    for each in isms.all(Account):
        system = system_of(isms, each)
        if system and each.seen_on:
            latest[system.ref] = max(each.seen_on, latest.get(system.ref, date.min))
    return tuple(
        each
        for each in isms.live(Account)
        if (system := system_of(isms, each)) and each.seen_on and each.seen_on < latest[system.ref]
    )
