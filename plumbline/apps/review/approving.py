"""What a review still lacks before it can be approved, and what of it is frozen then (9.3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ManagementReview
from plumbline.engine.domain.review_inputs import compiled
from plumbline.engine.domain.reviews import decisions_of, top_management_at, topic_title
from plumbline.engine.domain.roles import TOP_MANAGEMENT, unheld


def missing_for_approval(isms: Isms, review: ManagementReview) -> list[str]:
    """Everything a review lacks, each as a sentence that says what to do; none where it can be approved."""
    return list(_missing(isms, review))


def _missing(isms: Isms, review: ManagementReview) -> Iterator[str]:
    yield from _unattended(isms, review)
    for each in compiled(isms, review):
        if not each.supplied:
            about = topic_title(isms, each.topic)
            yield f"{each.topic} ({about}) has no data. Say what was reported, or that there was nothing to report."
    if not decisions_of(isms, review) and not review.nothing_to_decide:
        yield "It decides nothing. Write down a decision, or that none was needed."
    if not (review.suitable and review.adequate and review.effective):
        yield "It does not conclude whether the system is suitable, adequate and effective. Say so for each."


def _unattended(isms: Isms, review: ManagementReview) -> Iterator[str]:
    if review.held_on is None:
        yield "It does not say when it was held. Write down the day."
    elif review.held_on > isms.on:
        yield f"It is to be held on {review.held_on}, which has not come yet. Approve it afterwards."
    if unheld(isms, TOP_MANAGEMENT):
        yield "Nobody is named as top management. Give a role of that kind to somebody first."
    elif not any(top_management_at(isms, review)):
        yield "Nobody of top management is among those present. Write down who was there."


def frozen_fields(isms: Isms, review: ManagementReview) -> Mapping[str, dict[str, object]]:
    """What is written into each input when the review is approved: its figures, and the records it named."""
    found: dict[str, dict[str, object]] = {}
    for each in compiled(isms, review):
        kept = each.record.records if each.record else ()
        found[each.topic] = {"figures": each.figures, "records": tuple(dict.fromkeys((*kept, *each.named)))}
    return found
