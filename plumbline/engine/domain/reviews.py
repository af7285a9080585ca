"""Management reviews in their order, who was there, and what they decided (9.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Decision, ManagementReview, Person, ReviewInput
from plumbline.engine.domain.record import field_of
from plumbline.engine.domain.roles import TOP_MANAGEMENT, roles_serving

TOPICS: tuple[str, ...] = tuple(each for each in field_of(ReviewInput, "topic").choices if each)
"""The ten matters that a review has to look at, in the order of the clause."""
INPUT = "Input: "
HELD = frozenset({"held", "approved"})
YEAR = Interval(months=12)


def topic_title(isms: Isms, topic: str) -> str:
    """What an input is about, in our own words, without the word that all of them begin with."""
    words = isms.standard.requirements[topic].label.removeprefix(INPUT)
    return f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Period:
    """The days a review looks back on: from the day after the last review, to the day it is held or to today."""

    start: date
    end: date

    def covers(self, day: date | None) -> bool:
        """Whether something of that day happened in the period."""
        return day is not None and self.start <= day <= self.end


def held_reviews(isms: Isms) -> tuple[ManagementReview, ...]:
    """The reviews that were held by the day, the earliest first."""

    def find() -> tuple[ManagementReview, ...]:
        dated = [(each.held_on, each) for each in isms.all(ManagementReview) if each.state in HELD and each.held_on]
        return tuple(each for day, each in sorted(dated, key=lambda pair: (pair[0], pair[1].ref)) if day <= isms.on)

    return isms.memo("held reviews", find)


def held_in_cycle(isms: Isms) -> tuple[ManagementReview, ...]:
    """The reviews held in the current audit cycle."""
    return tuple(each for each in held_reviews(isms) if in_cycle(isms, each.held_on))


def latest_review(isms: Isms) -> ManagementReview | None:
    """The last review that was held."""
    return next(reversed(held_reviews(isms)), None)


def day_of_review(review: ManagementReview, otherwise: date) -> date:
    """The day a review was held, or is planned for."""
    return review.held_on or review.planned_on or otherwise


def review_before(isms: Isms, review: ManagementReview) -> ManagementReview | None:
    """The review held before another one, or before one that is planned."""
    day = day_of_review(review, date.max)
    earlier = [each for each in held_reviews(isms) if each.ref != review.ref and each.held_on and each.held_on < day]
    return earlier[-1] if earlier else None


def review_after(isms: Isms, review: ManagementReview) -> ManagementReview | None:
    """The review held next after another one."""
    later = (each for each in held_reviews(isms) if review.held_on and each.held_on and each.held_on > review.held_on)
    return next(later, None)


def period_of(isms: Isms, review: ManagementReview) -> Period:
    """What a review looks back on, as stated, else from the day after the last one and at most to today."""
    end = min(review.period_to or review.held_on or isms.on, isms.on)
    if review.period_from:
        return Period(min(review.period_from, end), end)
    before = review_before(isms, review)
    last = (before.period_to or before.held_on) if before else None
    return Period(min(last + timedelta(days=1), end) if last else YEAR.before(end), end)


def inputs_of(isms: Isms, review: ManagementReview) -> dict[str, ReviewInput]:
    """What is on record for each of the ten inputs of a review."""
    return {each.topic: each for each in isms.of_parent(ReviewInput, "review", review) if each.topic}


def decisions_of(isms: Isms, review: ManagementReview) -> tuple[Decision, ...]:
    """What a review decided and did not drop."""
    return tuple(each for each in isms.of_parent(Decision, "review", review) if each.state != "dropped")


def actions_of(isms: Isms, review: ManagementReview) -> tuple[Action, ...]:
    """The actions that a review or one of its decisions led to."""
    led_to = (isms.find(words) for each in decisions_of(isms, review) for words in each.leads_to)
    own = isms.of_parent(Action, "answers", review)
    found = (*own, *(each for each in led_to if isinstance(each, Action)))
    return tuple({each.ref: each for each in found if each.state != "dropped"}.values())


def decided_on(isms: Isms, decision: Decision) -> date | None:
    """The day of a decision: its own, else that of its review."""
    review = isms.resolve(decision.review, ManagementReview)
    return decision.decided_on or (review.held_on if isinstance(review, ManagementReview) else None)


def top_management_at(isms: Isms, review: ManagementReview) -> Iterator[Person]:
    """Who of those present held a role of top management on the day of a review."""
    day = day_of_review(review, isms.on)
    heads = {each.ref for role in roles_serving(isms, TOP_MANAGEMENT) for each in isms.holders(role, day)}
    people = {each.ref: each for words in review.present for each in isms.persons(words, day)}
    return (each for ref, each in people.items() if ref in heads)
