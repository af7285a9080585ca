"""Getting started goes on after the first approvals: what was decided stays as it was, and the rest is confirmed."""

from __future__ import annotations

import pytest

from plumbline.apps.organization.services import approve_scope
from plumbline.engine.domain import kinds
from tests.administration.test_getting_started import answered, records
from tests.stories import Firm

pytestmark = pytest.mark.django_db(transaction=True)


def test_issues_are_confirmed_after_the_scope_that_would_name_them_was_approved(firm: Firm) -> None:
    ada = answered(firm)
    ada.post("/beginning/proposals/scope/", {"act": "confirm:scope"})
    (ref,) = records(firm, "scope")
    approved = approve_scope(firm.tilda, ref, seen=firm.seen(kinds.Scope(ref=ref)))
    page = ada.post("/beginning/proposals/context/", {"act": "confirm:all"}, follow=True).content.decode()
    assert len(records(firm, "issue")) > 3
    assert f"{ref} was decided meanwhile and names none of it" in page
    assert firm.told(approved) == approved
