"""Decisions in the browser: who sees the button, what the page asks, what becomes of it."""

from __future__ import annotations

import pytest

from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def a_risk(firm: Firm) -> kinds.Risk:
    return writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person))


def test_cleo_accepts_her_risk_and_ada_is_not_offered_to(firm: Firm) -> None:
    risk = a_risk(firm)
    url = f"/registers/risk/{risk.ref}/decide/accept/"
    assert url in signed_in(firm.cleo).get(f"/registers/risk/{risk.ref}/").content.decode()
    assert url not in signed_in(firm.ada).get(f"/registers/risk/{risk.ref}/").content.decode()
    assert signed_in(firm.ada).get(url).status_code == 403
    cleo = signed_in(firm.cleo)
    seen = cleo.get(url).context["seen"]
    incomplete = cleo.post(url, {"seen": seen, "until": "2099-01-01"})
    assert incomplete.status_code == 422
    assert "This has to be stated" in incomplete.content.decode()
    made = cleo.post(url, {"seen": seen, "until": "2099-01-01", "reason": "The cellar is dry again."})
    assert made.status_code == 302
    assert made.headers["Location"] == "/registers/acceptance/ACC-1/"


def test_what_is_for_the_owner_alone_is_offered_to_the_owner_alone(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    for owner, mine in ((firm.cleo.person, True), (firm.tilda.person, False)):
        risk = writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood", owner=owner))
        offers = [each.label for each in cleo.get(f"/registers/risk/{risk.ref}/").context["offers"]]
        assert [each in offers for each in ("Accept the risk", "Approve its treatment", "Assess")] == [mine] * 3
        supplier = writer_of(kinds.Supplier).add(firm.ada, kinds.Supplier(title="Hoster", owner=owner))
        offers = [each.label for each in cleo.get(f"/registers/supplier/{supplier.ref}/").context["offers"]]
        assert ("Record a review" in offers) is mine


def test_a_decision_about_something_changed_meanwhile_is_not_taken(firm: Firm) -> None:
    risk = a_risk(firm)
    seen = firm.seen(risk)
    writer_of(kinds.Risk).change(firm.ada, risk.ref, seen=seen, title="Flood and mould")
    url = f"/registers/risk/{risk.ref}/decide/accept/"
    answer = signed_in(firm.cleo).post(url, {"seen": seen, "until": "2099-01-01", "reason": "Dry."})
    assert answer.status_code == 409
    assert "Flood and mould" in answer.content.decode()


def test_a_version_is_approved_once_and_the_back_button_says_so(firm: Firm) -> None:
    document = writer_of(kinds.Document).add(firm.ada, kinds.Document(title="Policy", document_kind="policy"))
    version = writer_of(kinds.DocumentVersion).add(
        firm.ada, kinds.DocumentVersion(document=document.ref, number="1.0", body="We lock the door.")
    )
    url = f"/registers/document_version/{version.ref}/decide/approve/"
    tilda = signed_in(firm.tilda)
    seen = tilda.get(url).context["seen"]
    assert tilda.post(url, {"seen": seen}).status_code == 302
    again = tilda.post(url, {"seen": seen})
    assert again.status_code == 409
    assert "There is nothing to decide" in tilda.get(url).content.decode()
