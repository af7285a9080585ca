"""Whether the last review was held by top management, on all ten inputs, and on figures that the records give (9.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ManagementReview, ReviewInput
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.domain.review import Figure
from plumbline.engine.domain.review_figures import MEASURES, Scene
from plumbline.engine.domain.review_inputs import disagreement
from plumbline.engine.domain.reviews import TOPICS, inputs_of, latest_review, period_of, top_management_at, topic_title
from plumbline.engine.domain.roles import TOP_MANAGEMENT, unheld
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted

COMPARED = ("9.3.2.d.1", "9.3.2.d.2", "9.3.2.d.3", "9.3.2.d.4", "9.3.2.f")
"""The inputs whose figures the registers can be asked for."""
CITED = 5


def the_latest(isms: Isms) -> Iterator[ManagementReview]:
    """The last review that was held, if any."""
    if found := latest_review(isms):
        yield found


@rule(
    "REV001",
    "review-without-top",
    clauses=("9.3.1",),
    grade=MAJOR,
    examines=Population("latest management review", the_latest),
    mend="Repeat the review with top management, or complete “Present” with those who were there.",
)
def review_without_top(isms: Isms, review: ManagementReview) -> Iterator[Fault | Unjudged]:
    """Whoever held the role on the day of the review counts, not whoever holds it today."""
    if any(top_management_at(isms, review)):
        return
    if unheld(isms, TOP_MANAGEMENT):
        yield Unjudged(review, "who top management is (LDR000)")
    else:
        there = counted(len(review.present), "participant is", "participants are")
        gap = f"{there} on record, and none of them held a role of top management on {review.held_on}."
        yield Fault(review, gap=gap, shows=("held_on", "present"))


@dataclass(frozen=True, slots=True)
class Owed:
    """One of the ten inputs that a review owes."""

    review: ManagementReview
    topic: str
    held: ReviewInput | None


def _owed(isms: Isms) -> Iterator[Owed]:
    for review in the_latest(isms):
        held = inputs_of(isms, review)
        yield from (Owed(review, topic, held.get(topic)) for topic in TOPICS)


@rule(
    "REV002",
    "review-input-missing",
    clauses=tuple(TOPICS),
    grade=MINOR_UP,
    examines=Population("inputs that the latest review owes", _owed),
    mend="Put the matter before the next review, or note in the input that there was nothing to report.",
)
def review_input_missing(isms: Isms, owed: Owed) -> Iterator[Fault | Unjudged]:
    """Figures are content; what a review that is not approved yet will freeze is not judged before it is due."""
    held = owed.held
    if held and (held.content.strip() or held.figures or held.nothing_to_report):
        return
    label = topic_title(isms, owed.topic)
    if owed.review.state != "approved" and not _due(isms, owed.review):
        yield Unjudged(owed.review, f"the input {owed.topic}, which is frozen when the review is approved")
        return
    gap = f"Nothing was put before it on {owed.topic} ({label}), and no note says that there was nothing to report."
    yield Fault(held or owed.review, gap=gap, shows=("content",) if held else ("held_on",), clause=owed.topic)


def _due(isms: Isms, review: ManagementReview) -> bool:
    """Whether a review that was held should have been approved by now."""
    stated = report_promise(isms)
    return not (stated and stated.interval and review.held_on and stated.interval.after(review.held_on) >= isms.on)


def report_promise(isms: Isms) -> Promise | None:
    """Within which time minutes are to be approved."""
    return promise(isms, "report_within", "review", "management review")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that the latest review was told, or that it was told there was nothing (figure is None)."""

    review: ManagementReview
    held: ReviewInput
    figure: Figure | None


def _told(isms: Isms) -> Iterator[Told]:
    for review in the_latest(isms):
        for topic, held in inputs_of(isms, review).items():
            if topic in COMPARED:
                yield from (Told(review, held, each) for each in held.figures)
                if held.nothing_to_report and not held.figures:
                    yield Told(review, held, None)


@rule(
    "REV003",
    "review-input-contradicts-records",
    clauses=COMPARED,
    grade=MINOR,
    examines=Population("figures of the latest review", _told),
    mend="Correct the record that is wrong, or tell the next review the figure that was right.",
)
def review_input_contradicts_records(isms: Isms, told: Told) -> Iterator[Fault]:
    """Counted anew for the days reviewed; what the records' days cannot tell is left alone."""
    topic = told.held.topic
    if told.figure is None:
        if held := _held_then(isms, told):
            gap = f"It says that there was nothing to report on {topic}; the registers hold {held} for those days."
            yield Fault(told.held, gap=gap, shows=("nothing_to_report",), clause=topic, cites=(told.review,))
        return
    found = disagreement(isms, told.review, told.figure)
    if found:
        end = period_of(isms, told.review).end
        gap = f"“{found.figure.label}” was told as {found.figure.value}; the records give {found.gives} up to {end}."
        cites = (Cited(told.review, ("held_on",)), *(Cited(each) for each in found.records[:CITED]))
        yield Fault(told.held, gap=gap, clause=topic, cites=cites)


def _held_then(isms: Isms, told: Told) -> str:
    """What the registers held in the days of a review that was told there was nothing."""
    scene = Scene(isms, told.review, period_of(isms, told.review))
    for each in MEASURES:
        if each.topic == told.held.topic and each.dated and (found := each.count(scene)).least:
            return f"“{each.label}”: {found.least}"
    return ""
