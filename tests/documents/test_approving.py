"""A version of a document comes into force when somebody other than its author approves it."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.documents.services import approve_document, document_versions, documents
from plumbline.apps.organization.services import assignments, organizations, roles
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.bulk import Change, write_many
from plumbline.engine.domain import kinds
from tests.stories import Firm


@pytest.fixture
def policy(firm: Firm) -> kinds.Document:
    return documents.add(firm.ada, kinds.Document(title="Security policy", document_kind="policy"))


def draft(firm: Firm, policy: kinds.Document, number: str, author: str = "PER-1") -> kinds.DocumentVersion:
    version = kinds.DocumentVersion(document=policy.ref, number=number, author=author)
    return document_versions.add(firm.ada, version)


def test_tilda_approves_what_ada_wrote_and_the_version_before_is_superseded(firm: Firm, policy: kinds.Document) -> None:
    first, second = draft(firm, policy, "1.0"), draft(firm, policy, "2.0")
    approve_document(firm.tilda, first.ref, seen=firm.seen(first))
    approved = approve_document(firm.tilda, second.ref, seen=firm.seen(second))
    assert (approved.state, approved.approvers) == ("in force", ("PER-4",))
    assert approved.approved_on == approved.effective
    told = firm.told(first)
    assert isinstance(told, kinds.DocumentVersion)
    assert told.state == "superseded"
    assert firm.last_entry() == ("PER-4", "document:approve", (first.ref, second.ref))


def test_whoever_wrote_it_down_does_not_approve_it_whoever_the_author_is_said_to_be(
    firm: Firm, policy: kinds.Document
) -> None:
    grant_access(firm.ada, "PER-3", AccessRole.ISMS_MANAGER)
    cleo = actor_of(firm.id, "PER-3")
    version = kinds.DocumentVersion(document=policy.ref, number="1.0", author="PER-1")
    written = document_versions.add(cleo, version)
    with pytest.raises(DutiesError, match="You prepared this"):
        approve_document(cleo, written.ref, seen=firm.seen(written))


def test_the_author_does_not_approve_it_whoever_wrote_it_down(firm: Firm, policy: kinds.Document) -> None:
    version = draft(firm, policy, "1.0", author="PER-4")
    with pytest.raises(DutiesError, match="Ask somebody else"):
        approve_document(firm.tilda, version.ref, seen=firm.seen(version), compensation="We are careful.")


def test_the_author_may_be_a_role_that_the_approver_holds(firm: Firm, policy: kinds.Document) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Managing director"))
    assignments.add(firm.ada, kinds.Assignment(role=role.ref, person="PER-4"))
    version = draft(firm, policy, "1.0", author=role.ref)
    with pytest.raises(DutiesError):
        approve_document(firm.tilda, version.ref, seen=firm.seen(version))


def test_an_import_is_not_authorship(firm: Firm, policy: kinds.Document) -> None:
    """A register that Tilda imported carries what others wrote; only the author it names is barred."""
    grant_access(firm.ada, "PER-4", AccessRole.ISMS_MANAGER)
    tilda = actor_of(firm.id, "PER-4")
    value = kinds.DocumentVersion(document=policy.ref, number="1.0", author="PER-1")
    (written,) = write_many(tilda, [Change(kind=value.KIND, ref="", value=value)])
    assert written is not None
    assert approve_document(tilda, written.ref, seen=firm.seen(written)).state == "in force"


def test_approvers_that_were_named_approve_and_nobody_else(firm: Firm, policy: kinds.Document) -> None:
    version = draft(firm, policy, "1.0")
    named = document_versions.change(firm.ada, version.ref, seen=firm.seen(version), approvers=("PER-3",))
    with pytest.raises(DutiesError, match="names PER-3 to approve it"):
        approve_document(firm.tilda, named.ref, seen=firm.seen(named))
    assert approve_document(firm.cleo, named.ref, seen=firm.seen(named)).approvers == ("PER-3",)


def test_policies_may_have_an_approver_of_their_own(firm: Firm, policy: kinds.Document) -> None:
    organization = kinds.Organization(ref="ORG-1")
    rules = (kinds.ApprovalRule(what="document:policy", approver="PER-4"),)
    organizations.change(firm.ada, "ORG-1", seen=firm.seen(organization), approval_rules=rules)
    version = draft(firm, policy, "1.0")
    with pytest.raises(DutiesError, match="named PER-4 to approve such documents"):
        approve_document(firm.cleo, version.ref, seen=firm.seen(version))


def test_approval_is_not_written_by_hand_and_not_given_twice(firm: Firm, policy: kinds.Document) -> None:
    version = draft(firm, policy, "1.0")
    with pytest.raises(RefusedError, match="not written by hand"):
        document_versions.change(firm.ada, version.ref, seen=firm.seen(version), state="in force")
    approve_document(firm.tilda, version.ref, seen=firm.seen(version))
    with pytest.raises(RefusedError, match="is in force"):
        approve_document(firm.tilda, version.ref, seen=firm.seen(version))


def test_ada_bob_and_dan_approve_nothing(firm: Firm, policy: kinds.Document) -> None:
    version = draft(firm, policy, "1.0")
    for actor in (firm.ada, firm.bob, firm.dan):
        with pytest.raises(NotAllowedError):
            approve_document(actor, version.ref, seen=firm.seen(version))
