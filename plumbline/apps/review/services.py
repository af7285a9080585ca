"""Management reviews: told, decided, approved by top management; what was approved is frozen and stays (9.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import duties, living, store
from plumbline.apps.records.sources import STORED, Source
from plumbline.apps.records.writing import Writer
from plumbline.apps.review.approving import frozen_fields, missing_for_approval
from plumbline.apps.review.following import Follow, opened_for
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import fields_of
from plumbline.engine.domain.reviews import TOPICS
from plumbline.engine.domain.roles import TOP_MANAGEMENT, roles_serving, unheld

FROZEN = "{review} is approved: what was put before it and decided in it stays as it was. Take it to the next review."

STANDS = "{review} was held and is approved, so it stands: it is neither called off nor removed."


class ReviewWriter(Writer[kinds.ManagementReview]):
    """Writes reviews; one that was approved stays approved, or what it froze could be written anew."""

    FREE = frozenset(each.name for each in fields_of(kinds.ManagementReview)) - {"state"}
    PART_OF = ("ref", kinds.ManagementReview)

    def bound(self, value: kinds.ManagementReview, found: Source) -> str:
        return STANDS.format(review=value.ref) if value.ref and value.state == "approved" else ""


reviews = ReviewWriter(
    kinds.ManagementReview,
    Permission.REVIEW_WRITE,
    reserved=("approved_on", "approved_by", "frozen_at", "state=approved"),
)


class PartWriter(Writer[kinds.ReviewInput]):
    """Writes inputs of a review until it is approved."""

    PART_OF = ("review", kinds.ManagementReview)

    def bound(self, value: kinds.ReviewInput, found: Source) -> str:
        return _frozen(value.review, found)


class DecisionWriter(Writer[kinds.Decision]):
    """Writes decisions; what an approved review decided keeps its words, who sees to it and what came of it goes on."""

    FREE = frozenset(each.name for each in fields_of(kinds.Decision)) - {
        *("review", "description", "title", "decided_on", "decision_kind")
    }
    PART_OF = ("review", kinds.ManagementReview)

    def bound(self, value: kinds.Decision, found: Source) -> str:
        return _frozen(value.review, found)


review_inputs = PartWriter(kinds.ReviewInput, Permission.REVIEW_WRITE, reserved=("figures",))
decisions = DecisionWriter(kinds.Decision, Permission.REVIEW_WRITE)


def _frozen(review: str, found: Source = STORED) -> str:
    """Why what belongs to a review stands; empty where it does not."""
    held = found.one(kinds.ManagementReview, review)
    return FROZEN.format(review=review) if held is not None and held.state == "approved" else ""


def _refuse_frozen(review: str) -> None:
    if why := _frozen(review):
        raise RefusedError(why)


@action(Permission.REVIEW_WRITE)
def tell(actor: Actor, ref: str, topic: str, *, seen: int, words: Mapping[str, object]) -> kinds.ReviewInput:
    """Write down what was reported on an input, what was said about it, or that there was nothing to report (9.3.2).

    seen: the version of the input that was looked at, 0 where there was none yet.
    """
    if topic not in TOPICS:
        raise InvalidError(ref, [f"{topic} is no input of a review. The inputs are {', '.join(TOPICS)}."])
    review = store.held(kinds.ManagementReview, ref).value
    _refuse_frozen(review.ref)
    held = store.all_of(kinds.ReviewInput, review=review.ref, topic=topic)
    if held and not seen:
        raise RefusedError(f"Somebody began {topic} of {ref} while you wrote. Look at it, then add yours.")
    if held:
        return store.changed(store.held(kinds.ReviewInput, held[0].ref, seen=seen), **words)
    begun = kinds.ReviewInput(review=review.ref, topic=topic, prepared_by=actor.person)  # type: ignore[arg-type]  # one of TOPICS
    return review_inputs.add(actor, replace(begun, **words))  # type: ignore[arg-type]  # checked by the store


@action(Permission.REVIEW_WRITE)
def follow(actor: Actor, ref: str, *, seen: int, kind: Follow) -> kinds.Record:
    """Open what a decision leads to: an action, a change, a need, an improvement. The two name each other."""
    before = store.held(kinds.Decision, ref, seen=seen)
    decided = before.value
    if not decided.live:
        raise RefusedError(f"{ref} is {decided.state}. Nothing is opened for it any more.")
    today = current_run().standing.today()
    opened = store.insert(opened_for(decided, kind, today))
    store.changed(before, leads_to=(*decided.leads_to, opened.ref))
    return opened


@action(Permission.REVIEW_APPROVE)
def approve_review(actor: Actor, ref: str, *, seen: int) -> kinds.ManagementReview:
    """Approve a review that was held: its figures are counted a last time and frozen (9.3.3)."""
    before = store.held(kinds.ManagementReview, ref, seen=seen)
    review, today = before.value, current_run().standing.today()
    if review.state != "held":
        raise RefusedError(f"{ref} is {review.state}. Approve a review that was held.")
    isms = living.system(actor.organization_id).isms(today)
    duties.demand_authority(actor, "review", deed="approve reviews")
    _demand_top(isms, actor)
    if wrong := missing_for_approval(isms, review):
        raise InvalidError(ref, wrong)
    for topic, fields in frozen_fields(isms, review).items():
        held = store.all_of(kinds.ReviewInput, review=review.ref, topic=topic)
        first = held[0] if held else store.insert(kinds.ReviewInput(review=review.ref, topic=topic))  # type: ignore[arg-type]  # one of TOPICS
        store.changed(store.held(kinds.ReviewInput, first.ref), **fields)
    return store.changed(
        before,
        state="approved",
        approved_on=today,
        approved_by=(actor.person,),
        minutes_on=review.minutes_on or today,
        frozen_at=current_run().index,
    )


def _demand_top(isms: Isms, actor: Actor) -> None:
    """Raise DutiesError unless the actor holds a role of top management, where anybody does."""
    heads = {each.ref for each in roles_serving(isms, TOP_MANAGEMENT)}
    if not heads & actor.held and not unheld(isms, TOP_MANAGEMENT):
        named = ", ".join(sorted(heads))
        raise DutiesError(f"Top management approves its review, which is {named} here. Ask whoever holds that role.")
