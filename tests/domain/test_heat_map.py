"""The matrix of risks, what new criteria would change, and needs that assets inherit."""

from __future__ import annotations

from datetime import date

from plumbline.engine.domain import kinds
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.heat_map import heat_map
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Impact
from plumbline.engine.domain.method_change import what_would_change
from plumbline.engine.domain.needs import needs
from plumbline.engine.domain.risk import Band, Dimension, ScaleLevel

DAY = date(2026, 3, 31)


def scale(steps: int) -> tuple[ScaleLevel, ...]:
    return tuple(ScaleLevel(number=each, label=f"step {each}") for each in range(1, steps + 1))


def criteria(ref: str, *, accept: int, steps: int = 5, state: str = "in force") -> kinds.Criteria:
    return kinds.Criteria(
        ref=ref,
        number="1",
        likelihood=scale(steps),
        dimensions=tuple(Dimension(key=each, levels=scale(steps)) for each in ("C", "I", "A")),
        bands=(
            Band(level="low", low=1, high=5),
            Band(level="medium", low=6, high=11),
            Band(level="high", low=12, high=25),
        ),
        accept_up_to=accept,
        approved_on=DAY if state == "in force" else None,
        effective=DAY if state == "in force" else None,
        state=state,  # type: ignore[arg-type]  # one of its words
    )


def system(*more: kinds.Record) -> Isms:
    risks = (kinds.Risk(ref="R-1", title="Flood"), kinds.Risk(ref="R-2", title="Theft"), kinds.Risk(ref="R-3"))
    assessments = (
        kinds.Assessment(
            ref="RAS-1",
            risk="R-1",
            stage="current",
            likelihood=4,
            impacts=(Impact(dimension="A", number=5), Impact(dimension="C", number=1)),
        ),
        kinds.Assessment(
            ref="RAS-2", risk="R-2", stage="current", likelihood=2, impacts=(Impact(dimension="C", number=3),)
        ),
    )
    return assemble([criteria("CRIT-1", accept=6), *risks, *assessments, *more], on=DAY)


def test_risks_stand_where_likelihood_meets_the_combined_impact() -> None:
    found = heat_map(system(), "now")
    assert found is not None
    stands = {
        (each.likelihood, each.impact): [r.ref for r in each.risks] for row in found.rows for each in row if each.risks
    }
    assert stands == {(4, 5): ["R-1"], (2, 3): ["R-2"]}
    assert [(risk.ref, why) for risk, why in found.unplaced] == [("R-3", "it is not assessed at this stage")]
    top_left, bottom_right = found.rows[0][0], found.rows[-1][-1]
    assert (top_left.likelihood, top_left.impact, top_left.level) == (5, 1, "low")
    assert (bottom_right.level, found.rows[0][-1].weight) == ("low", 1.0)


def test_without_criteria_there_is_no_map() -> None:
    assert heat_map(assemble([kinds.Risk(ref="R-1")], on=DAY), "now") is None


def test_new_criteria_are_previewed_before_anybody_adopts_them() -> None:
    stricter = criteria("CRIT-2", accept=5, state="draft")
    found = what_would_change(system(stricter), stricter)
    assert [each.risk.ref for each in found.newly_unacceptable] == ["R-2"]
    assert [each.risk.ref for each in found.moved] == ["R-2"]
    shorter = criteria("CRIT-3", accept=6, steps=3, state="draft")
    off = what_would_change(system(shorter), shorter).off_scale
    assert [(each.risk.ref, each.off_scale) for each in off] == [("R-1", "likelihood 4 is not on the new scale")]


def test_what_carries_something_valuable_needs_as_much_and_says_why() -> None:
    records = (
        kinds.Asset(ref="AST-1", title="Patient data", confidentiality="critical", integrity="high"),
        kinds.Asset(
            ref="AST-2", title="Records system", holds=("AST-1",), confidentiality="medium", depends_on=("AST-3",)
        ),
        kinds.Asset(ref="AST-3", title="Server", availability="low", depends_on=("AST-2",)),
        kinds.Asset(ref="AST-4", title="Kettle", confidentiality="low"),
    )
    found = needs(assemble(records, on=DAY))
    confidentiality = {ref: each[0] for ref, each in found.items()}
    assert confidentiality["AST-3"].inherited == "critical"
    assert confidentiality["AST-3"].way == ("AST-3", "AST-2", "AST-1")
    assert confidentiality["AST-2"].higher
    assert (confidentiality["AST-1"].higher, confidentiality["AST-4"].higher) == (False, False)
    assert found["AST-2"][2].inherited == "low", "what depends on each other in a circle shares the need and ends"
