"""Review rounds: two reviewers, what changed since one's last round, and that a remark makes nobody an author."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.errors import DutiesError, NotAllowedError, RefusedError, StaleError
from plumbline.apps.documents import rounds
from plumbline.apps.documents.services import (
    approve_document,
    ask_review,
    begin_document,
    document_versions,
    give_review,
    write_draft,
)
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "## Rooms\n\nDoors are locked at night.\n\nVisitors are accompanied.\n"


@pytest.fixture
def draft(firm: Firm) -> kinds.DocumentVersion:
    own = kinds.Document(title="Room rules", document_kind="procedure")
    _, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body=TEXT))
    return version


def asked(firm: Firm, version: kinds.DocumentVersion, *people: str) -> kinds.DocumentVersion:
    return ask_review(firm.ada, version.ref, seen=firm.seen(version), reviewers=people)


def edited(firm: Firm, version: kinds.DocumentVersion, body: str) -> kinds.DocumentVersion:
    return write_draft(firm.ada, version.ref, seen=firm.seen(version), body=body, number=version.number, change_note="")


def test_two_reviewers_read_the_same_text_and_neither_stands_in_the_others_way(
    firm: Firm, draft: kinds.DocumentVersion
) -> None:
    sent = asked(firm, draft, firm.bob.person, firm.cleo.person)
    assert sent.state == "in review"
    seen = firm.seen(sent)
    give_review(firm.bob, draft.ref, seen=seen, verdict="asks for changes", remark="Say who accompanies them.")
    done = give_review(firm.cleo, draft.ref, seen=seen, verdict="agrees")
    (latest,) = rounds.rounds(done)
    assert [(each.by, each.verdict) for each in latest.reviews] == [
        (firm.bob.person, "asks for changes"),
        (firm.cleo.person, "agrees"),
    ]
    with pytest.raises(DutiesError, match="another round"):
        give_review(firm.bob, draft.ref, seen=seen, verdict="agrees")


def test_a_verdict_is_about_the_text_that_stands(firm: Firm, draft: kinds.DocumentVersion) -> None:
    sent = asked(firm, draft, firm.bob.person)
    seen = firm.seen(sent)
    edited(firm, sent, TEXT.replace("at night", "at all times"))
    with pytest.raises(StaleError):
        give_review(firm.bob, draft.ref, seen=seen, verdict="agrees")


def test_a_reviewer_sees_what_changed_since_their_own_last_round(firm: Firm, draft: kinds.DocumentVersion) -> None:
    sent = asked(firm, draft, firm.bob.person)
    give_review(firm.bob, draft.ref, seen=firm.seen(sent), verdict="asks for changes", remark="At all times.")
    better = edited(firm, sent, TEXT.replace("at night", "at all times"))
    asked(firm, better, firm.bob.person, firm.cleo.person)
    page = signed_in(firm.bob).get(f"/documents/versions/{draft.ref}/verdict/")
    difference = page.context["difference"]
    assert difference.changed == 1
    (reworded,) = (each for each in difference.lines if each.mark == "reworded")
    assert [(each.mark, each.words) for each in reworded.pieces if each.mark != "same"] == [
        ("gone", "night"),
        ("new", "all times"),
    ]
    words = page.content.decode()
    assert "<del>night</del><ins>all times</ins>" in words
    assert "Changed since your last round" in words
    first = signed_in(firm.cleo).get(f"/documents/versions/{draft.ref}/verdict/")
    assert first.context["difference"] is None
    assert page.context["mine"].round == 2


def test_who_is_not_asked_says_nothing_and_the_author_is_not_asked(firm: Firm, draft: kinds.DocumentVersion) -> None:
    with pytest.raises(RefusedError, match="author"):
        asked(firm, draft, firm.ada.person)
    with pytest.raises(RefusedError, match="at least one"):
        asked(firm, draft)
    sent = asked(firm, draft, firm.bob.person)
    with pytest.raises(DutiesError):
        give_review(firm.cleo, draft.ref, seen=firm.seen(sent), verdict="agrees")
    with pytest.raises(NotAllowedError):
        ask_review(firm.bob, draft.ref, seen=firm.seen(sent), reviewers=[firm.cleo.person])


def test_a_reviewer_may_approve_for_a_remark_is_no_authorship(firm: Firm, draft: kinds.DocumentVersion) -> None:
    sent = asked(firm, draft, firm.tilda.person)
    give_review(firm.tilda, draft.ref, seen=firm.seen(sent), verdict="agrees")
    approved = approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))
    assert approved.state == "in force"
    assert approved.reviews[0].verdict == "agrees"


def test_reviews_are_not_written_by_hand(firm: Firm, draft: kinds.DocumentVersion) -> None:
    given = (kinds.ReviewGiven(round=1, by=firm.bob.person, verdict="agrees"),)
    with pytest.raises(RefusedError, match="not written by hand"):
        document_versions.change(firm.ada, draft.ref, seen=firm.seen(draft), reviews=given)


def test_asking_for_changes_says_which(firm: Firm, draft: kinds.DocumentVersion) -> None:
    sent = asked(firm, draft, firm.bob.person)
    bob = signed_in(firm.bob)
    address = f"/documents/versions/{draft.ref}/verdict/"
    seen = {"seen": str(firm.seen(sent))}
    refused = bob.post(address, seen | {"verdict": "asks for changes", "remark": " "})
    assert refused.status_code == 422
    assert "Say what should change" in refused.content.decode()
    taken = bob.post(address, seen | {"verdict": "asks for changes", "remark": "Name who locks."})
    assert taken.status_code == 302
    assert "Name who locks." in bob.get(f"/documents/versions/{draft.ref}/").content.decode()
