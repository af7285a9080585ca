"""The gravest risks on Today: level and score are of one judgement."""

from __future__ import annotations

from plumbline.apps.home.waiting import top_risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.kinds import Impact
from tests.domain.test_heat_map import DAY, criteria


def judged(ref: str, stage: str, likelihood: int, impact: int) -> kinds.Assessment:
    return kinds.Assessment(
        ref=ref,
        risk="R-1",
        stage=stage,  # type: ignore[arg-type]  # one of its words
        likelihood=likelihood,
        impacts=(Impact(dimension="A", number=impact),),
        score=likelihood * impact,
        assessed_on=DAY,
    )


def test_a_risk_that_is_high_today_and_medium_when_its_plan_is_done_stands_with_medium_and_its_score() -> None:
    flood = kinds.Risk(ref="R-1", title="Flood")
    held = [criteria("CRIT-1", accept=6), flood, judged("RAS-1", "current", 4, 5), judged("RAS-2", "residual", 2, 4)]
    assert top_risks(assemble(held, on=DAY)) == ((flood, "medium", 8),)
