"""An import states what is new and corrects what is open; what was decided here it neither rewrites nor decides."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, RefusedError
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.administration.register_commands import export, import_
from plumbline.apps.documents.services import approve_document, document_versions, documents
from plumbline.apps.journal import reading
from plumbline.apps.records import store
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.bulk import Change, write_many
from plumbline.engine.domain import kinds
from tests.administration.test_exporting import ask, edit, said
from tests.stories import Firm


@pytest.fixture
def policy(firm: Firm) -> kinds.DocumentVersion:
    """A policy that Tilda approved."""
    document = documents.add(firm.ada, kinds.Document(title="Backup policy", owner="PER-1"))
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(document=document.ref, author="PER-1", body="Daily."))
    return approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))


@pytest.fixture
def draft(firm: Firm) -> kinds.DocumentVersion:
    """One that nobody approved yet."""
    document = documents.add(firm.ada, kinds.Document(title="Access policy", owner="PER-1"))
    return document_versions.add(
        firm.ada, kinds.DocumentVersion(document=document.ref, author="PER-1", body="Least privilege.")
    )


def test_an_edited_workbook_rewrites_no_approved_text_and_approves_none(
    firm: Firm, policy: kinds.DocumentVersion, draft: kinds.DocumentVersion, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ask(export, out)
    edit(out / "document_version.csv", policy.ref, "Text", "Weekly will do.")
    edit(out / "document_version.csv", draft.ref, "State", "in force")
    edit(out / "document.csv", policy.document, "Title", "Policy on backups")
    result = ask(import_, out, "--set-aside", tmp_path / "aside")
    told = " ".join(result.stdout.split())
    assert result.exit_code == 3
    assert f"{policy.ref} is in force: somebody answers for what it says, so its “Text” stays." in told
    assert "“State” “in force” is not written by hand." in told
    assert "0 records new, 1 changed" in told
    assert firm.told(policy) == policy
    assert firm.told(draft) == draft
    assert firm.told(kinds.Document(ref=policy.document)).title == "Policy on backups"
    (kept,) = (tmp_path / "aside").iterdir()
    assert "Weekly will do." in kept.read_text("utf-8-sig")
    edit(kept, draft.ref, "State", "draft")
    edit(kept, draft.ref, "Text", "Least privilege, reviewed twice a year.")
    again = said(ask(import_, kept, "--format", "json"))
    assert (again["changed"], again["set_aside"]) == (1, 1)


LIST = "Document ID;Title;Owner;Version;Status;Approved by;Approval date\n"


def test_a_list_that_is_kept_elsewhere_is_followed_and_what_was_decided_here_is_not_replaced(
    firm: Firm, policy: kinds.DocumentVersion, tmp_path: Path
) -> None:
    file = tmp_path / "document-register.csv"
    file.write_text(LIST + "POL-7;Clean desk;Head of IT;1.0;Approved;Tilda Storm;2026-01-10\n", "utf-8")
    assert ask(import_, file).exit_code == 0
    file.write_text(LIST + "POL-7;Clean desk;Head of IT;1.1;Approved;Tilda Storm;2026-03-10\n", "utf-8")
    assert ask(import_, file).exit_code == 0
    with within(firm.id):
        held = [each for each in store.all_of(kinds.DocumentVersion) if each.ref != policy.ref]
    assert {each.number for each in held if each.state == "in force"} == {"1.1"}
    later = replace(policy, ref="", number="9", body="Whenever there is time.")
    for change in (
        Change(kind=later.KIND, ref="", value=later),
        Change(kind=policy.KIND, ref=policy.ref, value=replace(policy, state="superseded"), seen=firm.seen(policy)),
    ):
        with pytest.raises(RefusedError, match=r"decided here|not written by hand"):
            write_many(firm.ada, [change])
    assert firm.told(policy) == policy


def test_nothing_at_all_is_written_where_one_record_was_decided_meanwhile(
    firm: Firm, policy: kinds.DocumentVersion, draft: kinds.DocumentVersion
) -> None:
    head = reading.head(firm.id)
    changes = [
        Change(kind=each.KIND, ref=each.ref, value=value, seen=firm.seen(each))
        for each, value in ((draft, replace(draft, body="All.")), (policy, replace(policy, body="Monthly.")))
    ]
    with pytest.raises(RefusedError, match="is in force"):
        write_many(firm.ada, changes)
    with pytest.raises(RefusedError, match="is not removed"):
        write_many(firm.ada, [replace(changes[1], value=None)])
    assert reading.head(firm.id) == head


def test_papers_of_a_signed_audit_come_in_with_it_and_stay_as_they_were_signed(firm: Firm) -> None:
    bob = firm.bob.person
    plan = kinds.Audit(ref="AUD-7", title="Held before", lead=bob, state="reported", conclusion="Sound.")
    held = replace(plan, signed_off_on=date(2026, 3, 2), signed_off_by=bob)
    paper = kinds.AuditItem(ref="AUI-1", audit="AUD-7", item="7.5", verdict="conforms")
    write_many(firm.ada, [Change(kind=each.KIND, ref=each.ref, value=each) for each in (held, paper)])
    for value in (replace(paper, verdict="minor"), replace(held, conclusion="Not sound.")):
        change = Change(kind=value.KIND, ref=value.ref, value=value, seen=firm.seen(value))
        with pytest.raises(RefusedError, match="AUD-7 is signed"):
            write_many(firm.ada, [change])
    added: tuple[kinds.Record, ...] = (
        kinds.AuditItem(ref="AUI-9", audit="AUD-7", item="8.1", verdict="conforms"),
        kinds.AuditFinding(ref="F-9", audit="AUD-7", title="Found later", grade="minor"),
        kinds.Sample(ref="SMP-9", audit="AUD-7", title="Drawn later", population="POP-1", state="examined"),
    )
    for each in added:
        with pytest.raises(RefusedError, match="AUD-7 is signed"):
            write_many(firm.ada, [Change(kind=each.KIND, ref=each.ref, value=each)])


def test_whoever_brings_in_other_words_has_written_them(
    firm: Firm, draft: kinds.DocumentVersion, tmp_path: Path
) -> None:
    """Or one row of a file would be the way around “somebody else approves”."""
    grant_access(firm.ada, firm.tilda.person, AccessRole.ISMS_MANAGER)
    out = tmp_path / "out"
    ask(export, out, "--register", "document_version")
    edit(out / "document_version.csv", draft.ref, "Text", "Everybody may read everything.")
    assert ask(import_, out, actor="tilda@nordwind.example").exit_code == 0
    with pytest.raises(DutiesError, match="prepared this"):
        approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))


def test_every_kind_is_known_to_a_command_that_has_just_begun(tmp_path: Path) -> None:
    """A kind whose services nobody imported yet would follow every file."""
    program = (
        "import django; django.setup()\n"
        "from plumbline.apps.records.overruling import refuses\n"
        "from plumbline.engine.domain.kinds import KINDS\n"
        "print(*[each for each in ('access_entry', 'person') if refuses(KINDS[each])])"
    )
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "plumbline.config.settings", "PLUMBLINE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["access_entry", "person"]
