"""How soon things must be back, what that asks of all they rest on, and what is promised and tested (A.5.29, A.5.30).

A need is stated by an impact analysis or by the asset itself. It goes on to everything the thing depends on, near or
far, and to whoever provides it: what carries something that must be back in an hour must be back in an hour.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Asset,
    BackupJob,
    ContinuityPlan,
    Document,
    Exercise,
    ImpactAnalysis,
    Record,
    RestoreTest,
    Site,
    Supplier,
)
from plumbline.engine.domain.needs import serves

Measure = Literal["time", "point"]
MEASURES: tuple[Measure, ...] = ("time", "point")
CALLED: Mapping[Measure, str] = {"time": "recovery time", "point": "recovery point"}
MINUTES = re.compile(r"(\d{1,9})\s*(?:min|mins|minutes?)\.?", re.IGNORECASE)
PER_DAY = 24 * 60


def minutes(words: str) -> float | None:
    """A span such as “15 min”, “4 h”, “1 d” or “at once” in minutes; None where it is none."""
    if found := MINUTES.fullmatch(words.strip()):
        return float(found[1])
    span = interval(words)
    return None if span is None else span.about_days * PER_DAY


def in_one_way(words: str) -> str:
    """A span as every page writes it: “190 min” is 3 h 10 min, “5 d” is 5 days; what says more, as it stands."""
    length, span = minutes(words), interval(words)
    if length is None or " in " in words:
        return words
    if span is not None and span.months:
        return str(span)
    days, rest = divmod(round(length), PER_DAY)
    hours, left = divmod(rest, 60)
    told = ((days, "day" if days == 1 else "days"), (hours, "h"), (left, "min"))
    return " ".join(f"{number} {unit}" for number, unit in told if number) or "at once"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one record says of time and point, in its own words."""

    record: Record
    time: str = ""
    point: str = ""

    def of(self, measure: Measure) -> str:
        """The words for one measure."""
        return self.time if measure == "time" else self.point


@dataclass(frozen=True, slots=True)
class Reaching:
    """The strictest need that reaches something: the words, who states them, and the way it came (that one first)."""

    measure: Measure
    words: str
    minutes: float
    source: Record
    way: tuple[str, ...]


def analysis_of(isms: Isms, record: Record) -> ImpactAnalysis | None:
    """The newest current impact analysis of a process or service."""
    held = [each for each in isms.of_parent(ImpactAnalysis, "subject", record) if each.live]
    return max(held, key=lambda each: (each.analysed_on or date.min, each.ref), default=None)


def need_of(isms: Isms, asset: Asset) -> Stated | None:
    """What is needed for an asset: what its impact analysis says, and what the asset says where that is silent."""
    analysis = analysis_of(isms, asset)
    time = (analysis.recovery_time if analysis else "") or asset.recovery_time
    point = (analysis.recovery_point if analysis else "") or asset.recovery_point
    told_by_analysis = analysis is not None and bool(analysis.recovery_time or analysis.recovery_point)
    return Stated(analysis if analysis and told_by_analysis else asset, time, point) if time or point else None


def bears_no_outage(isms: Isms, asset: Asset) -> bool:
    """Whether its impact analysis says that it must not fail at all."""
    analysis = analysis_of(isms, asset)
    return analysis is not None and analysis.no_outage is True


def with_a_need(isms: Isms) -> tuple[Asset, ...]:
    """Live assets and processes that must be back within some time, or may lose only so much."""
    return isms.memo(
        "assets with a recovery need",
        lambda: tuple(each for each in isms.live(Asset) if need_of(isms, each) or bears_no_outage(isms, each)),
    )


def carries(isms: Isms) -> Mapping[str, tuple[Record, ...]]:
    """By reference of an asset, what it rests on next: what it depends on, what holds it, and who provides it."""

    def group() -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for holder, served in serves(isms).items():
            below = isms.at(Asset, holder)
            for each in served:
                if below is not None:
                    found[each][below.ref] = below
        for asset in isms.live(Asset):
            analysis = analysis_of(isms, asset)
            words = (asset.supplier, *asset.depends_on, *(analysis.depends_on if analysis else ()))
            for record in resolved(isms, words, Asset, Supplier):
                if record.live:
                    found[asset.ref][record.ref] = record
        return {ref: tuple(each.values()) for ref, each in found.items()}

    return isms.memo("what carries assets", group)


def reaching(isms: Isms) -> Mapping[str, Mapping[Measure, Reaching]]:
    """By reference of an asset or supplier, the strictest need of each measure that reaches it, its own included."""
    return isms.memo("recovery needs that reach", lambda: {ref: dict(each) for ref, each in _reaching(isms).items()})


def _reaching(isms: Isms) -> Mapping[str, Mapping[Measure, Reaching]]:
    found: dict[str, dict[Measure, Reaching]] = defaultdict(dict)
    stated = {each.ref: need for each in with_a_need(isms) if (need := need_of(isms, each))}
    for measure in MEASURES:
        spans = {ref: span for ref, need in stated.items() if (span := minutes(need.of(measure))) is not None}
        for ref, way in _ways_down(isms, sorted(spans, key=lambda each: spans[each])).items():
            need = stated[way[0]]
            found[ref][measure] = Reaching(measure, need.of(measure), spans[way[0]], need.record, way)
    return found


def _ways_down(isms: Isms, sources: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The way to each source and to everything it rests on, from the first source that leads there; circles end."""
    below, found = carries(isms), dict[str, tuple[str, ...]]()
    for source in sources:
        waiting = deque[tuple[str, ...]]([(source,)])
        while waiting:
            way = waiting.popleft()
            if way[-1] not in found:
                found[way[-1]] = way
                waiting.extend((*way, each.ref) for each in below.get(way[-1], ()) if each.ref not in found)
    return found


def rests_on(isms: Isms, asset: Asset) -> Mapping[str, tuple[str, ...]]:
    """What an asset rests on, near and far: by reference, the shortest way there, the asset itself first."""
    return {ref: way for ref, way in _ways_down(isms, (asset.ref,)).items() if len(way) > 1}


def supports(isms: Isms) -> tuple[Record, ...]:
    """The assets and suppliers that something with a recovery need, or that must not fail, rests on."""

    def find() -> tuple[Record, ...]:
        reached, below = _ways_down(isms, (each.ref for each in with_a_need(isms))), carries(isms)
        found = {each.ref for ref in reached for each in below.get(ref, ())}
        records: tuple[Record, ...] = (*isms.live(Asset), *isms.live(Supplier))
        return tuple(each for each in records if each.ref in found)

    return isms.memo("what recovery needs rest on", find)


def must_not_fail(isms: Isms, record: Record) -> Asset | None:
    """Something that must not fail at all and rests on a record, if anything does."""

    def spread() -> Mapping[str, str]:
        steady = (each.ref for each in with_a_need(isms) if bears_no_outage(isms, each))
        return {ref: way[0] for ref, way in _ways_down(isms, steady).items()}

    source = isms.memo("what must not fail rests on", spread).get(record.ref)
    return isms.at(Asset, source) if source else None


# --- what is promised, and what was tested ---------------------------------------------------------------------------


def plans_in_force(isms: Isms) -> tuple[ContinuityPlan, ...]:
    """Continuity plans that are approved and neither superseded nor withdrawn."""
    return tuple(each for each in isms.live(ContinuityPlan) if each.state == "in force")


def plans_for(isms: Isms, record: Record) -> tuple[ContinuityPlan, ...]:
    """The plans in force that cover a record: by name, by the place where it stands, or by whoever provides it."""

    def index() -> Mapping[str, tuple[ContinuityPlan, ...]]:
        found: dict[str, list[ContinuityPlan]] = defaultdict(list)
        for plan in plans_in_force(isms):
            for each in resolved(isms, plan.covers, Asset, Site, Supplier):
                found[each.ref].append(plan)
        return {ref: tuple(held) for ref, held in found.items()}

    covered = isms.memo("continuity plans by what they cover", index)
    around = resolved(isms, (record.site, record.supplier)) if isinstance(record, Asset) else ()
    named = covered.get(record.ref, ())
    return named or tuple(dict.fromkeys(plan for each in around for plan in covered.get(each.ref, ())))


def exercises_of(isms: Isms, plan: ContinuityPlan) -> tuple[Exercise, ...]:
    """Every time a plan was exercised up to the day, the latest last; one that names its document counts."""
    found = {each.ref: each for each in isms.of_parent(Exercise, "plans", plan)}
    document = isms.resolve(plan.document, Document)
    if document is not None:
        found |= {each.ref: each for each in isms.of_parent(Exercise, "plans", document)}
    held = [each for each in found.values() if each.held_on and each.held_on <= isms.on and each.state != "cancelled"]
    return tuple(sorted(held, key=lambda each: (each.held_on or date.min, each.ref)))


def jobs_for(isms: Isms, asset: Asset) -> tuple[BackupJob, ...]:
    """The backups in use that copy an asset: named by it, or by everything it holds."""
    own = _jobs_naming(isms, asset)
    if own or not asset.holds:
        return own
    held = [_jobs_naming(isms, each) for each in resolved(isms, asset.holds, Asset)]
    return tuple(dict.fromkeys(job for jobs in held for job in jobs)) if held and all(held) else ()


def _jobs_naming(isms: Isms, record: Record) -> tuple[BackupJob, ...]:
    return tuple(each for each in isms.of_parent(BackupJob, "assets", record) if each.live)


def holds_copies(isms: Isms, asset: Asset) -> bool:
    """Whether an asset is itself a place where copies are kept."""
    places = isms.memo(
        "places of copies", lambda: {each.ref for job in isms.live(BackupJob) for each in resolved(isms, job.copies_at)}
    )
    return asset.ref in places


def restores_of(isms: Isms, job: BackupJob) -> tuple[RestoreTest, ...]:
    """The restore tests of a backup up to the day, the latest last."""
    held = [each for each in isms.of_parent(RestoreTest, "backup", job) if each.tested_on and each.tested_on <= isms.on]
    return tuple(sorted(held, key=lambda each: (each.tested_on or date.min, each.ref)))


def promised(isms: Isms, record: Record) -> tuple[Stated, ...]:
    """What the plans in force that cover a record promise."""
    return tuple(
        Stated(each, each.recovery_time, each.recovery_point)
        for each in plans_for(isms, record)
        if each.recovery_time or each.recovery_point
    )


def tested(isms: Isms, record: Record) -> tuple[Stated, ...]:
    """What was reached when it was last tried: the newest exercise of each plan, the newest restore of each backup."""
    tried: list[Exercise | RestoreTest] = []
    for plan in plans_for(isms, record):
        tried += exercises_of(isms, plan)[-1:]
    for job in _jobs_naming(isms, record):
        tried += restores_of(isms, job)[-1:]
    return tuple(
        Stated(each, each.reached_time, each.reached_point)
        for each in dict.fromkeys(tried)
        if each.reached_time or each.reached_point
    )


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something promised or tested that is slower, or loses more, than the strictest need that reaches it."""

    need: Reaching
    answer: Stated
    words: str


def shortfalls(isms: Isms, record: Record) -> tuple[Shortfall, ...]:
    """Where what is promised and tested for a record falls short of what is needed of it."""
    found = []
    for measure, need in reaching(isms).get(record.ref, {}).items():
        for answer in (*promised(isms, record), *tested(isms, record)):
            reached = minutes(answer.of(measure))
            if reached is not None and reached > need.minutes:
                found.append(Shortfall(need, answer, answer.of(measure)))
    return tuple(found)
