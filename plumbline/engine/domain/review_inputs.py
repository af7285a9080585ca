"""What is put before a management review: the ten inputs, compiled from the records (9.3.2).

Until a review is approved its figures are those of today's records; approving freezes them into its inputs, and from
then on they are what was seen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ManagementReview, Metric, Objective, Record, ReviewInput
from plumbline.engine.domain.measuring import Measured, day_of, readings_of
from plumbline.engine.domain.review import Figure
from plumbline.engine.domain.review_figures import D2, D4, MEASURES, Counted, Measure, Scene
from plumbline.engine.domain.reviews import TOPICS, inputs_of, period_of, review_before

BY_KEY: Mapping[str, Measure] = {each.key: each for each in MEASURES}
READING = "reading "
"""How the key of a figure begins that shows the last reading of an objective or a metric."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One of the ten inputs: what is on record about it and its figures.

    has_data: whether the registers hold anything to compile it from; `named`: records the review has to hear of.
    """

    topic: str
    record: ReviewInput | None
    figures: tuple[Figure, ...]
    has_data: bool
    named: tuple[str, ...] = ()

    @property
    def supplied(self) -> bool:
        """Whether the review is told something: figures, words, or that there is nothing to tell."""
        held = self.record
        return self.has_data or bool(held and (held.content.strip() or held.nothing_to_report))


def compiled(isms: Isms, review: ManagementReview) -> tuple[Compiled, ...]:
    """The ten inputs of a review from the records as they are."""

    def compile_them() -> tuple[Compiled, ...]:
        scene = Scene(isms, review, period_of(isms, review))
        held, before = inputs_of(isms, review), _seen_before(isms, review)
        return tuple(_compiled(scene, topic, held.get(topic), before) for topic in TOPICS)

    return isms.memo(("inputs of a review", review), compile_them)


def shown(isms: Isms, review: ManagementReview) -> tuple[Compiled, ...]:
    """The ten inputs as they count: frozen for an approved review, else compiled."""
    if review.state != "approved":
        return compiled(isms, review)
    held = inputs_of(isms, review)
    return tuple(frozen(topic, held.get(topic)) for topic in TOPICS)


def frozen(topic: str, held: ReviewInput | None) -> Compiled:
    """An input as it was approved."""
    figures = held.figures if held else ()
    return Compiled(topic, held, figures, bool(figures), held.records if held else ())


def moved(then: Compiled, now: Compiled) -> Iterator[tuple[Figure, str]]:
    """The frozen figures that would be others if they were counted anew, with today's value."""
    today = {each.key: each for each in now.figures}
    for each in then.figures:
        if (fresh := today.get(each.key)) and fresh.value != each.value:
            yield each, fresh.value


def _compiled(scene: Scene, topic: str, held: ReviewInput | None, before: Mapping[str, str]) -> Compiled:
    figures, has_data, named = [], False, []
    for each in MEASURES:
        if each.topic == topic:
            found = each.count(scene)
            figures.append(_figure(each, found, before))
            has_data = has_data or bool(found.records) or any(scene.isms.all(kind) for kind in each.of)
            named += [one.ref for one in found.records if each.named]
    lines = tuple(_readings(scene, topic, before))
    return Compiled(topic, held, (*figures, *lines), has_data or bool(lines), tuple(dict.fromkeys(named)))


def _figure(measure: Measure, found: Counted, before: Mapping[str, str]) -> Figure:
    return Figure(
        key=measure.key,
        label=measure.label,
        value=str(len(found.records)),
        before=before.get(measure.key, ""),
        records=tuple(each.ref for each in found.records),
    )


def _seen_before(isms: Isms, review: ManagementReview) -> Mapping[str, str]:
    """What the last review saw, by the key of the figure."""
    earlier = review_before(isms, review)
    held = inputs_of(isms, earlier).values() if earlier else ()
    return {each.key: each.value for one in held for each in one.figures}


# --- what was measured ----------------------------------------------------------------------------------------------


def _readings(scene: Scene, topic: str, before: Mapping[str, str]) -> Iterator[Figure]:
    """The last reading of every metric (d.2) and every objective (d.4) up to the end of the period."""
    kind: type[Objective] | type[Metric] | None = {D2: Metric, D4: Objective}.get(topic)
    for each in scene.isms.live(kind) if kind else ():
        if isinstance(each, Objective | Metric):
            key = READING + each.ref
            value, records = last_value(scene.isms, each, scene.period.end)
            label = f"{each.title or each.ref}{_aim(each)}"
            yield Figure(key=key, label=label, value=value, before=before.get(key, ""), records=records)


def last_value(isms: Isms, measured: Measured, end: date) -> tuple[str, tuple[str, ...]]:
    """What the last reading up to a day says, and the records behind it."""
    taken = [each for each in readings_of(isms, measured) if (day_of(each) or date.min) <= end]
    if not taken:
        return "not measured", (measured.ref,)
    last = taken[-1]
    unit = "" if measured.unit == "count" else measured.unit
    told = f"{last.value:f} {unit}".strip() if last.value is not None else last.value_text
    return told or "without a value", (last.ref, measured.ref)


def _aim(measured: Measured) -> str:
    aim = measured.target or (f"{measured.target_value:f}" if measured.target_value is not None else "")
    return f" (target {aim.strip()})" if aim else ""


# --- a figure held against the registers ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A figure of an input that the records do not give for its period."""

    figure: Figure
    gives: str
    records: tuple[Record, ...]


def disagreement(isms: Isms, review: ManagementReview, figure: Figure) -> Disagreement | None:
    """How a figure differs from what the records tell of the days reviewed; None where it agrees or nobody can tell."""
    scene = Scene(isms, review, period_of(isms, review))
    if figure.key.startswith(READING):
        measured = isms.find(figure.key.removeprefix(READING))
        if not isinstance(measured, Objective | Metric):
            return None
        value, records = last_value(isms, measured, scene.period.end)
        behind = tuple(found for each in records if (found := isms.find(each)))
        return Disagreement(figure, value, behind) if value != figure.value else None
    measure = BY_KEY.get(figure.key)
    if measure is None or not measure.dated or not figure.value.isdecimal():
        return None
    counted = measure.count(scene)
    if counted.least <= int(figure.value) <= counted.most:
        return None
    return Disagreement(figure, str(len(counted.records)), counted.records)
