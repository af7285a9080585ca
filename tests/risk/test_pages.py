"""Risk in the browser: assessed by the scales, on the matrix, on the board, and new criteria previewed."""

from __future__ import annotations

import pytest

from plumbline.apps.records.writers import writer_of
from plumbline.apps.risk.services import adopt_criteria
from plumbline.engine.domain import kinds
from tests.domain.test_heat_map import criteria
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def method(firm: Firm) -> kinds.Criteria:
    draft = writer_of(kinds.Criteria).add(firm.ada, criteria("", accept=6, state="draft"))
    return adopt_criteria(firm.tilda, draft.ref, seen=firm.seen(draft))


@pytest.fixture
def risk(firm: Firm) -> kinds.Risk:
    return writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person))


def test_without_a_method_the_matrix_says_what_to_do(firm: Firm) -> None:
    assert "No method is in force" in signed_in(firm.ada).get("/risk/").content.decode()


def test_ada_assesses_a_risk_twice_and_the_first_is_superseded(
    firm: Firm, method: kinds.Criteria, risk: kinds.Risk
) -> None:
    ada, url = signed_in(firm.ada), f"/risk/{risk.ref}/assess/"
    seen = ada.get(url).context["seen"]
    nothing = ada.post(url, {"seen": seen, "stage": "current"})
    assert nothing.status_code == 422
    for likelihood in ("4", "2"):
        sent = {"seen": seen, "stage": "current", "likelihood": likelihood, "impact-A": "5", "reason": "The river."}
        assert ada.post(url, sent).status_code == 302
    stored = {each: firm.told(kinds.Assessment(ref=each)) for each in ("RAS-1", "RAS-2")}
    first, second = stored["RAS-1"], stored["RAS-2"]
    assert isinstance(first, kinds.Assessment)
    assert isinstance(second, kinds.Assessment)
    assert (first.state, first.score, first.level) == ("superseded", 20, "high")
    assert (second.state, second.score, second.level) == ("current", 10, "medium")
    shown = ada.get("/risk/?stage=current").context["map"]
    stands = [(each.likelihood, each.impact) for row in shown.rows for each in row if each.risks]
    assert stands == [(2, 5)]


def test_the_board_shows_what_is_left_to_do(firm: Firm, method: kinds.Criteria, risk: kinds.Risk) -> None:
    cleo = signed_in(firm.cleo)
    columns = {each.key: [card.risk.ref for card in each.cards] for each in cleo.get("/risk/board/").context["columns"]}
    assert columns["unassessed"] == [risk.ref]
    assert cleo.get("/risk/board/?owner=nobody").context["total"] == 0


def test_a_draft_of_the_method_shows_what_it_would_change(firm: Firm, method: kinds.Criteria, risk: kinds.Risk) -> None:
    ada, url = signed_in(firm.ada), f"/risk/{risk.ref}/assess/"
    sent = {"seen": ada.get(url).context["seen"], "stage": "current", "likelihood": "2", "impact-A": "3"}
    ada.post(url, sent)
    stricter = writer_of(kinds.Criteria).add(firm.ada, criteria("", accept=3, state="draft"))
    found = signed_in(firm.tilda).get(f"/risk/method/{stricter.ref}/preview/")
    assert [each.risk.ref for each in found.context["change"].newly_unacceptable] == [risk.ref]
    assert f"/registers/criteria/{stricter.ref}/decide/approve/" in found.content.decode()


def test_dan_sees_nothing_of_it(firm: Firm) -> None:
    from django.test import Client

    assert Client().get("/risk/").status_code == 302
    assert signed_in(firm.bob).post("/risk/R-1/assess/", {"seen": "1"}).status_code == 403


def test_the_page_of_a_risk_says_how_high_it_is_at_every_stage_and_what_is_accepted(
    firm: Firm, method: kinds.Criteria, risk: kinds.Risk
) -> None:
    ada, url = signed_in(firm.ada), f"/risk/{risk.ref}/assess/"
    for stage, likelihood in (("inherent", "4"), ("current", "2")):
        sent = {"seen": ada.get(url).context["seen"], "stage": stage, "likelihood": likelihood, "impact-A": "5"}
        assert ada.post(url, sent).status_code == 302
    page = ada.get(f"/registers/risk/{risk.ref}/")
    assert page.context["reckoned"] == (
        ("If nothing were done", "high (20)"),
        ("Today", "medium (10)"),
        ("When the plan is done", "not assessed"),
        ("Accepted by itself", "up to 6 (what remains lies above)"),
    )
    assert "what remains lies above" in page.content.decode()


def test_a_step_of_a_scale_means_its_words_and_its_band_only_where_there_are_none() -> None:
    assert kinds.ScaleLevel(number=1, definition="Below 5,000 EUR", low="0", high="5000").meaning == "Below 5,000 EUR"
    assert kinds.ScaleLevel(number=1, low="0", high="5000").meaning == "0 to 5000"
    assert kinds.ScaleLevel(number=5, low="5000").meaning == "5000"
    assert kinds.ScaleLevel(number=5).meaning == ""
