"""A review as its pages show it: each input with its figures, how they moved, and what would differ today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Decision, ManagementReview, Record, ReviewInput
from plumbline.engine.domain.late_actions import late_treatments
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.review import Figure
from plumbline.engine.domain.review_inputs import BY_KEY, Compiled, compiled, moved, shown
from plumbline.engine.domain.reviews import (
    HELD,
    decided_on,
    decisions_of,
    held_reviews,
    latest_review,
    period_of,
    topic_title,
)

MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure with its distance from the last review's; `now` is today's value where a frozen one would differ."""

    figure: Figure
    moved: str
    rose: bool | None
    bad: bool
    now: str

    @property
    def linked(self) -> bool:
        """Whether there are records to look at."""
        return bool(self.figure.records)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the ten inputs as shown."""

    topic: str
    title: str
    record: ReviewInput | None
    figures: tuple[FigureShown, ...]
    has_data: bool
    supplied: bool
    named: tuple[tuple[Record | str, str], ...]
    seen: int

    @property
    def letter(self) -> str:
        """How people call it in the meeting: a, b, d.1."""
        return self.topic.removeprefix("9.3.2.")

    @property
    def anchor(self) -> str:
        """The place of the page where it stands."""
        return f"input-{self.letter.replace('.', '-')}"


def parts(visit: Visit, review: ManagementReview) -> tuple[Part, ...]:
    """The ten inputs of a review as they count: live until it is approved, then as they were frozen."""
    return tuple(_parts(visit, visit.isms, review))


def _parts(visit: Visit, isms: Isms, review: ManagementReview) -> Iterable[Part]:
    today = {each.topic: each for each in compiled(isms, review)}
    late = {action.ref: how for action, how in late_treatments(isms, period_of(isms, review).end)}
    for each in shown(isms, review):
        differing = {} if review.state != "approved" else _differing(each, today[each.topic])
        yield Part(
            each.topic,
            topic_title(isms, each.topic),
            each.record,
            tuple(_figure(one, differing.get(one.key, "")) for one in each.figures),
            each.has_data,
            each.supplied,
            tuple((isms.find(ref) or ref, late.get(ref, "")) for ref in each.named[:MOST_NAMED]),
            (visit.present.seen(ReviewInput.KIND, each.record.ref) or 0) if each.record else 0,
        )


def _differing(then: Compiled, now: Compiled) -> Mapping[str, str]:
    return {figure.key: value for figure, value in moved(then, now)}


def _figure(figure: Figure, now: str) -> FigureShown:
    measure = BY_KEY.get(figure.key)
    change = _change(figure.before, figure.value)
    bad = bool(measure and measure.bad and figure.value != "0")
    said = "" if change is None else f"{change:+d}" if change else "unchanged"
    return FigureShown(figure, said, None if not change else change > 0, bad, now)


def _change(before: str, value: str) -> int | None:
    """The distance of two counts; None where one of them is none."""
    return int(value) - int(before) if before.isdecimal() and value.isdecimal() else None


# --- all reviews ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Round:
    """All reviews at a glance: the one at work, the last one, and until when the next one is owed."""

    at_work: tuple[ManagementReview, ...]
    held: tuple[ManagementReview, ...]
    owed_by: date | None
    interval: str
    open: tuple[Decision, ...]

    @property
    def last(self) -> ManagementReview | None:
        """The last one that was held."""
        return self.held[0] if self.held else None


def round_of(isms: Isms) -> Round:
    """All reviews, the newest first, and every decision that is still open."""
    last, stated = latest_review(isms), promise(isms, "review_interval")
    span = stated.interval if stated else None
    at_work = [each for each in isms.live(ManagementReview) if each.state in ("planned", "held")]
    opened = [each for each in isms.live(Decision) if (day := decided_on(isms, each)) and day <= isms.on]
    return Round(
        tuple(sorted(at_work, key=lambda each: (each.held_on or each.planned_on or date.max, each.ref))),
        tuple(reversed(held_reviews(isms))),
        span.after(last.held_on) if span and last and last.held_on else None,
        stated.setting if stated else "",
        tuple(sorted(opened, key=lambda each: (each.due or date.max, each.ref))),
    )


def decisions_shown(visit: Visit, review: ManagementReview) -> tuple[tuple[Decision, int], ...]:
    """What a review decided, each with the version that is looked at."""
    present = visit.present
    return tuple((each, present.seen(each.KIND, each.ref) or 0) for each in decisions_of(visit.isms, review))


def is_open(review: ManagementReview) -> bool:
    """Whether a review may still be told things: planned, or held and not approved."""
    return review.state in {"planned"} | (HELD - {"approved"})
