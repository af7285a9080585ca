"""Accounts in the firm's own systems, what they may do there, and the reviews of both (A.5.15 to A.5.18)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    flag,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    texts,
    whole,
)


@record(
    "account",
    prefix="ACN",
    subject="account",
    register="Accounts in systems",
    natural_key=("system", "login"),
    ended=("disabled", "removed"),
)
class Account(Record):
    """A login in one of the firm's systems, as its list of users shows it."""

    system: str = ref("asset", "supplier", label="System")
    login: str = text()
    person: str = ref("person")
    supplier: str = ref("supplier")
    account_kind: Literal["", "personal", "shared", "technical"] = choice(label="Type")
    privileged: bool | None = flag()
    strong_authentication: bool | None = flag(label="Second factor enrolled")
    groups: tuple[str, ...] = texts(label="Groups or roles")
    owner: str = responsible()
    approved_on: date | None = day()
    approved_by: str = responsible()
    created_on: date | None = day()
    last_used: date | None = day()
    seen_on: date | None = day(label="Last seen in a list")
    disabled_on: date | None = day()
    state: Literal["enabled", "disabled", "removed"] = choice("enabled")


@record(
    "entitlement",
    prefix="ENT",
    subject="account",
    register="Access rights",
    natural_key=("account", "asset", "right"),
    ended=("removed",),
)
class Entitlement(Record):
    """What an account may do to something, who asked for it and who allowed it."""

    account: str = ref("account")
    asset: str = ref("asset", label="To what")
    right: str = text(label="What it may do")
    privileged: bool | None = flag()
    requested_by: str = responsible()
    requested_on: date | None = day()
    approved_by: str = responsible()
    approved_on: date | None = day()
    granted_on: date | None = day()
    expires: date | None = day()
    removed_on: date | None = day()
    state: Literal["granted", "removed"] = choice("granted")


@record("access_review", prefix="ARV", subject="account", register="Access reviews", ended=("cancelled",))
class AccessReview(Record):
    """One round of asking for each account or right of some systems whether it is still needed (A.5.18)."""

    covers: tuple[str, ...] = refs("asset", "supplier", "site", label="Systems, groups or places")
    privileged_only: bool | None = flag(label="Privileged access only")
    controls: tuple[str, ...] = control_keys()
    reviewer: str = responsible(label="Decided by")
    interval: str = text(label="Repeated every")
    started_on: date | None = day()
    due: date | None = day(label="Decisions due")
    remove_by: date | None = day(label="Removals due")
    source: str = text(label="Where the list came from")
    listed: int | None = whole(label="Entries listed")
    evidence: tuple[str, ...] = refs("evidence_item")
    finished_on: date | None = day()
    conclusion: str = prose()
    state: Literal["planned", "under way", "finished", "cancelled"] = choice("planned")


@record(
    "access_entry",
    prefix="ARE",
    subject="account",
    register="Entries of access reviews",
    natural_key=("access_review", "account", "entitlement"),
)
class AccessEntry(Record):
    """One account or right in a review: keep, change or remove, by whom, and whether it was carried out."""

    access_review: str = ref("access_review")
    account: str = ref("account")
    entitlement: str = ref("entitlement")
    decision: Literal["", "keep", "change", "remove"] = choice()
    decided_by: str = responsible()
    decided_on: date | None = day()
    reason: str = prose()
    execute_by: date | None = day()
    executed_on: date | None = day(label="Carried out on")
    executed_by: str = responsible(label="Carried out by")
