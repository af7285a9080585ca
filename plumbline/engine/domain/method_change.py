"""What another version of the criteria would make of the assessments that stand: seen before anybody adopts it."""

from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, Criteria, Risk
from plumbline.engine.domain.method import STAGES, accepts, computed, outcome, rank, standing


@dataclass(frozen=True, slots=True)
class Moved:
    """An assessment under the criteria it was made by and under the new ones; `off_scale` says what does not fit."""

    risk: Risk
    assessment: Assessment
    score_before: int | None
    level_before: str
    score_after: int | None
    level_after: str
    accepted_before: bool | None
    accepted_after: bool | None
    off_scale: str = ""

    @property
    def moves(self) -> bool:
        """Whether level or acceptance read otherwise."""
        return self.level_before != self.level_after or self.accepted_before != self.accepted_after


@dataclass(frozen=True, slots=True)
class Change:
    """What a version would change: every standing assessment judged anew."""

    all: tuple[Moved, ...]

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Those whose level or acceptance would read otherwise."""
        return tuple(each for each in self.all if each.moves and not each.off_scale)

    @property
    def off_scale(self) -> tuple[Moved, ...]:
        """Those whose likelihood or impact is not on the new scales, so that they have to be assessed anew."""
        return tuple(each for each in self.all if each.off_scale)

    @property
    def newly_unacceptable(self) -> tuple[Moved, ...]:
        """Those that were accepted by the rule and would be no longer."""
        return tuple(each for each in self.moved if each.accepted_before and each.accepted_after is False)


def what_would_change(isms: Isms, criteria: Criteria) -> Change:
    """Every standing assessment of the live risks, judged by another version of the criteria."""
    found = ((risk, stands) for risk in isms.live(Risk) for stage in STAGES if (stands := standing(isms, risk, stage)))
    return Change(tuple(_moved(isms, criteria, risk, stands) for risk, stands in found))


def _moved(isms: Isms, criteria: Criteria, risk: Risk, stands: Assessment) -> Moved:
    before, after = outcome(isms, stands), computed(criteria, stands)
    return Moved(
        risk,
        stands,
        before.score if before else stands.score,
        before.level if before else stands.level,
        after.score,
        after.level,
        before.accepted if before else None,
        accepts(criteria, after.score, after.level),
        _off_scale(criteria, stands),
    )


def _off_scale(criteria: Criteria, stands: Assessment) -> str:
    """What of an assessment the scales do not have."""
    if stands.likelihood is None or not (stands.impacts or stands.combined is not None):
        return "it states no likelihood or no impact"
    if stands.likelihood not in {each.number for each in criteria.likelihood}:
        return f"likelihood {stands.likelihood} is not on the new scale"
    known = {each.key: {level.number for level in each.levels} for each in criteria.dimensions}
    for each in stands.impacts:
        if each.dimension not in known:
            return f"the new criteria have no dimension {each.dimension}"
        if each.number not in known[each.dimension]:
            return f"impact {each.number} on {each.dimension} is not on the new scale"
    missing = computed(criteria, stands).level
    return "" if missing and rank(criteria, missing) is not None else "the new criteria give it no level"
