"""`plumbline approve`: one word for every decision, and it says who decided, or who has to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbline.apps.conformity.services import request_waiver
from plumbline.apps.journal.ports import today
from plumbline.engine.domain import kinds
from tests.cli.place import typed_by
from tests.stories import Firm

IN_A_MONTH = (today("Europe/Berlin") + timedelta(days=30)).isoformat()


def add(kind: str, *fields: str) -> None:
    said = typed_by("ada", "add", kind, *fields)
    assert said.code == 0, said.err


def test_a_scope_is_put_in_force_from_a_day_by_somebody_who_did_not_write_it(firm: Firm) -> None:
    add("scope", "statement=Everything in Bremen.", "number=1")
    refused = typed_by("ada", "approve", "SCOPE-1")
    assert (refused.code, "scope:approve" in refused.err) == (2, True)
    said = typed_by("tilda", "approve", "SCOPE-1", "--effective", "2026-12-01")
    assert said.err == "SCOPE-1 is in force from 2026-12-01 on, approved by PER-4 (Tilda Storm).\n"
    assert "SCOPE-1 is in force. Approve a draft." in typed_by("tilda", "approve", "SCOPE-1").err


def test_the_version_that_waits_is_found_by_its_document(firm: Firm) -> None:
    add("document", "title=Access policy", "document_kind=policy")
    assert "plumbline add document_version document=DOC-1" in typed_by("tilda", "approve", "DOC-1").err
    add("document_version", "document=DOC-1", "number=1.0", "author=PER-1")
    made = typed_by("tilda", "approve", "DOC-1", "--format", "json").json
    assert (made["ref"], made["state"], made["approvers"]) == ("DOCV-1", "in force", ["PER-4"])
    add("document_version", "document=DOC-1", "number=1.1")
    add("document_version", "document=DOC-1", "number=2.0")
    assert "2 versions (DOCV-2, DOCV-3)" in typed_by("tilda", "approve", "DOC-1").err
    assert typed_by("tilda", "approve", "DOCV-3").code == 0


def test_the_author_of_a_document_is_refused_in_a_sentence(firm: Firm) -> None:
    add("document", "title=Access policy", "document_kind=policy")
    add("document_version", "document=DOC-1", "number=1.0", "author=PER-4")
    refused = typed_by("tilda", "approve", "DOCV-1")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "You prepared this, so you may not approve it. Ask somebody else to.\n"


def test_criteria_are_adopted_and_a_treatment_is_approved_by_the_owner_of_the_risk(firm: Firm) -> None:
    add("criteria", "number=1")
    assert "CRIT-1 is in force from" in typed_by("tilda", "approve", "CRIT-1").err
    add("risk", "title=Flood", "owner=PER-3")
    assert "Only who answers for it (PER-3)" in typed_by("tilda", "approve", "R-1").err
    said = typed_by("cleo", "approve", "Flood")
    assert said.err == "RTP-1: the treatment of R-1 as it stands is approved by PER-3 (Cleo Brandt).\n"


def test_an_exception_and_a_waiver_are_granted_until_a_day(firm: Firm) -> None:
    terms = ("reason=No newer driver.", "compensation=On a network of its own.", "requested_by=PER-1")
    add("exception", "title=Old scanner", *terms, "state=requested")
    request_waiver(
        firm.ada, kinds.RuleWaiver(rule="RSK003", records=("R-1",), reason="It goes soon.", compensation="Watched.")
    )
    endless = typed_by("tilda", "approve", "EXC-1")
    assert (endless.code, "Say until when: --until DAY." in endless.err) == (2, True)
    granted = typed_by("cleo", "approve", "EXC-1", "--until", IN_A_MONTH)
    assert granted.err == f"EXC-1 is granted until {IN_A_MONTH} by PER-3 (Cleo Brandt).\n"
    waived = typed_by("tilda", "approve", "WVR-1", "--until", IN_A_MONTH)
    assert waived.err == f"WVR-1: RSK003 is waived until {IN_A_MONTH}, approved by PER-4 (Tilda Storm).\n"


@pytest.mark.parametrize("option", ["--effective", "--until"])
def test_an_option_that_means_nothing_for_the_kind_is_refused(firm: Firm, option: str) -> None:
    add("criteria", "number=1")
    refused = typed_by("tilda", "approve", "CRIT-1", option, IN_A_MONTH)
    assert (refused.code, f"{option} means nothing for “Risk criteria”" in refused.err) == (2, True)


def test_what_nobody_approves_is_told_from_what_somebody_does(firm: Firm) -> None:
    add("asset", "title=Laptop")
    refused = typed_by("tilda", "approve", "AST-1")
    assert (refused.code, "holds nothing to approve" in refused.err, "“Scope”" in refused.err) == (2, True, True)
    assert typed_by("dan", "approve", "AST-1").code == 2
