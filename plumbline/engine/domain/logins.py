"""Accounts in the firm's systems: whose they are, who is gone, what was reviewed and when (A.5.15 to A.5.18)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms, covers, folded
from plumbline.engine.domain.kinds import (
    AccessEntry,
    AccessReview,
    Account,
    Asset,
    Entitlement,
    Person,
    PolicyException,
    Record,
    Role,
    Site,
    Supplier,
)
from plumbline.engine.domain.promises import Promise, promise

SECOND_FACTOR_CONTROLS = frozenset({"A.8.5", "A.5.17", "A.8.2"})
EVERYONE = frozenset({"everyone", "everybody", "all", "all accounts"})
PRIVILEGED = frozenset({"privileged", "privileged accounts", "administrators"})


def whose(isms: Isms, account: Account) -> Person | None:
    """The person an account belongs to, where one is on record."""
    found = isms.resolve(account.person, Person)
    return found if isinstance(found, Person) else None


def system_of(isms: Isms, account: Account) -> Record | None:
    """The system an account is in: an asset, or a supplier's service."""
    return isms.resolve(account.system, Asset, Supplier)


def gone_on(isms: Isms, account: Account) -> tuple[Record, date | None] | None:
    """Who or what an account was for, and since when that is over; None where it is not over.

    The day is None where the record says that it is over and not since when.
    """
    person = whose(isms, account)
    if person is not None:
        if person.left is not None:
            return (person, person.left) if person.left <= isms.on else None
        return (person, None) if person.state == "left" else None
    supplier = isms.resolve(account.supplier, Supplier)
    if isinstance(supplier, Supplier):
        if supplier.ended_on is not None:
            return (supplier, supplier.ended_on) if supplier.ended_on <= isms.on else None
        return (supplier, None) if supplier.state == "ended" else None
    return None


def of_the_departed(isms: Isms) -> tuple[Account, ...]:
    """Accounts of people who left and of suppliers whose service ended, within the audit cycle or still enabled."""
    return tuple(
        each
        for each in isms.all(Account)
        if (gone := gone_on(isms, each)) and (each.live or in_cycle(isms, gone[1] or each.disabled_on))
    )


def entitlement_account(isms: Isms, entitlement: Entitlement) -> Account | None:
    """The account that a right belongs to."""
    found = isms.resolve(entitlement.account, Account)
    return found if isinstance(found, Account) else None


# --- reviews ----------------------------------------------------------------------------------------------------------


def under_review(isms: Isms) -> tuple[Asset | Supplier | Site, ...]:
    """Live systems and places that some review covers, and systems with enabled accounts on record."""

    def collect() -> Iterator[Record]:
        for review in isms.live(AccessReview):
            yield from (found for words in review.covers if (found := isms.resolve(words, Asset, Supplier, Site)))
        for account in isms.live(Account):
            if found := system_of(isms, account):
                yield found

    distinct = isms.memo("under access review", lambda: {each.ref: each for each in collect()})
    return tuple(each for each in distinct.values() if each.live and isinstance(each, Asset | Supplier | Site))


def reviews_of(isms: Isms, system: Record) -> tuple[AccessReview, ...]:
    """The reviews that cover a system, those cancelled left out."""
    return tuple(each for each in isms.of_parent(AccessReview, "covers", system) if each.live)


def accounts_in(isms: Isms, system: Record) -> tuple[Account, ...]:
    """The enabled accounts of a system."""
    return tuple(each for each in isms.of_parent(Account, "system", system) if each.live)


def last_finished(isms: Isms, system: Record, *, whole: bool) -> AccessReview | None:
    """The latest finished review of a system; whole: one that looked at more than privileged access."""
    done = [
        each
        for each in reviews_of(isms, system)
        if each.finished_on and each.finished_on <= isms.on and not (whole and each.privileged_only)
    ]
    return max(done, key=lambda each: (each.finished_on or date.min, each.ref), default=None)


def running_review(isms: Isms, system: Record) -> AccessReview | None:
    """The review of a system that was begun or planned and is not over."""
    return next((each for each in reviews_of(isms, system) if each.state in ("planned", "under way")), None)


def next_review(isms: Isms, system: Record) -> date | None:
    """The day of the next review of a system, by its last ones and the interval that is promised for them."""
    privileged = last_finished(isms, system, whole=False) if has_privileged(isms, system) else None
    days = []
    for subjects, review in (((), last_finished(isms, system, whole=True)), (("privileged",), privileged)):
        stated = review_interval(isms, system, *subjects)
        if review and review.finished_on and stated and stated.interval:
            days.append(stated.interval.after(review.finished_on))
    return min(days, default=None)


def has_privileged(isms: Isms, system: Record) -> bool:
    """Whether privileged accounts of a system are on record, or a review was for them alone."""
    return any(each.privileged for each in accounts_in(isms, system)) or any(
        each.privileged_only for each in reviews_of(isms, system)
    )


def entries_past_due(isms: Isms) -> tuple[AccessEntry, ...]:
    """Entries of reviews of the audit cycle whose decisions were due before the day."""
    return tuple(
        entry
        for entry in isms.all(AccessEntry)
        if (review := review_of(isms, entry)) and review.due and review.due < isms.on and in_cycle(isms, review.due)
    )


def review_of(isms: Isms, entry: AccessEntry) -> AccessReview | None:
    """The review an entry is part of, unless it was cancelled."""
    found = isms.resolve(entry.access_review, AccessReview)
    return found if isinstance(found, AccessReview) and found.live else None


def account_of(isms: Isms, entry: AccessEntry) -> Account | None:
    """The account that an entry asks about, named itself or by its right."""
    found = isms.resolve(entry.account, Account)
    if isinstance(found, Account):
        return found
    right = isms.resolve(entry.entitlement, Entitlement)
    return entitlement_account(isms, right) if isinstance(right, Entitlement) else None


def executed(isms: Isms, entry: AccessEntry) -> date | None:
    """Since when what was to be removed is gone: as carried out, or as the account or right itself says."""
    right = isms.resolve(entry.entitlement, Entitlement)
    if entry.executed_on:
        return entry.executed_on
    if isinstance(right, Entitlement):
        return right.removed_on
    account = account_of(isms, entry)
    return account.disabled_on if account else None


def removal_due(isms: Isms, entry: AccessEntry) -> tuple[date, Promise | None] | None:
    """By when what was decided is to be carried out: its own date, the review's, else as promised."""
    review = review_of(isms, entry)
    own = entry.execute_by or (review.remove_by if review else None)
    if own:
        return own, None
    stated = promise(isms, "revoke_within")
    return (
        (stated.interval.after(entry.decided_on), stated) if entry.decided_on and stated and stated.interval else None
    )


# --- strong authentication --------------------------------------------------------------------------------------------


def second_factor_demanded(isms: Isms, account: Account) -> Promise | None:
    """What demands a second factor of an account: a commitment or own rule for its system, or for all of them."""
    if account.account_kind == "technical":
        return None
    system = system_of(isms, account)
    stated = promise(isms, "strong_authentication", *((system.ref, system.title) if system else ()))
    if stated is None:
        return None
    words = folded(stated.setting)
    return stated if words in EVERYONE or (words in PRIVILEGED and account.privileged) else None


def excused_from_second_factor(isms: Isms, account: Account) -> PolicyException | None:
    """A live exception that names the account, or its system and a control of authentication."""
    for each in isms.live(PolicyException):
        if each.state != "live" or not covers(each.granted, each.expires, isms.on):
            continue
        told = folded(f"{each.applies_to} {each.description}")
        if account.ref.casefold() in told.split() or (account.login and folded(account.login) in told):
            return each
        system = system_of(isms, account)
        named = {found.ref for words in each.assets if (found := isms.resolve(words, Asset))}
        if system and system.ref in named and SECOND_FACTOR_CONTROLS & set(each.controls):
            return each
    return None


def review_interval(isms: Isms, system: Record, *subjects: str) -> Promise | None:
    """How often access to a system is reviewed, as promised for the subjects, the system or everything."""
    asked = (*subjects, system.ref, system.title, getattr(system, "criticality", ""))
    stated = promise(isms, "access_review", *(each for each in asked if each))
    return stated if stated and interval(stated.setting) else None


def owners_of(isms: Isms, right: Entitlement) -> Person | Role | None:
    """Who owns what a right is about: the asset's owner, else that of the account's system."""
    asset = isms.resolve(right.asset, Asset)
    account = entitlement_account(isms, right)
    holder = asset or (system_of(isms, account) if account else None)
    return isms.answers(getattr(holder, "owner", "")) if holder else None
