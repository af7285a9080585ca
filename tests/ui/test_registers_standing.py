"""What stands is not offered to be changed: forms show it as words, tables and buttons leave it alone, and say why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbline.apps.audit import services as auditing
from plumbline.apps.documents.services import approve_document, document_versions, documents
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
R = TypeVar("R", bound=kinds.Record)
RESTS = "is signed. What it rests on stands; what came later belongs in another."


def kept(firm: Firm, value: R) -> R:
    return writer_of(type(value)).add(firm.ada, value)


@pytest.fixture
def policy(firm: Firm) -> kinds.DocumentVersion:
    document = documents.add(firm.ada, kinds.Document(title="Backup policy"))
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(document=document.ref, author="PER-1", body="Daily."))
    return approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))


@pytest.fixture
def reading(firm: Firm) -> kinds.Reading:
    metric = kept(firm, kinds.Metric(title="Outages", unit="count", owner="PER-1"))
    value = kinds.Reading(measures=metric.ref, value=Decimal(3), measured_on=date(2026, 11, 2), measured_by="PER-1")
    return kept(firm, value)


@pytest.fixture
def paper(firm: Firm) -> kinds.AuditItem:
    """The only paper of an audit that is going on."""
    audit = auditing.audits.add(
        firm.bob,
        kinds.Audit(title="Spring", covers=("A.6.3",), criteria="The clauses.", scope="The office.", lead="PER-2"),
    )
    return auditing.audit_items.add(firm.bob, kinds.AuditItem(audit=audit.ref, item="A.6.3", notes="Two asked."))


def sign(firm: Firm, paper: kinds.AuditItem) -> kinds.AuditItem:
    examined = auditing.examine(firm.bob, paper.ref, seen=firm.seen(paper), verdict="conforms", notes="Two asked.")
    audit = kinds.Audit(ref=paper.audit)
    auditing.conclude_audit(firm.bob, audit.ref, seen=firm.seen(audit), conclusion="It works.")
    auditing.sign_off(firm.bob, audit.ref, seen=firm.seen(audit))
    return examined


def at(record: kinds.Record, page: str = "") -> str:
    return f"/registers/{record.KIND}/{record.ref}/{page}"


def test_the_form_of_a_policy_in_force_shows_as_words_what_stands(firm: Firm, policy: kinds.DocumentVersion) -> None:
    text = signed_in(firm.ada).get(at(policy, "change/")).content.decode()
    assert text.count(f"{policy.ref} is in force: somebody answers for what it says, so it stays.") == 1
    assert 'name="body"' not in text
    assert 'name="state"' not in text
    assert 'id="field-body"' in text, "it stands in its place, so that a link to it leads there"
    assert "Daily." in text
    assert 'name="note"' in text
    assert "Still open here:" in text
    assert '<a href="#field-note">Note</a>' in text


def test_what_is_sent_all_the_same_is_refused_and_stays_readable(firm: Firm, policy: kinds.DocumentVersion) -> None:
    ada = signed_in(firm.ada)
    sent = {"seen": str(firm.seen(policy)), "body": "Weekly will do.", "note": "Asked by the board."}
    refused = ada.post(at(policy, "change/"), sent)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "so its “Text” stays" in text
    assert "You wrote, and it is not taken:" in text
    assert "Weekly will do." in text
    assert "Asked by the board." in text
    assert firm.told(policy) == policy
    assert ada.post(at(policy, "change/"), {**sent, "body": "Daily."}).status_code == 302
    assert firm.told(policy).note == "Asked by the board."


def test_a_form_without_scripts_changes_what_is_open_and_empties_nothing(
    firm: Firm, policy: kinds.DocumentVersion
) -> None:
    ada = signed_in(firm.ada)
    form = ada.get(at(policy, "change/"))
    sent = {"seen": form.context["seen"], "next_review": "2027-06-01", "note": "Looked at."}
    assert ada.post(at(policy, "change/"), sent).status_code == 302
    now = firm.told(policy)
    assert (now.body, now.author, now.state, now.next_review) == ("Daily.", "PER-1", "in force", date(2027, 6, 1))


def test_a_paper_of_a_signed_audit_says_why_in_the_place_of_its_buttons(firm: Firm, paper: kinds.AuditItem) -> None:
    bob = signed_in(firm.bob)
    before = bob.get(at(paper)).content.decode()
    assert at(paper, "change/") in before
    assert "Remove</a>" in before
    sign(firm, paper)
    page = bob.get(at(paper)).content.decode()
    assert f"{paper.audit} {RESTS}" in page
    assert at(paper, "change/") not in page
    assert at(paper, "end/") not in page
    form = bob.get(at(paper, "change/"))
    assert form.status_code == 200, "whoever comes by the address reads why"
    assert f"{paper.audit} {RESTS}" in form.content.decode()
    assert ">Save</button>" not in form.content.decode()
    assert "<textarea" not in form.content.decode()


def test_an_audit_that_is_signed_while_a_paper_is_written_keeps_what_was_typed(
    firm: Firm, paper: kinds.AuditItem
) -> None:
    """The paper itself is not changed by the signature, so its form is not stale: its door refuses it."""
    bob = signed_in(firm.bob)
    sign(firm, paper)
    sent = {"seen": str(firm.seen(paper)), "notes": "Three asked, one did not know."}
    refused = bob.post(at(paper, "change/"), sent)
    assert refused.status_code == 422
    assert RESTS in refused.content.decode()
    assert "Three asked, one did not know." in refused.content.decode()
    assert firm.told(paper).notes == "Two asked."


def test_a_draft_that_is_approved_while_somebody_writes_shows_both_and_loses_nothing(firm: Firm) -> None:
    document = documents.add(firm.ada, kinds.Document(title="Backup policy"))
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(document=document.ref, author="PER-1", body="Daily."))
    ada = signed_in(firm.ada)
    sent = {"seen": str(firm.seen(draft)), "body": "Weekly will do.", "note": "See the plan."}
    approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    late = ada.post(at(draft, "change/"), sent)
    assert late.status_code == 409
    text = late.content.decode()
    assert "Somebody changed" in text
    assert "You wrote, and it is not taken:" in text
    assert "Weekly will do." in text
    assert 'name="body"' not in text
    again = ada.post(at(draft, "change/"), {"seen": late.context["seen"], "note": "See the plan."})
    assert again.status_code == 302
    assert (firm.told(draft).note, firm.told(draft).body) == ("See the plan.", "Daily.")


def test_a_state_that_only_a_decision_gives_is_not_offered(firm: Firm) -> None:
    change = kept(firm, kinds.Change(title="New firewall"))
    form = signed_in(firm.ada).get(at(change, "change/")).content.decode()
    for word in ("approved", "under way", "done", "closed"):
        assert f'<option value="{word}"' not in form, word
    assert '<option value="withdrawn"' in form
    new = signed_in(firm.ada).get("/registers/change/new/").content.decode()
    assert '<option value="approved"' not in new


def test_the_table_offers_no_cell_that_stands_and_says_why_to_a_page_that_was_open(
    firm: Firm, reading: kinds.Reading
) -> None:
    ada, htmx = signed_in(firm.ada), {"HX-Request": "true"}
    page = ada.get("/registers/reading/?col=measured_on&col=evaluated_on").content.decode()
    assert at(reading, "cell/measured_on/") not in page
    assert at(reading, "cell/evaluated_on/") in page
    cell = ada.get(at(reading, "cell/measured_on/"), headers=htmx).content.decode()
    assert "<input" not in cell
    assert "stays as it was measured" in cell
    sent = {"seen": str(firm.seen(reading)), "measured_on": "2026-11-03"}
    refused = ada.post(at(reading, "cell/measured_on/"), sent, headers=htmx).content.decode()
    assert "its “Measured on” is not written over" in refused
    assert firm.told(reading).measured_on == date(2026, 11, 2)


def test_a_register_of_what_stands_asks_no_more_questions_than_one_of_what_does_not(
    firm: Firm, paper: kinds.AuditItem
) -> None:
    bob = signed_in(firm.bob)

    def queries() -> int:
        bob.get("/registers/audit_item/")
        with CaptureQueriesContext(connection) as asked:
            assert bob.get("/registers/audit_item/").status_code == 200
        return len(asked)

    few = queries()
    for number in range(30):
        auditing.audit_items.add(
            firm.bob, kinds.AuditItem(audit=paper.audit, item=f"A.5.{number + 1}", verdict="conforms")
        )
    many = queries()
    sign(firm, paper)
    assert few == many == queries()


def test_the_preview_of_a_change_to_many_says_who_cannot_take_it_and_leaves_them_out(
    firm: Firm, policy: kinds.DocumentVersion
) -> None:
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(document=policy.document, author="PER-1"))
    ada = signed_in(firm.ada)
    bulk = "/registers/document_version/bulk/"
    chosen = ada.post(bulk, {"row": [policy.ref, draft.ref]}).headers["Location"]
    preview = ada.get(f"{chosen}&field=number&number=2.0&preview=1")
    text = " ".join(preview.content.decode().split())
    assert "cannot take it and stays as it is" in text
    assert f"{policy.ref} is in force: somebody answers for what it says, so its “Version” stays." in text
    assert (preview.context["changing"], preview.context["left"]) == (1, 1)
    assert policy.ref not in preview.context["versions"]
    versions = f"{policy.ref}@{firm.seen(policy)} {preview.context['versions']}"
    done = ada.post(bulk, {"field": "number", "number": "2.0", "versions": versions})
    assert done.context["outcome"].changed == (draft.ref,)
    assert [ref for ref, _, _ in done.context["refused"]] == [policy.ref], "the door says so still"


def test_the_buttons_that_end_or_remove_are_those_of_which_the_door_takes_one(
    firm: Firm, policy: kinds.DocumentVersion, reading: kinds.Reading
) -> None:
    ada = signed_in(firm.ada)
    risk = kept(firm, kinds.Risk(title="Flood"))
    assert "End or remove</a>" in ada.get(at(risk)).content.decode()
    assert "Remove</a>" in ada.get(at(reading)).content.decode()
    in_force = ada.get(at(policy)).content.decode()
    assert at(policy, "end/") not in in_force
    assert at(policy, "change/") in in_force
    by_address = ada.get(at(policy, "end/"))
    assert "somebody answers for it, so it is not removed" in by_address.content.decode()


def test_an_undo_is_offered_only_where_the_door_takes_it_back(firm: Firm, reading: kinds.Reading) -> None:
    ada = signed_in(firm.ada)
    sent = {"seen": str(firm.seen(reading)), "period": "2026-10"}
    assert ada.post(at(reading, "change/"), sent).status_code == 302
    assert firm.told(reading).period == "2026-10", "an empty field may still be filled in"
    assert at(reading, "undo/") not in ada.get(at(reading)).content.decode()
    sent = {"seen": str(firm.seen(reading)), "note": "As the sensor said."}
    assert ada.post(at(reading, "change/"), sent).status_code == 302
    assert at(reading, "undo/") in ada.get(at(reading)).content.decode()
