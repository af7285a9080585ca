"""Continuity at a glance: what must be back how soon, what that rests on, what is promised and tested, and the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.due import Due, next_due
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Asset,
    BackupJob,
    ContinuityPlan,
    Exercise,
    ImpactAnalysis,
    Record,
    RestoreTest,
    Supplier,
)
from plumbline.engine.domain.recovery import (
    CALLED,
    MEASURES,
    Reaching,
    Shortfall,
    Stated,
    analysis_of,
    bears_no_outage,
    exercises_of,
    in_one_way,
    minutes,
    need_of,
    plans_for,
    promised,
    reaching,
    restores_of,
    rests_on,
    shortfalls,
    tested,
    with_a_need,
)

OFFERED = ("process", "service")


@dataclass(frozen=True, slots=True)
class Support:
    """Something that a process or service rests on: the strictest need that reaches it, and what answers that."""

    record: Record
    way: tuple[str, ...]
    needs: tuple[Reaching, ...]
    promised: tuple[Stated, ...]
    tested: tuple[Stated, ...]
    short: tuple[Shortfall, ...]
    looser: str
    single: bool

    @property
    def silent(self) -> bool:
        """Whether nothing says how soon it comes back."""
        return not self.promised and not self.tested


@dataclass(frozen=True, slots=True)
class Service:
    """A process or service with its need, its plans and what it rests on. `gaps`: what is not as it has to be."""

    asset: Asset
    need: Stated | None
    steady: bool
    analysis: ImpactAnalysis | None
    plans: tuple[ContinuityPlan, ...]
    promised: tuple[Stated, ...]
    tested: tuple[Stated, ...]
    supports: tuple[Support, ...]
    gaps: tuple[str, ...]

    @property
    def weak(self) -> tuple[Support, ...]:
        """What it rests on that is slower than needed, or of which nobody knows."""
        return tuple(each for each in self.supports if each.short or each.silent)


def services(isms: Isms) -> tuple[Service, ...]:
    """Every process and service that must be back within some time, the most urgent first."""
    found = [_service(isms, each) for each in with_a_need(isms) if each.asset_kind in OFFERED]
    return tuple(sorted(found, key=lambda each: (not each.steady, _urgency(each.need), each.asset.ref)))


def _urgency(need: Stated | None) -> float:
    spans = [minutes(need.of(measure)) for measure in MEASURES] if need else []
    return min((each for each in spans if each is not None), default=float("inf"))


def _service(isms: Isms, asset: Asset) -> Service:
    plans = plans_for(isms, asset)
    supports = [_support(isms, ref, way) for ref, way in rests_on(isms, asset).items()]
    return Service(
        asset=asset,
        need=need_of(isms, asset),
        steady=bears_no_outage(isms, asset),
        analysis=analysis_of(isms, asset),
        plans=plans,
        promised=promised(isms, asset),
        tested=tested(isms, asset),
        supports=tuple(each for each in supports if each is not None),
        gaps=tuple(_gaps(isms, asset, plans)),
    )


def _gaps(isms: Isms, asset: Asset, plans: tuple[ContinuityPlan, ...]) -> list[str]:
    gaps = [] if plans else ["no plan in force covers it"]
    if plans and not any(each.security_meanwhile.strip() for each in plans):
        gaps.append("its plans say nothing on security meanwhile")
    gaps += [f"{each.ref} was never exercised" for each in plans if not exercises_of(isms, each)]
    for each in shortfalls(isms, asset):
        gaps.append(f"{each.answer.record.ref} comes to a {CALLED[each.need.measure]} of {in_one_way(each.words)}")
    return gaps


def _support(isms: Isms, ref: str, way: tuple[str, ...]) -> Support | None:
    record: Record | None = isms.at(Asset, ref) or isms.at(Supplier, ref)
    if record is None:
        return None
    needs = tuple(reaching(isms).get(ref, {}).values())
    return Support(
        record=record,
        way=way,
        needs=needs,
        promised=promised(isms, record),
        tested=tested(isms, record),
        short=shortfalls(isms, record),
        looser=_looser(isms, record, needs),
        single=isinstance(record, Supplier) and bool(record.single_source),
    )


def _looser(isms: Isms, record: Record, needs: tuple[Reaching, ...]) -> str:
    """Where an asset states less than what reaches it: what it states."""
    own = need_of(isms, record) if isinstance(record, Asset) else None
    for need in needs:
        span = minutes(own.of(need.measure)) if own else None
        if own and span is not None and span > need.minutes:
            return f"states {in_one_way(own.of(need.measure))} itself"
    return ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup: what it copies, when it last succeeded, when something was last brought back, and when it is due."""

    job: BackupJob
    assets: tuple[Record, ...]
    last: RestoreTest | None
    due: Due | None
    late: bool


def copies(isms: Isms) -> tuple[Copy, ...]:
    """Every backup in use, those whose restore is due first."""
    found = [_copy(isms, each) for each in isms.live(BackupJob)]
    return tuple(sorted(found, key=lambda each: (each.due.day if each.due else date.max, each.job.ref)))


def _copy(isms: Isms, job: BackupJob) -> Copy:
    held = restores_of(isms, job)
    life = isms.lives.get((job.KIND, job.ref))
    last = held[-1].tested_on if held else (life.first if life else None)
    due = next_due(isms, None, last, job.test_interval, "restore_test", job.dataset)
    return Copy(
        job=job,
        assets=resolved(isms, job.assets, Asset),
        last=held[-1] if held else None,
        due=due,
        late=due is not None and due.day < isms.on,
    )


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan in force or in draft: when it was last tried and with what result, and when it is due again."""

    plan: ContinuityPlan
    last: Exercise | None
    due: Due | None
    late: bool


def plans(isms: Isms) -> tuple[Planned, ...]:
    """Every live plan, those in force first, the next to be exercised first."""
    found = [_planned(isms, each) for each in isms.live(ContinuityPlan)]
    return tuple(
        sorted(found, key=lambda e: (e.plan.state != "in force", e.due.day if e.due else date.max, e.plan.ref))
    )


def _planned(isms: Isms, plan: ContinuityPlan) -> Planned:
    held = exercises_of(isms, plan)
    last = held[-1] if held else None
    since = last.held_on if last else plan.approved_on
    due = next_due(isms, None, since, plan.exercise_interval, "exercise_interval") if plan.approved_on else None
    return Planned(plan, last, due, due is not None and due.day < isms.on)


def unanswered(isms: Isms) -> tuple[Exercise | RestoreTest, ...]:
    """Missed exercises and failed restores that nothing answers."""
    missed = (each for each in isms.all(Exercise) if each.result == "missed" and not each.answered_by)
    failed = (each for each in isms.all(RestoreTest) if each.result == "failed" and not each.answered_by)
    return (*missed, *failed)
