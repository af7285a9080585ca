"""The first page: what is late and what is coming, and the gravest risks as the matrix has them."""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string

from plumbline.apps.home.waiting import top_risks
from plumbline.apps.improvement.services import actions
from plumbline.apps.journal import ports
from plumbline.engine.domain import kinds
from plumbline.engine.domain.heat_map import heat_map
from plumbline.engine.rules.pages import example_isms
from tests.stories import Firm
from tests.visiting import signed_in

TODAY = ports.today("Europe/Berlin")


def test_what_is_late_is_not_counted_among_what_is_coming(firm: Firm) -> None:
    for number in range(10):
        late = kinds.Action(title=f"Late {number}", owner=firm.cleo.person, due=TODAY - timedelta(days=1 + number))
        actions.add(firm.ada, late)
    soon = actions.add(firm.ada, kinds.Action(title="Soon", owner=firm.cleo.person, due=TODAY + timedelta(days=3)))
    shown = signed_in(firm.bob).get("/")
    assert len(shown.context["late"]) == 10
    assert [each.record.ref for each in shown.context["ahead"]] == [soon.ref]
    text = shown.content.decode()
    assert "<summary>2 more</summary>" in text
    assert all(f"/registers/action/{each.record.ref}/" in text for each in shown.context["late"])


def test_what_is_still_coming_is_never_told_as_late_because_something_else_is(firm: Firm) -> None:
    for title, day in (("Gone by", TODAY - timedelta(days=2)), ("To come", TODAY + timedelta(days=3))):
        actions.add(firm.ada, kinds.Action(title=title, owner=firm.cleo.person, due=day))
    waiting = signed_in(firm.cleo).get("/").content.decode().split('id="waiting"')[1]
    gone_by, to_come = waiting.split("</section>")[0].split("</li>")[:2]
    assert "late since" in gone_by
    assert "late since" not in to_come


SCORED = """
on = 2026-03-31

[[criteria]]
ref = "CRI-1"
number = "1"
state = "in force"
approved_on = 2026-01-02
effective = 2026-01-02
likelihood = [{number = 1, label = "rare"}, {number = 2, label = "seldom"}, {number = 4, label = "often"}]
dimensions = [{key = "C", levels = [{number = 1, label = "little"}, {number = 4, label = "much"}]}]
bands = [{level = "medium", low = 1, high = 11}, {level = "high", low = 12, high = 25}]

[[risk]]
ref = "R-2"
title = "Theft"

[[assessment]]
ref = "RAS-1"
risk = "R-2"
stage = "current"
likelihood = 4
impacts = [{dimension = "C", number = 4}]
score = 16
level = "high"
assessed_on = 2026-02-01

[[assessment]]
ref = "RAS-2"
risk = "R-2"
stage = "residual"
likelihood = 2
impacts = [{dimension = "C", number = 4}]
score = 8
level = "medium"
assessed_on = 2026-02-01
"""


def test_the_word_and_the_score_of_a_top_risk_are_of_the_assessment_on_the_matrix() -> None:
    isms = example_isms(SCORED)
    ((risk, level, score),) = top_risks(isms)
    drawn = heat_map(isms, "remaining")
    assert drawn is not None
    (place,) = [each for row in drawn.rows for each in row if risk in each.risks]
    assert (level, score) == (place.level, place.likelihood * place.impact) == ("medium", 8)


def test_without_criteria_a_top_risk_is_told_as_its_assessment_states_it() -> None:
    ((_, level, score),) = top_risks(example_isms(SCORED.replace('state = "in force"', 'state = "draft"')))
    assert (level, score) == ("medium", 8)


def test_one_requirement_is_told_of_as_one() -> None:
    drawn = render_to_string("ui/parts/progress.html", {"done": 1, "total": 1, "unit": "shown", "one": "is shown"})
    assert "is shown</span>" in drawn
