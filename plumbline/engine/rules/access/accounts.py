"""Whether each account belongs to somebody who is still here, was allowed, and is well guarded (A.5.15 to A.5.18)."""

from collections.abc import Iterator

from plumbline.engine.domain.due import overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Account, Asset, Entitlement, Supplier
from plumbline.engine.domain.logins import (
    entitlement_account,
    excused_from_second_factor,
    gone_on,
    of_the_departed,
    owners_of,
    second_factor_demanded,
    whose,
)
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed


@rule(
    "ACC003",
    "departed-with-access",
    clauses=("A.5.18", "A.6.5", "A.5.20"),
    grade=MINOR_UP,
    examines=Population("accounts of people who left and of suppliers whose service ended", of_the_departed),
    mend="Disable it now, and look in the logs at what was done with it since.",
)
def departed_with_access(isms: Isms, account: Account) -> Iterator[Fault | Unjudged]:
    """Disabled too late is a fault as well: for that time the door stood open."""
    gone = gone_on(isms, account)
    if gone is None:
        return
    who, since = gone
    shows = ("login", "system", "state", "disabled_on")
    cites = (Cited(who, ("ended_on", "state") if isinstance(who, Supplier) else ("left", "state")),)
    stated = promise(isms, "leaver_within")
    if since is None or stated is None or stated.interval is None:
        if account.live:
            yield Fault(account, gap=f"It is enabled, and {who.ref} is gone.", shows=shows, cites=cites)
        else:
            yield Unjudged(account, "no promise `leaver_within`" if since else f"the day on which {who.ref} left")
        return
    until = stated.interval.after(since)
    if account.live and overdue(isms, until):
        gap = f"It is still enabled, {days_between(since, isms.on)} after {who.ref} was gone."
        yield Fault(account, gap=gap, shows=shows, cites=cites, stated=stated)
    elif not account.live and account.disabled_on is None:
        yield Unjudged(account, "the day it was disabled")
    elif account.disabled_on and account.disabled_on > until:
        gap = f"It was disabled on {account.disabled_on.isoformat()}, {days_between(until, account.disabled_on)} late."
        yield Fault(account, gap=gap, shows=shows, cites=cites, stated=stated)


@rule(
    "ACC004",
    "account-without-person",
    clauses=("A.5.16",),
    grade=MINOR_UP,
    examines=Population("enabled accounts", lambda isms: isms.live(Account)),
    mend="Assign it to its person; give a shared or technical one an owner and an approval; disable what nobody needs.",
)
def account_without_person(isms: Isms, account: Account) -> Iterator[Fault]:
    """A login that is nobody's cannot be held against anybody."""
    shows = ("login", "account_kind", "person", "owner", "approved_by")
    if account.account_kind in ("shared", "technical"):
        missing = []
        if isms.answers(account.owner) is None:
            missing.append("no owner")
        if isms.answers(account.approved_by) is None:
            missing.append("no approval")
        if missing:
            gap = f"It is a {account.account_kind} account with {listed(missing)} on record."
            yield Fault(account, gap=gap, shows=shows)
    elif whose(isms, account) is None and isms.resolve(account.supplier, Supplier) is None:
        named = f"“{account.person}” is no person on record" if account.person else "it names no person"
        yield Fault(account, gap=f"It is enabled, and {named}.", shows=shows)


@rule(
    "ACC005",
    "access-granted-without-approval",
    clauses=("A.5.18", "A.5.15", "A.5.3", "A.8.3"),
    grade=MINOR_UP,
    examines=Population("rights that are granted", lambda isms: isms.live(Entitlement)),
    mend="Have the owner of the asset confirm it and enter who and when, or take it away.",
)
def access_granted_without_approval(isms: Isms, right: Entitlement) -> Iterator[Fault]:
    """Who owns what is accessed says yes beforehand, and never to a wish of their own."""
    wrong = _what_is_wrong(isms, right)
    if wrong:
        account, asset = entitlement_account(isms, right), isms.resolve(right.asset, Asset)
        cites = tuple(
            each
            for each in (Cited(account, ("login",)) if account else None, Cited(asset, ("owner",)) if asset else None)
            if each
        )
        shows = ("right", "requested_by", "approved_by", "approved_on", "granted_on")
        yield Fault(right, gap=wrong, shows=shows, cites=cites)


def _what_is_wrong(isms: Isms, right: Entitlement) -> str:
    if not right.approved_by or right.approved_on is None:
        return "No approval with name and day is on record."
    if right.granted_on and right.approved_on > right.granted_on:
        late = days_between(right.granted_on, right.approved_on)
        return f"It was approved on {right.approved_on.isoformat()}, {late} after it was granted."
    if right.requested_by and speaks_for(isms, right.approved_by, right.requested_by, right.approved_on):
        return "Who asked for it also approved it."
    owner = owners_of(isms, right)
    if owner is not None and not speaks_for(isms, right.approved_by, owner.ref, right.approved_on):
        return f"It was approved by {right.approved_by}, and what it opens belongs to {owner.ref}."
    return ""


@rule(
    "ACC006",
    "strong-authentication-missing",
    clauses=("A.8.5", "A.5.17", "A.8.2"),
    grade=MINOR_UP,
    examines=Population(
        "accounts of which a second factor is demanded",
        lambda isms: tuple(each for each in isms.live(Account) if second_factor_demanded(isms, each)),
    ),
    mend="Enrol a second factor, or have an exception granted that names the account and what stands in for it.",
)
def strong_authentication_missing(isms: Isms, account: Account) -> Iterator[Fault | Unjudged]:
    """Only where the organisation itself said that it wants one."""
    if account.strong_authentication is None:
        yield Unjudged(account, "whether a second factor is enrolled")
    elif not account.strong_authentication and excused_from_second_factor(isms, account) is None:
        stated = second_factor_demanded(isms, account)
        gap = "No second factor is enrolled, and no exception covers it."
        yield Fault(account, gap=gap, shows=("login", "privileged", "strong_authentication"), stated=stated)
