"""Keeping accounts and rights, and reviewing them: begun, decided entry by entry, carried out, finished (A.5.18)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import duties, store
from plumbline.apps.records.bonds import Bond
from plumbline.apps.records.decided import STILL_OPEN
from plumbline.apps.records.sources import Source
from plumbline.apps.records.writing import Writer, writer
from plumbline.engine.domain import kinds


class EntryWriter(Writer[kinds.AccessEntry]):
    """Writes lines of reviews until they are decided; afterwards the decision is about what it was about."""

    FREE = STILL_OPEN - {"state"}
    PART_OF = ("access_review", kinds.AccessReview)

    def bonds(self, before: kinds.AccessEntry, found: Source) -> Iterator[Bond]:
        yield from super().bonds(before, found)
        if before.decision:
            said = f"{before.ref} is decided ({before.decision}): it stays a line about what was decided."
            yield Bond(said, self.FREE | self.decided)  # these are refused as reserved

    def bound(self, value: kinds.AccessEntry, found: Source) -> str:
        review = found.one(kinds.AccessReview, value.access_review)
        if review is None or review.state != "finished":
            return ""
        return f"{value.access_review} is finished. What came later belongs in the next review."


accounts = writer(kinds.Account, Permission.ACCOUNT_WRITE)
entitlements = writer(kinds.Entitlement, Permission.ACCOUNT_WRITE)
access_reviews = writer(kinds.AccessReview, Permission.ACCOUNT_WRITE, reserved=("finished_on", "state=finished"))
access_entries = EntryWriter(
    kinds.AccessEntry,
    Permission.ACCOUNT_WRITE,
    reserved=("decision", "decided_by", "decided_on", "executed_on", "executed_by"),
)
DECISIONS = ("keep", "change", "remove")


@action(Permission.ACCOUNT_WRITE)
def begin_review(actor: Actor, value: kinds.AccessReview) -> kinds.AccessReview:
    """Open a review and list each enabled account, and each right it holds, of what it covers."""
    if not value.covers:
        raise InvalidError("The review", ["It covers no system. Choose at least one."])
    meant = frozenset(name for words in value.covers for name in _called(words))
    listed = [each for each in store.all_of(kinds.Account, state="enabled") if each.system in meant]
    if value.privileged_only:
        listed = [each for each in listed if each.privileged]
    held = {each.ref for each in listed}
    rights = [each for each in store.all_of(kinds.Entitlement, state="granted") if each.account in held]
    started = value.started_on or current_run().standing.today()
    review = store.insert(
        dataclasses.replace(value, state="under way", started_on=started, listed=len(listed) + len(rights))
    )
    for account in sorted(listed, key=lambda each: each.ref):
        store.insert(kinds.AccessEntry(title=account.title, access_review=review.ref, account=account.ref))
    for right in sorted(rights, key=lambda each: each.ref):
        store.insert(
            kinds.AccessEntry(
                title=right.title or right.right,
                access_review=review.ref,
                account=right.account,
                entitlement=right.ref,
            )
        )
    return review


@action(Permission.ACCOUNT_WRITE)
def decide_entries(
    actor: Actor, ref: str, decisions: Mapping[str, str], *, seen: Mapping[str, int], reason: str = ""
) -> int:
    """Decide on entries of a review: entry -> keep, change or remove. Returns how many were decided.

    Only who was asked decides, and nobody on their own access. Raises InvalidError where something is to go without a
    reason.
    """
    review = _open(ref)
    _demand_reviewer(actor, review, deed="decide on these accounts")
    if not decisions:
        raise InvalidError(ref, ["Nothing is decided. Choose keep, change or remove for at least one entry."])
    if unknown := sorted(set(decisions.values()) - set(DECISIONS)):
        raise InvalidError(ref, [f"“{unknown[0]}” is no decision. Choose keep, change or remove."])
    if set(decisions.values()) - {"keep"} and not reason.strip():
        raise InvalidError(ref, ["Something is to change or to go. Say why."])
    for name, decision in decisions.items():
        before = store.held(kinds.AccessEntry, name, seen=seen.get(name))
        if before.value.access_review != review.ref:
            raise RefusedError(f"{name} is no entry of {ref}.")
        if before.value.executed_on is not None:
            raise RefusedError(f"{name} was carried out on {before.value.executed_on}. That decision stays.")
        _refuse_own(actor, before.value)
        store.changed(
            before,
            decision=decision,
            decided_by=actor.person,
            decided_on=current_run().standing.today(),
            reason=reason.strip() if decision != "keep" else before.value.reason,
            execute_by=review.remove_by if decision != "keep" else None,
        )
    return len(decisions)


@action(Permission.ACCOUNT_WRITE)
def carry_out(actor: Actor, ref: str, *, seen: int) -> kinds.AccessEntry:
    """Note that what was decided to go is gone: the account is disabled, or the right removed, from today."""
    before = store.held(kinds.AccessEntry, ref, seen=seen)
    if before.value.decision not in ("change", "remove"):
        raise RefusedError(f"{ref} is to stay. There is nothing to carry out.")
    if before.value.executed_on is not None:
        raise RefusedError(f"{ref} was carried out on {before.value.executed_on.isoformat()}.")
    today = current_run().standing.today()
    if before.value.decision == "remove":
        _take_away(before.value)
    return store.changed(before, executed_on=today, executed_by=actor.person)


@action(Permission.ACCOUNT_WRITE)
def finish_review(actor: Actor, ref: str, *, seen: int, conclusion: str = "") -> kinds.AccessReview:
    """Finish a review once every entry is decided; what is to go may still be on its way."""
    before = store.held(kinds.AccessReview, ref, seen=seen)
    _open(ref)
    _demand_reviewer(actor, before.value, deed="finish this review")
    open_ones = [each.ref for each in _entries(ref) if not each.decision]
    if open_ones:
        some = ", ".join(sorted(open_ones)[:5])
        raise RefusedError(f"{len(open_ones)} entries are undecided ({some}). Decide on them first.")
    if not _entries(ref) and not before.value.evidence:
        raise RefusedError(f"{ref} lists nothing and names no evidence. Enter its accounts, or attach the list.")
    return store.changed(
        before,
        state="finished",
        finished_on=current_run().standing.today(),
        conclusion=conclusion.strip() or before.value.conclusion,
    )


def _called(words: str) -> Iterator[str]:
    """Every way in which an account may name what a review covers: as it stands there, by reference, alias or title."""
    yield words
    for kind in (kinds.Asset, kinds.Supplier):
        for each in store.all_of(kind, ref=words):
            yield from (*each.aliases, each.title)


def _open(ref: str) -> kinds.AccessReview:
    review = store.held(kinds.AccessReview, ref).value
    if review.state not in ("planned", "under way"):
        raise RefusedError(f"{ref} is {review.state}. Begin a new review.")
    return review


def _entries(ref: str) -> list[kinds.AccessEntry]:
    return store.all_of(kinds.AccessEntry, access_review=ref)


def _demand_reviewer(actor: Actor, review: kinds.AccessReview, *, deed: str) -> None:
    if review.reviewer:
        duties.demand_answerable(actor, review.reviewer, deed=deed)


def _refuse_own(actor: Actor, entry: kinds.AccessEntry) -> None:
    account = next(iter(store.all_of(kinds.Account, ref=entry.account)), None)
    if account is not None and account.person == actor.person:
        raise DutiesError(f"{entry.ref} is about your own access. Ask somebody else to decide on it.")


def _take_away(entry: kinds.AccessEntry) -> None:
    today = current_run().standing.today()
    if entry.entitlement:
        right = store.held(kinds.Entitlement, entry.entitlement)
        if right.value.live:
            store.changed(right, state="removed", removed_on=today)
    elif entry.account:
        account = store.held(kinds.Account, entry.account)
        if account.value.live:
            store.changed(account, state="disabled", disabled_on=today)
