"""Whether the last management review heard of the treatment actions that were late (9.3.2 f, 8.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, ManagementReview
from plumbline.engine.domain.late_actions import late_treatments
from plumbline.engine.domain.reviews import inputs_of, latest_review
from plumbline.engine.domain.treatment import risks_of
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule

ON_THE_PLAN = "9.3.2.f"
COUNTED = "treatments late"
"""The figure of a review whose records are the late actions."""
WORDS = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Late:
    """A treatment action that was late when a review was held, and how."""

    review: ManagementReview
    action: Action
    how: str


def _late(isms: Isms) -> Iterator[Late]:
    last = latest_review(isms)
    if last and last.held_on:
        yield from (Late(last, action, how) for action, how in late_treatments(isms, last.held_on))


@rule(
    "TRT011",
    "late-action-unseen-by-review",
    clauses=("9.3.2.f", "8.3"),
    grade=MINOR,
    examines=Population("treatment actions that were late on the day of the last management review", _late),
    mend="Bring the action to the next review, by name, with what keeps it.",
)
def late_action_unseen_by_review(isms: Isms, late: Late) -> Iterator[Fault]:
    """Named by its reference: in the input's records, its figures or its words."""
    held = inputs_of(isms, late.review).get(ON_THE_PLAN)
    if held is not None:
        told = {*held.records, *(each for figure in held.figures for each in figure.records if figure.key == COUNTED)}
        if late.action.ref in told or late.action.ref in WORDS.findall(held.content):
            return
    gap = f"It was late when the review was held on {late.review.held_on} ({late.how}), which was not told of it."
    cites = (Cited(late.review, ("held_on",)), *(Cited(each) for each in risks_of(isms, late.action)))
    yield Fault(late.action, gap=gap, shows=("due", "state"), cites=cites)
