"""What follows from answers is proposed with its reason, and nothing pretends."""

from collections.abc import Iterator
from datetime import date

import pytest

from plumbline.beginning.answers import Answers, read_answers
from plumbline.beginning.filling import within
from plumbline.beginning.proposal import Proposal, Proposed
from plumbline.beginning.proposing import propose
from plumbline.beginning.questions import questions
from plumbline.engine.domain.kinds import Action, Assessment, ControlState, Risk
from tests.beginning.simulated import DAY, FIRMS, answered, proposed

ONLY_PEOPLE_BRING = {
    *("evidence_item", "acceptance", "treatment_plan", "soa_version", "acknowledgement", "competence_proof"),
    *("supplier_assessment", "supplier_review", "supplier_agreement", "reading", "screening", "agreement_signed"),
    *("exception", "rule_waiver", "incident", "nonconformity", "commitment"),
}
"""Kinds that say that something happened or was decided."""


def _record(proposal: Proposal, key: str) -> Proposed:
    return next(each for each in proposal.proposed if each.key == key)


def _levels(firm_or: Proposal, risk: str) -> tuple[str, ...]:
    found = (_record(firm_or, f"{risk}-{stage}").record for stage in ("inherent", "current", "residual"))
    return tuple(each.level for each in found if isinstance(each, Assessment))


@pytest.mark.parametrize("firm", FIRMS)
def test_nothing_that_only_people_can_bring_is_proposed(firm: str) -> None:
    kinds = set(proposed(firm).by_kind())
    assert kinds & ONLY_PEOPLE_BRING == set()


@pytest.mark.parametrize("firm", FIRMS)
def test_nothing_is_proposed_as_approved_in_force_or_implemented(firm: str) -> None:
    for each in proposed(firm).proposed:
        record = each.record
        assert getattr(record, "approved_on", None) is None, each.key
        assert not getattr(record, "approved_by", ()), each.key
        if record.KIND in ("criteria", "scope", "document_version"):
            assert getattr(record, "state", "") == "draft", each.key
        if isinstance(record, ControlState):
            assert record.status in ("planned", "partly"), each.key
        assert getattr(record, "fulfilment", "") == "", each.key


@pytest.mark.parametrize("firm", FIRMS)
def test_every_card_says_why(firm: str) -> None:
    for card in proposed(firm).cards:
        assert card.reason.endswith("."), card.key
        assert len(card.reason) > 20, card.key


def test_a_reason_repeats_what_was_said() -> None:
    proposal = propose(read_answers({"country": "AT", "personal_data": ["staff", "patients"]}), DAY)
    card = proposal.card("obl-gdpr")
    assert card is not None
    assert card.reason == "You said that you hold data of your staff and patients and you are established in Austria."


@pytest.mark.parametrize("firm", FIRMS)
def test_cards_and_records_have_keys_of_their_own(firm: str) -> None:
    cards = [each.key for each in proposed(firm).cards]
    records = [each.key for each in proposed(firm).proposed]
    assert len(cards) == len(set(cards))
    assert len(records) == len(set(records))


def test_the_same_answers_on_the_same_day_give_the_same_proposal() -> None:
    assert propose.__wrapped__(answered("utility"), DAY) == propose.__wrapped__(answered("utility"), DAY)


def test_days_are_counted_from_the_day_it_is_proposed_on() -> None:
    later = propose(answered("utility"), date(2027, 2, 1))
    action = _record(later, "m-updates").record if later.card("m-updates") else _record(later, "m-mfa").record
    assert isinstance(action, Action)
    assert action.raised_on == date(2027, 2, 1)
    assert action.due is not None
    assert action.due > date(2027, 2, 1)


def test_what_is_not_known_is_to_be_found_out_and_nothing_is_made_up_for_it() -> None:
    proposal = propose(Answers(), DAY)
    found = {each.key for each in proposal.cards if each.section == "open"}
    assert len(found) == len(questions())
    assert "obligation" not in {
        each.record.KIND for each in proposal.proposed if each.key.startswith(("obl-gdpr", "obl-nis2", "obl-dora"))
    }


def test_not_knowing_leaves_no_control_out() -> None:
    proposal = propose(read_answers({"headcount": "40"}), DAY)
    overridden = [each.record for each in proposal.proposed if each.record.KIND == "soa_override"]
    assert all(getattr(each, "applicable", "") == "yes" for each in overridden)


def test_what_happened_before_is_likelier() -> None:
    calm = propose(read_answers({"troubles": ["none"]}), DAY)
    burnt = propose(read_answers({"troubles": ["ransomware"]}), DAY)
    before, after = (_record(each, "risk-ransomware-inherent").record for each in (calm, burnt))
    assert isinstance(before, Assessment)
    assert isinstance(after, Assessment)
    assert before.likelihood is not None
    assert after.likelihood == before.likelihood + 1


def test_what_is_practised_counts_today_and_is_to_be_shown() -> None:
    base = {"data_places": ["cloud"], "software": ["own"]}
    without = propose(read_answers({**base, "practices": ["none"]}), DAY)
    practised = propose(read_answers({**base, "practices": ["mfa", "training"]}), DAY)
    assert _levels(without, "risk-phishing")[:2] == ("high", "high")
    assert _levels(practised, "risk-phishing")[:2] == ("high", "medium")
    action = _record(practised, "m-mfa").record
    assert isinstance(action, Action)
    assert action.action_kind == "improve"
    assert action.title.startswith("Show that it runs")
    state = _record(practised, "control_state-A.8.5").record
    assert isinstance(state, ControlState)
    assert state.status == "partly"


@pytest.mark.parametrize("firm", FIRMS)
def test_a_stage_never_rises_above_the_one_before(firm: str) -> None:
    order = ("low", "medium", "high", "critical")
    for each in proposed(firm).by_kind()["risk"]:
        ranks = [order.index(level) for level in _levels(proposed(firm), each.key)]
        assert ranks == sorted(ranks, reverse=True), each.key


@pytest.mark.parametrize("firm", FIRMS)
def test_risks_that_are_to_be_treated_have_an_action_or_a_control(firm: str) -> None:
    for each in proposed(firm).by_kind()["risk"]:
        assert isinstance(each.record, Risk)
        assert each.record.planned_controls or each.record.controls, each.key
        assert each.record.owner, each.key


def test_a_supplier_that_was_named_takes_the_place_of_the_one_implied() -> None:
    def suppliers(raw: str) -> Iterator[str]:
        answers = read_answers({"devices": ["medical"], "suppliers": raw})
        yield from (each.record.title for each in propose(answers, DAY).proposed if each.record.KIND == "supplier")

    assert list(suppliers("Titrano: analysers and their service")) == ["Titrano"]
    assert "Service of the analysers (enter its name)" in list(suppliers("Quill: tax adviser"))


@pytest.mark.parametrize("firm", FIRMS)
def test_the_approvals_that_people_give_are_named_and_come_in_order(firm: str) -> None:
    keys = [each.key for each in proposed(firm).decisions]
    assert keys[0] == "approve-criteria"
    assert keys[-1] == "approve-soa"
    known = {each.key for each in proposed(firm).proposed}
    assert all(set(each.about) <= known for each in proposed(firm).decisions)


def test_a_number_that_is_not_known_stands_in_no_reason() -> None:
    said = [each for card in propose(Answers(), DAY).cards for each in card.because]
    assert said == []


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("An online shop for wine.", "an online shop for wine"),
        ("The accounts of small firms", "the accounts of small firms"),
        ("Weirwatch, a warning service", "Weirwatch, a warning service"),
        ("IT for schools", "IT for schools"),
        ("Laboratory analyses for four hospitals", "laboratory analyses for four hospitals"),
        ("Sterling accounts for sailors", "Sterling accounts for sailors"),
        ("Data Harbour, an archive", "Data Harbour, an archive"),
        ("analyses", "analyses"),
    ],
)
def test_an_answer_stands_inside_a_sentence_without_the_capital_of_its_own(typed: str, inside: str) -> None:
    assert within(typed) == inside
