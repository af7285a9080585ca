"""Cards are confirmed one by one: links wait for what they point at, edits follow the matrix, people's changes stay."""

import dataclasses

import pytest

from plumbline.beginning.editing import EditError, edited
from plumbline.beginning.linking import keys_in
from plumbline.beginning.proposal import Card
from plumbline.beginning.settling import all_settled, later_links, merged, numbered, settled
from plumbline.engine.domain.kinds import Assessment, Issue, Organization, OwnRule, Record, Risk, fields_of
from tests.beginning.simulated import CONFIRMER, FIRMS, proposed

FIRM = "payments"


def _card(key: str) -> Card:
    found = proposed(FIRM).card(key)
    assert found is not None
    return found


def test_a_link_to_something_unconfirmed_waits_and_is_added_later() -> None:
    proposal = proposed(FIRM)
    issue = _card("issue-fraud").records[0]
    assert "risk-account-takeover" in set(keys_in(issue.record))
    allotted = {issue.key: "CTX-7", "role-payments": "ROLE-3"}
    first = settled(issue, allotted, CONFIRMER)
    assert isinstance(first, Issue)
    assert (first.ref, first.leads_to, first.owner) == ("CTX-7", (), "ROLE-3")
    allotted["risk-account-takeover"] = "R-12"
    (joined,) = later_links(proposal, {issue.key: first}, allotted, {"risk-account-takeover"})
    assert isinstance(joined, Issue)
    assert joined.leads_to == ("R-12",)


def test_links_that_are_added_later_leave_a_persons_changes_alone() -> None:
    issue = _card("issue-fraud").records[0]
    mine = Issue(ref="CTX-7", title="Fraud, in our own words", leads_to=("R-90",), owner="PER-9")
    allotted = {issue.key: "CTX-7", "risk-account-takeover": "R-12", "role-payments": "ROLE-3"}
    (joined,) = later_links(proposed(FIRM), {issue.key: mine}, allotted, {"risk-account-takeover", "role-payments"})
    assert joined == dataclasses.replace(mine, leads_to=("R-90", "R-12"))


def test_a_link_that_a_person_removed_does_not_come_back() -> None:
    issue = _card("issue-fraud").records[0]
    mine = Issue(ref="CTX-7", title="Fraud, in our own words", owner="PER-9")
    allotted = {issue.key: "CTX-7", "risk-account-takeover": "R-12", "risk-payee-fraud": "R-13"}
    (joined,) = later_links(proposed(FIRM), {issue.key: mine}, allotted, {"risk-payee-fraud"})
    assert isinstance(joined, Issue)
    assert joined.leads_to == ("R-13",)


def test_pairs_of_roles_that_exclude_each_other_are_complete_once_both_roles_are_confirmed() -> None:
    proposal, organisation = proposed(FIRM), _card("organisation").records[0]
    one = {"role-security": "ROLE-2"}
    first = merged(Organization(ref="ORG-1"), settled(organisation, one, CONFIRMER))
    assert first.incompatible_roles == ()
    both = {**one, "role-auditor": "ROLE-12"}
    (joined,) = later_links(proposal, {organisation.key: first}, both, {"role-auditor"})
    assert isinstance(joined, Organization)
    assert [(each.first, each.second) for each in joined.incompatible_roles] == [("ROLE-2", "ROLE-12")]


def test_what_is_dismissed_is_pointed_at_by_nobody() -> None:
    kept = [each.key for each in proposed(FIRM).cards if each.section != "assets"]
    records = all_settled(proposed(FIRM), CONFIRMER, kept)
    risks = [each for each in records if isinstance(each, Risk)]
    assert risks
    assert all(each.assets == () for each in risks)


def test_whoever_confirms_is_the_one_who_decided() -> None:
    rule = _card("rhythm").records[0]
    written = settled(rule, {rule.key: "RULE-1"}, "PER-4")
    assert isinstance(written, OwnRule)
    assert written.adopted_by == "PER-4"


def test_a_control_keeps_its_key_as_reference() -> None:
    allotted = numbered(proposed(FIRM))
    assert allotted["control_state-A.8.5"] == "A.8.5"
    assert allotted["role-top"] == "ROLE-1"


def test_the_organisation_is_changed_and_its_name_stays() -> None:
    standing = Organization(ref="ORG-1", title="Coppergull Limited", time_zone="Europe/Dublin", headcount=17)
    changed = merged(standing, settled(_card("organisation").records[0], {}, CONFIRMER))
    assert (changed.ref, changed.title, changed.time_zone) == ("ORG-1", "Coppergull Limited", "Europe/Dublin")
    assert (changed.headcount, changed.country, changed.sector) == (19, "IE", "Payments")
    assert len(changed.classes) == 4


def test_the_body_of_a_document_is_no_key_though_it_has_headings() -> None:
    version = next(each for each in proposed(FIRM).proposed if each.key == "document-risk-management-version")
    assert len(getattr(settled(version, {}, CONFIRMER), "body", "")) > 1000


def test_an_edit_changes_what_the_card_offers() -> None:
    card = edited(_card("asset-payment-orders"), {("asset-payment-orders", "title"): " Orders and balances "})
    assert card.records[0].record.title == "Orders and balances"


def test_what_the_card_does_not_offer_is_refused_with_the_way_to_go() -> None:
    with pytest.raises(EditError, match="Confirm the card and change the record"):
        edited(_card("asset-payment-orders"), {("asset-payment-orders", "note"): "x"})


def test_a_changed_score_gets_its_level_from_the_matrix() -> None:
    key = "risk-phishing-current"
    impacts = [{"dimension": each, "number": 2} for each in ("confidentiality", "integrity", "availability")]
    card = edited(_card("risk-phishing"), {(key, "likelihood"): "2", (key, "impacts"): impacts})
    scored = next(each.record for each in card.records if each.key == key)
    assert isinstance(scored, Assessment)
    assert (scored.likelihood, scored.combined, scored.level) == (2, 2, "low")


@pytest.mark.parametrize(
    ("name", "value", "says"), [("likelihood", 6, "scale from 1 to 5"), ("likelihood", "often", "cannot be read")]
)
def test_a_score_off_the_scale_is_refused(name: str, value: object, says: str) -> None:
    with pytest.raises(EditError, match=says):
        edited(_card("risk-phishing"), {("risk-phishing-current", name): value})


def _apart(record: Record) -> dict[str, object]:
    """Fields by name; the order of what a field lists does not matter."""
    held = {each.name: getattr(record, each.name) for each in fields_of(type(record))}
    return {name: frozenset(each) if isinstance(each, tuple) else each for name, each in held.items()}


@pytest.mark.parametrize("firm", FIRMS)
def test_confirming_one_section_after_the_other_ends_where_confirming_all_at_once_does(firm: str) -> None:
    proposal, references = proposed(firm), numbered(proposed(firm))
    allotted: dict[str, str] = {}
    written: dict[str, Record] = {}
    for section in proposal.sections:
        new = {each.key for card in section.cards for each in card.records}
        allotted |= {key: references[key] for key in new}
        keys = {(each.KIND, each.ref): key for key, each in written.items()}
        joined = list(later_links(proposal, written, allotted, new))
        written |= {keys[each.KIND, each.ref]: each for each in joined}
        for each in (each for card in section.cards for each in card.records):
            written[each.key] = settled(each, allotted, CONFIRMER)
    at_once = {(each.KIND, each.ref): _apart(each) for each in all_settled(proposal, CONFIRMER)}
    assert {(each.KIND, each.ref): _apart(each) for each in written.values()} == at_once
