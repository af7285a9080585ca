"""Whether what must come back has a plan, and whether plans were tried out (A.5.29, A.5.30)."""

from collections.abc import Iterator

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.due import next_due, overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, ContinuityPlan
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.recovery import exercises_of, need_of, plans_for, plans_in_force, with_a_need
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed

OFFERED = ("process", "service")
SEEN = ("recovery_time", "recovery_point")


def _to_plan(isms: Isms) -> tuple[Asset, ...]:
    return tuple(each for each in with_a_need(isms) if each.asset_kind in OFFERED)


@rule(
    "CON001",
    "continuity-plan-missing",
    clauses=("A.5.29", "A.5.30"),
    grade=MINOR_UP,
    examines=Population("processes and services with a recovery need", _to_plan),
    mend="Name it under “Covers” in a plan, say there how information stays protected meanwhile, and have it approved.",
)
def continuity_plan_missing(isms: Isms, asset: Asset) -> Iterator[Fault | Unjudged]:
    """A plan for its place or its provider covers it too. Plans kept as documents do not say what they cover."""
    need = need_of(isms, asset)
    cites = (Cited(need.record, SEEN),) if need and need.record is not asset else ()
    held = plans_for(isms, asset)
    if not held:
        if not plans_in_force(isms) and shown_elsewhere(isms, "A.5.29", "A.5.30"):
            yield Unjudged(asset, "which plans cover it: none is in the register")
        else:
            yield Fault(asset, gap="No continuity plan in force covers it.", shows=SEEN, cites=cites)
    elif not any(each.security_meanwhile.strip() for each in held):
        named = listed(each.ref for each in held)
        verbs = "covers it and says" if len(held) == 1 else "cover it and say"
        gap = f"{named} {verbs} nothing on how information stays protected meanwhile."
        plans = tuple(Cited(each, ("covers", "security_meanwhile")) for each in held)
        yield Fault(asset, gap=gap, shows=SEEN, cites=(*cites, *plans))


@rule(
    "CON002",
    "continuity-untested",
    clauses=("A.5.30", "A.5.29"),
    grade=MINOR_UP,
    examines=Population("continuity plans in force", plans_in_force),
    mend="Exercise the plan, at a table if need be, and write down what was aimed at, reached and learned.",
)
def continuity_untested(isms: Isms, plan: ContinuityPlan) -> Iterator[Fault | Unjudged]:
    """A plan never exercised is given one interval from its approval."""
    held = exercises_of(isms, plan)
    life = isms.lives.get((plan.KIND, plan.ref))
    last = held[-1].held_on if held else plan.approved_on or (life.first if life else None)
    due = next_due(isms, None, last, plan.exercise_interval, "exercise_interval")
    if due is None:
        stated = plan.exercise_interval or promise(isms, "exercise_interval")
        yield Unjudged(plan, "the day it was approved" if stated else "no promise `exercise_interval`")
    elif overdue(isms, due.day):
        never = f"It was never exercised; the first exercise was due on {due.day.isoformat()}."
        gap = f"It was last exercised on {last} and was due again on {due.day}." if held else never
        cites = tuple(Cited(each, ("held_on", "result")) for each in held[-1:])
        yield Fault(plan, gap=gap, shows=("exercise_interval", "approved_on"), cites=cites, stated=due.stated)
