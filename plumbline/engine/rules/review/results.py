"""Whether reviews decide something, whether it is followed, and whether they look at what happened (9.3.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Action, Change, Decision, ManagementReview
from plumbline.engine.domain.late_actions import was_open
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.reviews import (
    TOPICS,
    actions_of,
    decided_on,
    decisions_of,
    held_in_cycle,
    inputs_of,
    review_after,
    review_before,
)
from plumbline.engine.domain.treatment import treats
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.review.inputs import report_promise, the_latest
from plumbline.engine.rules.rule import MINOR, MINOR_UP, OPPORTUNITY, Population, rule
from plumbline.engine.rules.wording import days_between, listed, sentence

FOLLOWED = frozenset({"improvement", "change", "resources"})
"""Decisions that something is to become different."""


@rule(
    "REV004",
    "review-without-result",
    clauses=("9.3.3", "9.3.3-doc", "5.1.e", "10.1"),
    grade=MINOR_UP,
    examines=Population("latest management review", the_latest),
    mend="Record what was decided, or that nothing had to be, with the conclusion, and have the review approved.",
)
def review_without_result(isms: Isms, review: ManagementReview) -> Iterator[Fault | Unjudged]:
    """Minutes kept elsewhere count; the conclusion is asked for where reviews state one."""
    lacks = []
    if not decisions_of(isms, review) and not review.nothing_to_decide:
        lacks.append("a decision on improvement or change, or the note that none was needed")
    if not _concluded(review) and kept(isms, ManagementReview, "suitable", "adequate", "effective", "conclusion"):
        lacks.append("a conclusion on suitability, adequacy and effectiveness")
    stated, unwritten = report_promise(isms), review.state != "approved" and not review.minutes
    until = stated.interval.after(review.held_on) if stated and stated.interval and review.held_on else None
    if unwritten and until and until < isms.on:
        lacks.append(f"approved minutes, which were due on {until}")
    if lacks:
        gap = sentence(f"the review of {review.held_on} has no {listed(lacks, 'and no').removeprefix('a ')}")
        judged = stated if unwritten and until and until < isms.on else None
        yield Fault(review, gap=gap, shows=("state", "conclusion", "approved_on"), stated=judged)
    elif unwritten and until is None:
        yield Unjudged(review, "no promise `report_within`")


def _concluded(review: ManagementReview) -> bool:
    return bool(review.conclusion.strip() or (review.suitable and review.adequate and review.effective))


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Something that a review set going: a decision, or an action that answers the review."""

    review: ManagementReview
    what: Decision | Action

    def open_on(self, day: date) -> bool:
        """Whether it was still to be done on a day."""
        if isinstance(self.what, Action):
            return was_open(self.what, day)
        return self.what.done_on > day if self.what.done_on else self.what.live


def _undertaken(isms: Isms) -> Iterator[Undertaking]:
    """Actions that treat a risk are judged with the plan, corrective ones with their nonconformity."""
    for review in held_in_cycle(isms):
        yield from (Undertaking(review, each) for each in decisions_of(isms, review))
        yield from (Undertaking(review, each) for each in actions_of(isms, review) if _its_own(isms, each))


def _its_own(isms: Isms, action: Action) -> bool:
    return not treats(isms, action) and action.action_kind != "correct"


@rule(
    "REV005",
    "review-action-never-closed",
    clauses=("9.3.2.a", "9.3.3"),
    grade=MINOR_UP,
    examines=Population("decisions and actions of reviews", _undertaken),
    mend="Carry it out, or have the next review hear of it and decide anew.",
)
def review_action_never_closed(isms: Isms, undertaken: Undertaking) -> Iterator[Fault]:
    """What was settled before the next review needs no report there."""
    what, after = undertaken.what, review_after(isms, undertaken.review)
    shows = ("due", "state")
    if what.live and what.due and what.due < isms.on:
        gap = f"It was due on {what.due}, {days_between(what.due, isms.on)} ago, and is {what.state or 'open'}."
        yield Fault(what, gap=gap, shows=shows, cites=(undertaken.review,))
    elif (
        after and after.held_on and what.live and undertaken.open_on(after.held_on) and not _reported(isms, what, after)
    ):
        gap = f"It was still open when the next review was held on {after.held_on}, which was not told of it."
        yield Fault(what, gap=gap, shows=shows, cites=(undertaken.review, after))


def _open_at(undertaken: Undertaking, review: ManagementReview) -> bool:
    return review.held_on is not None and undertaken.open_on(review.held_on)


def _reported(isms: Isms, what: Decision | Action, review: ManagementReview) -> bool:
    if isinstance(what, Decision) and what.reported:
        return True
    held = inputs_of(isms, review).get(TOPICS[0])
    if held is None:
        return False
    named = {*held.records, *(each for figure in held.figures for each in figure.records)}
    return what.ref in named or what.ref in held.content


def _to_follow(isms: Isms) -> Iterator[Decision]:
    for review in held_in_cycle(isms):
        yield from (each for each in decisions_of(isms, review) if each.decision_kind in FOLLOWED)


@rule(
    "REV006",
    "review-decision-unfollowed",
    clauses=("9.3.3", "6.3"),
    grade=MINOR,
    examines=Population("review decisions that something is to change or be provided", _to_follow),
    mend="Open the action, change, need or improvement it leads to, and name it in “Leads to”.",
)
def review_decision_unfollowed(isms: Isms, decision: Decision) -> Iterator[Fault | Unjudged]:
    """Where no time is promised for an answer, it is owed at once."""
    if any(isms.find(each) for each in decision.leads_to) or isms.of_parent(Change, "decision", decision):
        return
    day, stated = decided_on(isms, decision), promise(isms, "finding_answer")
    if day is None or not in_cycle(isms, day):
        yield Unjudged(decision, "the day it was decided")
        return
    until = stated.interval.after(day) if stated and stated.interval else day
    if until < isms.on:
        kind = {"change": "a change", "resources": "resources"}.get(decision.decision_kind, "an improvement")
        gap = f"It decides on {kind}, {days_between(day, isms.on)} ago, and no record follows from it."
        shows = ("decision_kind", "leads_to")
        review = isms.find(decision.review)
        yield Fault(decision, gap=gap, shows=shows, cites=(review,) if review else (), stated=stated)


def _following(isms: Isms) -> Iterator[tuple[ManagementReview, ManagementReview]]:
    for each in held_in_cycle(isms):
        if before := review_before(isms, each):
            yield each, before


@rule(
    "REV007",
    "review-repeats-itself",
    clauses=("9.3.1",),
    grade=OPPORTUNITY,
    examines=Population("consecutive management reviews", _following),
    mend="Review what happened since the last time, and say in each input what is different.",
)
def review_repeats_itself(isms: Isms, pair: tuple[ManagementReview, ManagementReview]) -> Iterator[Fault]:
    """Only where words stand in both, and not one of them differs."""
    review, before = pair
    said, said_before = _said(isms, review), _said(isms, before)
    if said and said == said_before:
        gap = f"What was reported and concluded on {review.held_on} is word for word that of {before.held_on}."
        yield Fault(review, gap=gap, shows=("held_on", "conclusion"), cites=(Cited(before, ("held_on",)),))


def _said(isms: Isms, review: ManagementReview) -> tuple[str, ...]:
    held = inputs_of(isms, review)
    inputs = tuple(" ".join(held[each].content.split()) if each in held else "" for each in TOPICS)
    return (*inputs, " ".join(review.conclusion.split())) if any(inputs) else ()
