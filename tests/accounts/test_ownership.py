"""Whoever owns writes what is theirs: the record, what is part of it, and nothing that somebody else answers for."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from plumbline.apps.accounts.access_roles import GRANTED, OWN_ONLY, AccessRole, permitted_wholly
from plumbline.apps.accounts.action import ACTIONS, action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.ownership import ALSO_OF, PART_OF, names_who_answers
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.documents.services import documents
from plumbline.apps.improvement.services import actions
from plumbline.apps.incidents.services import incidents, notifications
from plumbline.apps.journal import reading
from plumbline.apps.journal.verify import verify
from plumbline.apps.organization.services import assignments, roles
from plumbline.apps.records import living, store
from plumbline.apps.records.access import grant_access, revoke_access
from plumbline.apps.records.writers import writer_of
from plumbline.apps.risk.services import assess, assessments, risks
from plumbline.apps.suppliers.services import supplier_reviews, suppliers
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.record import KINDS
from tests.stories import Firm
from tests.visiting import signed_in

STANDING_ALONE = {"criteria", "assessment_round", "threat", "weakness"}
"""Kinds that an owner may add to, and that belong to nobody: from then on whoever runs the ISMS writes them."""
HERS, HIS = "PER-3", "PER-4"


def judged(firm: Firm) -> tuple[str, ...]:
    return verify(firm.id, permitted_then(firm.id), STATE_OF).problems


def refused(ref: str = "") -> pytest.RaisesExc[NotAllowedError]:
    return pytest.raises(NotAllowedError, match=f"{ref}.* is not yours to write" if ref else "not yours to write")


def test_only_the_owner_is_bound_to_their_own_and_only_in_writing() -> None:
    bound = {role: marks for role, marks in OWN_ONLY.items() if marks}
    assert set(bound) == {AccessRole.OWNER}
    assert {each.verb for each in bound[AccessRole.OWNER]} == {"write"}
    assert OWN_ONLY[AccessRole.OWNER] == {each for each in GRANTED[AccessRole.OWNER] if each.verb == "write"}


def test_a_wider_role_lifts_the_bound() -> None:
    assert not permitted_wholly(frozenset({AccessRole.OWNER}), Permission.RISK_WRITE)
    assert permitted_wholly(frozenset({AccessRole.OWNER, AccessRole.ISMS_MANAGER}), Permission.RISK_WRITE)


def test_every_kind_an_owner_writes_says_whose_its_records_are() -> None:
    subjects = {each.subject for each in OWN_ONLY[AccessRole.OWNER]}
    for kind in KINDS.values():
        if kind.SUBJECT in subjects and kind.KIND not in STANDING_ALONE:
            told = names_who_answers(kind) or kind.KIND in PART_OF or kind.KIND in ALSO_OF
            assert told, f"say in ownership.py whose a record of “{kind.KIND}” is"


def test_cleo_writes_her_own_risk_and_not_tildas(firm: Firm) -> None:
    hers = risks.add(firm.ada, kinds.Risk(title="Flood", owner=HERS))
    his = risks.add(firm.ada, kinds.Risk(title="Theft", owner=HIS))
    assert risks.change(firm.cleo, hers.ref, seen=firm.seen(hers), title="Flood of the cellar").title.endswith("cellar")
    with refused(his.ref):
        risks.change(firm.cleo, his.ref, seen=firm.seen(his), title="Nothing to see")
    with refused(his.ref):
        risks.end(firm.cleo, his.ref, seen=firm.seen(his), reason="No longer.", state="closed")
    with refused(his.ref):
        risks.remove(firm.cleo, his.ref, seen=firm.seen(his), reason="Written twice.")
    assert firm.told(his).title == "Theft"
    assert judged(firm) == ()


def test_what_is_nobodys_is_changed_by_whoever_is_named(firm: Firm) -> None:
    found = risks.add(firm.ada, kinds.Risk(title="Fire"))
    with refused(found.ref):
        risks.change(firm.cleo, found.ref, seen=firm.seen(found), owner=HERS)
    with refused():
        risks.add(firm.cleo, kinds.Risk(title="Blame", owner=HIS))
    named = risks.change(firm.ada, found.ref, seen=firm.seen(found), owner=HERS)
    given = risks.change(firm.cleo, found.ref, seen=firm.seen(named), owner=HIS)
    assert given.owner == HIS, "whoever owns it may hand it on"
    with refused(found.ref):
        risks.change(firm.cleo, found.ref, seen=firm.seen(given), owner=HERS)


def test_the_holder_of_the_owning_role_writes_it_while_holding_the_role(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of buildings"))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner=role.ref))
    with refused(risk.ref):
        risks.change(firm.cleo, risk.ref, seen=firm.seen(risk), title="Flood!")
    assignments.add(firm.ada, kinds.Assignment(role=role.ref, person=HERS))
    assert risks.change(firm.cleo, risk.ref, seen=firm.seen(risk), title="Flood!").title == "Flood!"
    assert judged(firm) == ()


def test_what_is_part_of_a_record_belongs_to_whoever_answers_for_it(firm: Firm) -> None:
    hers = risks.add(firm.ada, kinds.Risk(title="Flood", owner=HERS))
    his = risks.add(firm.ada, kinds.Risk(title="Theft", owner=HIS))
    judgement = kinds.Assessment(stage="current", assessed_on=date(2026, 3, 1), by=HERS)
    made = assess(firm.cleo, hers.ref, seen=firm.seen(hers), value=judgement)
    with refused():
        assess(firm.cleo, his.ref, seen=firm.seen(his), value=judgement)
    with refused():
        assessments.change(firm.cleo, made.ref, seen=firm.seen(made), risk=his.ref)
    supplier = suppliers.add(firm.ada, kinds.Supplier(title="Hoster", owner=HIS))
    with refused():
        supplier_reviews.add(firm.cleo, kinds.SupplierReview(supplier=supplier.ref, by=HERS))
    with refused():
        supplier_reviews.add(firm.cleo, kinds.SupplierReview(supplier="a supplier by its name", by=HERS))
    incident = incidents.add(firm.ada, kinds.Incident(title="Outage", owner=HERS))
    assert notifications.add(firm.cleo, kinds.Notification(incident=incident.ref)).incident == incident.ref
    assert judged(firm) == ()


def test_an_action_that_treats_her_risk_is_hers_to_plan_and_to_change(firm: Firm) -> None:
    hers = risks.add(firm.ada, kinds.Risk(title="Flood", owner=HERS))
    planned = actions.add(firm.cleo, kinds.Action(title="Buy a pump", owner=HIS, answers=(hers.ref,)))
    assert actions.change(firm.cleo, planned.ref, seen=firm.seen(planned), title="Buy two").title == "Buy two"
    with refused():
        actions.add(firm.cleo, kinds.Action(title="Do my work", owner=HIS))


def test_of_many_the_ones_that_are_not_hers_are_told_and_the_others_written(firm: Firm) -> None:
    hers = risks.add(firm.ada, kinds.Risk(title="Flood", owner=HERS))
    his = risks.add(firm.ada, kinds.Risk(title="Theft", owner=HIS))
    seen = {each.ref: firm.seen(each) for each in (hers, his)}
    outcome = risks.change_many(firm.cleo, seen, category="Buildings")
    assert outcome.changed == (hers.ref,)
    assert list(outcome.refused) == [his.ref]


def test_a_service_that_forgot_to_ask_is_stopped_when_it_is_written_down(firm: Firm) -> None:
    his = documents.add(firm.ada, kinds.Document(title="Policy", owner=HIS))

    @action(Permission.DOCUMENT_WRITE, name="probe")
    def careless(actor: Actor) -> None:
        store.changed(store.held(kinds.Document, his.ref), title="Mine now")

    try:
        with refused(his.ref):
            careless(firm.cleo)
        assert firm.told(his).title == "Policy"
        careless(firm.ada)
    finally:
        ACTIONS.pop("probe")
    assert firm.told(his).title == "Mine now"


def store_of_the_house(firm: Firm) -> kinds.Record:
    """The organisation, whose time zone says which day it was."""
    (house,) = living.system(firm.id).isms(date(2026, 1, 1)).all(kinds.Organization)
    return house


def test_a_forged_entry_over_anothers_record_is_found_by_verifying(firm: Firm) -> None:
    grant = grant_access(firm.ada, "PER-5", AccessRole.ISMS_MANAGER)
    his = risks.add(actor_of(firm.id, "PER-5"), kinds.Risk(title="Theft", owner=HIS))
    assert judged(firm) == ()
    (entry,) = reading.entries_between(firm.id, firm.seen(his), firm.seen(his) + 1)
    less = dataclasses.replace(grant, access_role=AccessRole.OWNER.value)
    house = store_of_the_house(firm)
    state = {("membership", less.ref): encode(less).decode(), ("organization", house.ref): encode(house).decode()}
    verdict = permitted_then(firm.id)(entry, state)
    assert verdict == f"PER-5 may write their own records, and {his.ref} was not."


@pytest.mark.django_db(transaction=True)
def test_the_page_of_anothers_record_offers_no_change_and_refuses_its_form(firm: Firm) -> None:
    hers = risks.add(firm.ada, kinds.Risk(title="Flood", owner=HERS))
    his = risks.add(firm.ada, kinds.Risk(title="Theft", owner=HIS))
    cleo = signed_in(firm.cleo)
    for risk, may in ((hers, True), (his, False)):
        page = cleo.get(f"/registers/risk/{risk.ref}/").content.decode()
        assert (f"/registers/risk/{risk.ref}/change/" in page) is may
        for way in ("change", "end", "cell/owner"):
            answer = cleo.get(f"/registers/risk/{risk.ref}/{way}/")
            assert (answer.status_code != 403) is may, way
    listed = cleo.get("/registers/risk/").content.decode()
    assert f"/registers/risk/{hers.ref}/cell/" in listed
    assert f"/registers/risk/{his.ref}/cell/" not in listed


def test_access_that_ended_is_dead_at_once(firm: Firm) -> None:
    grant = Membership(ref="MEM-3")
    revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She left.")
    with pytest.raises(NotAllowedError, match="which is for"):
        risks.add(firm.cleo, kinds.Risk(title="Fire", owner=HERS))


def test_what_an_owner_adds_without_naming_anybody_is_hers_and_can_be_changed_by_her(firm: Firm) -> None:
    added = risks.add(firm.cleo, kinds.Risk(title="Flood"))
    assert added.owner == firm.cleo.person
    assert risks.change(firm.cleo, added.ref, seen=firm.seen(added), title="Frost").title == "Frost"
    proof = writer_of(kinds.EvidenceItem).add(firm.cleo, kinds.EvidenceItem(title="Screenshot"))
    assert proof.collected_by == firm.cleo.person, "where nobody answers, whose work it is"


def test_nobody_is_named_for_those_who_may_write_every_record_or_where_somebody_is_named(firm: Firm) -> None:
    assert risks.add(firm.ada, kinds.Risk(title="Flood")).owner == ""
    hers = risks.add(firm.cleo, kinds.Risk(title="Fire", owner=firm.cleo.person))
    part = writer_of(kinds.Assessment).add(firm.cleo, kinds.Assessment(risk=hers.ref, stage="current"))
    assert part.by == "", "it belongs to her risk already"
