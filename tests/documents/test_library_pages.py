"""The document library in the browser: from a template to a version in force, compared, printed and on a past day."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.apps.documents.differing import text_difference
from plumbline.apps.documents.services import approve_document, begin_document, write_draft
from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def latest(firm: Firm) -> kinds.DocumentVersion:
    return living.system(firm.id).isms(ports.today("Europe/Berlin")).all(kinds.DocumentVersion)[-1]


def test_a_policy_comes_from_a_template_into_force_by_two_people(firm: Firm) -> None:
    ada, tilda = signed_in(firm.ada), signed_in(firm.tilda)
    assert "Acceptable use policy" in ada.get("/documents/templates/").content.decode()
    form = ada.get("/documents/templates/acceptable-use/")
    begun = {"begin": "1", "title": "How we use computers", "form-key": form.context["form_key"]}
    first = ada.post("/documents/templates/acceptable-use/", begun)
    twice = ada.post("/documents/templates/acceptable-use/", begun)
    version = latest(firm)
    assert first["Location"] == twice["Location"] == f"/documents/versions/{version.ref}/write/"
    assert (version.ref, version.author, version.state) == ("DOCV-1", firm.ada.person, "draft")
    assert ada.get(f"/registers/document_version/{version.ref}/decide/approve/").status_code == 403
    decide = f"/registers/document_version/{version.ref}/decide/approve/"
    approved = tilda.post(decide, {"seen": str(firm.seen(version))})
    assert approved.status_code == 302
    page = ada.get("/documents/DOC-1/").content.decode()
    assert "How we use computers" in page
    assert "In force" in page
    assert '0</b> of <span class="num">5' in page


def test_cleo_who_may_approve_does_not_approve_what_she_wrote(firm: Firm) -> None:
    text = kinds.DocumentVersion(number="1.0", body="Doors are locked.\n")
    _, version = begin_document(firm.cleo, kinds.Document(title="Room rules"), text)
    decide = f"/registers/document_version/{version.ref}/decide/approve/"
    answer = signed_in(firm.cleo).post(decide, {"seen": str(firm.seen(version))})
    assert answer.status_code in (403, 422)
    assert "Ask somebody else" in answer.content.decode()
    assert latest(firm).state == "draft"


@pytest.fixture
def draft(firm: Firm) -> kinds.DocumentVersion:
    own = kinds.Document(title="Room rules", document_kind="procedure")
    _, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="Doors are locked.\n"))
    return version


def test_the_preview_shows_the_text_without_keeping_it_and_runs_nothing(
    firm: Firm, draft: kinds.DocumentVersion
) -> None:
    ada = signed_in(firm.ada)
    hostile = "## Rooms\n\n<script>alert(1)</script> [x](javascript:alert(1))\n"
    shown = ada.post(f"/documents/versions/{draft.ref}/preview/", {"body": hostile}).content.decode()
    assert "Rooms</h2>" in shown
    assert "<script" not in shown
    assert 'href="javascript:' not in shown
    whole = ada.post(
        f"/documents/versions/{draft.ref}/write/",
        {"body": hostile, "number": "1.0", "seen": str(firm.seen(draft)), "preview": "1"},
    )
    assert whole.status_code == 200
    assert "Rooms</h2>" in whole.content.decode()
    assert latest(firm).body == "Doors are locked.\n"


def test_two_who_write_at_once_see_each_others_text_and_lose_nothing(firm: Firm, draft: kinds.DocumentVersion) -> None:
    ada = signed_in(firm.ada)
    seen = firm.seen(draft)
    write_draft(firm.ada, draft.ref, seen=seen, body="Doors and windows.\n", number="1.0", change_note="")
    address = f"/documents/versions/{draft.ref}/write/"
    mine = {"body": "Doors are locked at night.", "number": "1.0", "change_note": ""}
    stale = ada.post(address, mine | {"seen": str(seen)})
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "Somebody else saved this draft meanwhile" in text
    assert "Doors are locked at night." in text
    assert latest(firm).body == "Doors and windows.\n"
    again = ada.post(address, mine | {"seen": str(stale.context["seen"])})
    assert again.status_code == 302
    assert latest(firm).body == "Doors are locked at night.\n"


def test_a_new_version_begins_as_the_one_in_force_and_is_compared_with_it(
    firm: Firm, draft: kinds.DocumentVersion
) -> None:
    ada = signed_in(firm.ada)
    approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    page = ada.get("/documents/DOC-1/begin/")
    assert page.context["number"] == "2.0"
    assert ada.post("/documents/DOC-1/begin/", {"number": "2.0"}).status_code == 302
    fresh = latest(firm)
    assert fresh.body == draft.body
    refused = ada.post("/documents/DOC-1/begin/", {"number": "3.0"})
    assert refused.status_code == 422
    assert "being written already" in refused.content.decode()
    write_draft(
        firm.ada, fresh.ref, seen=firm.seen(fresh), body="Doors are shut.\n", number="2.0", change_note="Shorter"
    )
    compared = ada.get(f"/documents/DOC-1/compare/?from={draft.ref}&to={fresh.ref}").content.decode()
    assert "<del>locked</del><ins>shut</ins>" in compared


def test_what_is_in_force_is_not_rewritten(firm: Firm, draft: kinds.DocumentVersion) -> None:
    approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    answer = signed_in(firm.ada).post(
        f"/documents/versions/{draft.ref}/write/",
        {"body": "Doors stand open.", "number": "1.0", "change_note": "", "seen": str(firm.seen(draft))},
    )
    assert answer.status_code == 422
    assert "Begin a new version" in answer.content.decode()


def test_a_version_prints_to_the_same_bytes_each_time(firm: Firm, draft: kinds.DocumentVersion) -> None:
    approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    bob = signed_in(firm.bob)
    first, again = (bob.get(f"/documents/versions/{draft.ref}/pdf/") for _ in range(2))
    assert first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert first.headers["Content-Disposition"] == 'attachment; filename="DOC-1-1.0.pdf"'


def test_a_review_that_changes_nothing_is_a_review(firm: Firm, draft: kinds.DocumentVersion) -> None:
    approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    ada = signed_in(firm.ada)
    seen = {"seen": str(firm.seen(draft))}
    assert ada.post("/documents/DOC-1/reviewed/", seen | {"next_review": "soon"}).status_code == 422
    assert ada.post("/documents/DOC-1/reviewed/", seen | {"next_review": "2099-01-01"}).status_code == 302
    assert latest(firm).next_review == date(2099, 1, 1)
    assert latest(firm).reviewed_on is not None


def test_on_a_past_day_the_library_is_read_and_nothing_is_written(firm: Firm, draft: kinds.DocumentVersion) -> None:
    ada = signed_in(firm.ada)
    assert ada.post("/day/", {"as_of": "2026-01-02"}).status_code in (302, 404)
    session = ada.session
    session["as_of"] = "2026-01-02"
    session.save()
    assert "No document yet" in ada.get("/documents/").content.decode()
    assert ada.get(f"/documents/versions/{draft.ref}/").status_code == 404
    assert ada.post("/documents/DOC-1/begin/", {"number": "2.0"}).status_code == 409


def test_what_the_standard_wants_is_missing_until_something_in_force_shows_it(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    page = ada.get("/documents/demanded/").content.decode()
    assert "Information security policy" in page
    assert "/documents/templates/information-security-policy/" in page

    def state(name: str) -> str:
        parts = ada.get("/documents/demanded/").context["parts"]
        return str(next(each.state for part in parts for each in part.demands if each.asked.slug == name))

    assert state("information-security-policy") == "missing"
    own = kinds.Document(title="Our policy", document_kind="policy", serves=("5.2",))
    _, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="We protect data.\n"))
    assert state("information-security-policy") == "being written"
    approve_document(firm.tilda, version.ref, seen=firm.seen(version))
    assert state("information-security-policy") == "on record"


def test_procedures_are_no_record_that_they_were_followed(firm: Firm) -> None:
    own = kinds.Document(title="How we audit", document_kind="procedure", serves=("9.2.2",))
    _, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="We audit.\n"))
    approve_document(firm.tilda, version.ref, seen=firm.seen(version))
    parts = signed_in(firm.ada).get("/documents/demanded/").context["parts"]
    states = {each.asked.slug: each.state for part in parts for each in part.demands}
    assert states["internal-audit-programme"] == "missing"


def test_an_answer_given_for_one_template_serves_the_next(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    ada.post("/documents/templates/backup/", {"said-it_lead": "head of machines"})
    draft = ada.get("/documents/templates/access-control/").context["draft"]
    assert "head of machines" in draft.body_markdown


@pytest.mark.parametrize("name", ["library", "demanded", "mine", "templates"])
def test_pages_ask_the_database_no_more_for_more_documents(firm: Firm, draft: kinds.DocumentVersion, name: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    ada = signed_in(firm.ada)
    address = reverse(f"documents:{name}")
    ada.get(address)
    with CaptureQueriesContext(connection) as few:
        ada.get(address)
    for number in range(5):
        begin_document(
            firm.ada, kinds.Document(title=f"Rules {number}"), kinds.DocumentVersion(number="1.0", body="Text.\n")
        )
    ada.get(address)
    with CaptureQueriesContext(connection) as many:
        ada.get(address)
    assert len(many) == len(few)


def test_a_difference_tells_reworded_lines_from_new_ones() -> None:
    before = "One.\nTwo is long enough to be known again.\nThree.\nFour.\nFive.\nSix.\nSeven.\n"
    after = "One.\nTwo is long enough to be seen again.\nThree.\nFour.\nFive.\nSix.\nEight is quite another thing.\n"
    lines = text_difference(before, after).lines
    assert [each.mark for each in lines if each.mark not in ("same", "skipped")] == ["reworded", "new", "gone"]
    reworded = next(each for each in lines if each.mark == "reworded")
    assert [each.words for each in reworded.pieces if each.mark != "same"] == ["known", "seen"]
    assert text_difference(before, before).lines == ()


def test_cleo_writes_the_documents_she_owns_and_reads_the_others(firm: Firm, draft: kinds.DocumentVersion) -> None:
    own = kinds.Document(title="Rules for analysers", owner=firm.cleo.person)
    _, hers = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="They are calibrated.\n"))
    cleo = signed_in(firm.cleo)
    assert cleo.get(f"/documents/versions/{hers.ref}/write/").status_code == 200
    assert cleo.get(f"/documents/versions/{draft.ref}/write/").status_code == 403
    assert cleo.get(f"/documents/versions/{draft.ref}/").status_code == 200
    assert cleo.get("/documents/DOC-1/begin/").status_code == 403
    said = {"body": "They are calibrated daily.", "number": "1.0", "change_note": "", "seen": str(firm.seen(hers))}
    assert cleo.post(f"/documents/versions/{hers.ref}/write/", said).status_code == 302
    others = said | {"seen": str(firm.seen(draft))}
    assert cleo.post(f"/documents/versions/{draft.ref}/write/", others).status_code == 403


def test_what_was_answered_in_getting_started_is_known_to_the_templates(firm: Firm) -> None:
    from plumbline.apps.administration.beginning_pages.keeping import keep

    ada = signed_in(firm.ada)
    before = {each.name: each.value for each in ada.get("/documents/templates/backup/").context["blanks"]}
    assert before["builds_software"] == ""
    assert keep(firm.ada, {"software": ["own"]}) == {}
    after = {each.name: each.value for each in ada.get("/documents/templates/backup/").context["blanks"]}
    assert after["builds_software"] == "yes"
