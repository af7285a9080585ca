"""Whether scores agree with one another: between like scenarios, and between the stages of one risk."""

from collections.abc import Hashable, Iterator

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Assessment, Asset, Record, Risk, Threat, Weakness
from plumbline.engine.domain.method import STAGES, combined, pinned, rank, standing
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed

SCORED = ("stage", "likelihood", "combined", "score", "level")


def _scenario(isms: Isms, risk: Risk) -> tuple[Hashable, ...]:
    """What makes two risks alike: the key given to them, else asset, threat and weakness, all three."""
    if risk.scenario_key:
        return (folded(risk.scenario_key),)
    sides = (
        _named(isms, risk.assets, Asset),
        _named(isms, risk.threats, Threat),
        _named(isms, risk.weaknesses, Weakness),
    )
    return sides if all(sides) else ()


def _named(isms: Isms, words: tuple[str, ...], kind: type[Record]) -> frozenset[str]:
    found = ((each, isms.resolve(each, kind)) for each in words if each)
    return frozenset(record.ref if record else folded(each) for each, record in found)


def _families(isms: Isms) -> dict[tuple[Hashable, ...], list[Risk]]:
    def group() -> dict[tuple[Hashable, ...], list[Risk]]:
        families: dict[tuple[Hashable, ...], list[Risk]] = {}
        for risk in isms.live(Risk):
            if key := _scenario(isms, risk):
                families.setdefault(key, []).append(risk)
        return families

    return isms.memo("risks by scenario", group)


def _with_an_elder(isms: Isms) -> tuple[tuple[Risk, Risk], ...]:
    """Each further risk of a scenario beside the first: pairs grow with the register, not with its square."""
    return tuple((risk, first) for first, *others in _families(isms).values() for risk in others)


@rule(
    "RSK007",
    "same-scenario-scored-apart",
    clauses=("6.1.2.b",),
    grade=MINOR,
    examines=Population("risks that repeat a scenario", _with_an_elder),
    mend="Align the scores, or write the difference into “Why it is scored apart from its like”.",
)
def same_scenario_scored_apart(isms: Isms, pair: tuple[Risk, Risk]) -> Iterator[Fault]:
    """A reason on either side explains the pair."""
    risk, first = pair
    if risk.scored_apart_reason or first.scored_apart_reason:
        return
    for stage in STAGES:
        mine, other = standing(isms, risk, stage), standing(isms, first, stage)
        if mine and other and (apart := _apart(isms, mine, other)):
            gap = f"The {stage} {listed(apart)} of one scenario differ, and no reason says why."
            yield Fault(risk, gap=gap, cites=(first, Cited(mine, SCORED), Cited(other, SCORED)))
            return


def _apart(isms: Isms, mine: Assessment, other: Assessment) -> list[str]:
    values = {
        "likelihood": (mine.likelihood, other.likelihood),
        "impact": (_impact(isms, mine), _impact(isms, other)),
    }
    return [f"{what} ({one} and {two})" for what, (one, two) in values.items() if None not in (one, two) and one != two]


def _impact(isms: Isms, assessment: Assessment) -> int | None:
    criteria = pinned(isms, assessment)
    made = combined(criteria, assessment.impacts) if criteria else None
    return made if made is not None else assessment.combined


def _in_stages(isms: Isms) -> Iterator[Risk]:
    for risk in isms.live(Risk):
        if sum(standing(isms, risk, stage) is not None for stage in STAGES) > 1:
            yield risk


@rule(
    "RSK014",
    "residual-above-inherent",
    clauses=("6.1.2.b",),
    grade=MINOR,
    examines=Population("risks assessed at two stages", _in_stages),
    mend="Correct the later assessment, or explain in it why the risk rose.",
)
def residual_above_inherent(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """Treatment and controls lower a risk; where a later stage is higher, something is mistyped or unexplained."""
    stages = [found for stage in STAGES if (found := standing(isms, risk, stage))]
    for number, later in enumerate(stages):
        for earlier in stages[:number]:
            if not later.reason and (rise := _rise(isms, earlier, later)):
                what, high, low = rise
                gap = (
                    f"The {later.stage} {what} ({high}) is above the {earlier.stage} {what} ({low}), "
                    "and no reason is recorded."
                )
                yield Fault(risk, gap=gap, cites=(Cited(earlier, SCORED), Cited(later, SCORED)))
                return


def _rise(isms: Isms, earlier: Assessment, later: Assessment) -> tuple[str, int | str, int | str] | None:
    """What rose, to what and from what: scores, or levels where scores are missing; only under the same criteria."""
    criteria, before = pinned(isms, later), pinned(isms, earlier)
    if criteria and before and criteria.ref != before.ref:
        return None
    if earlier.score is not None and later.score is not None:
        return ("score", later.score, earlier.score) if later.score > earlier.score else None
    high, low = (rank(criteria, each.level) if criteria else None for each in (later, earlier))
    if low is None or high is None or high <= low:
        return None
    return "level", later.level, earlier.level
