"""Registers and records in the browser, as Ada and Dan meet them."""

from __future__ import annotations

import pytest
from django.test import Client

from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def a_risk(firm: Firm) -> kinds.Risk:
    return writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Flood in the server room", owner=firm.cleo.person))


def test_ada_finds_reads_and_changes_a_risk(firm: Firm) -> None:
    risk, ada = a_risk(firm), signed_in(firm.ada)
    listed = ada.get("/registers/risk/").content.decode()
    assert "Flood in the server room" in listed
    assert "Cleo Brandt" in listed
    shown = ada.get(f"/registers/risk/{risk.ref}/")
    assert shown.status_code == 200
    form = ada.get(f"/registers/risk/{risk.ref}/change/")
    seen = form.context["seen"]
    answer = ada.post(f"/registers/risk/{risk.ref}/change/", {"seen": seen, "title": "Flood in the cellar"})
    assert answer.status_code == 302
    told = firm.told(risk)
    assert told.title == "Flood in the cellar"
    assert isinstance(told, kinds.Risk)
    assert told.owner == firm.cleo.person, "a field that the form did not send stays"


def test_two_editors_see_both_versions(firm: Firm) -> None:
    risk, ada = a_risk(firm), signed_in(firm.ada)
    seen = firm.seen(risk)
    writer_of(kinds.Risk).change(firm.cleo, risk.ref, seen=seen, title="Flood after heavy rain")
    answer = ada.post(f"/registers/risk/{risk.ref}/change/", {"seen": seen, "title": "Flood", "category": "Nature"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Flood after heavy rain" in text
    assert "Nature" in text, "what Ada typed is kept"


def test_strangers_are_sent_to_sign_in(firm: Firm) -> None:
    assert Client().get("/registers/risk/").status_code == 302


def test_a_new_risk_is_allotted_its_reference(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    assert ada.get("/registers/risk/new/").status_code == 200
    answer = ada.post("/registers/risk/new/", {"title": "Theft of a laptop", "owner": firm.cleo.person})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/registers/risk/R-1/"


def test_every_register_opens_and_its_form_too(firm: Firm) -> None:
    """A register without a form has records that only services write; its form says so instead of failing."""
    ada = signed_in(firm.ada)
    wrong = {}
    for kind in sorted(kinds.KINDS):
        register, form = (ada.get(f"/registers/{kind}/{rest}").status_code for rest in ("", "new/"))
        if register != 200 or form not in (200, 400, 403):
            wrong[kind] = (register, form)
    assert not wrong
