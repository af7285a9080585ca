"""An import states what is new and corrects what is open; what was decided here it neither rewrites nor decides."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, RefusedError
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.administration.register_commands import export, import_
from plumbline.apps.audit.services import audit_items, audits
from plumbline.apps.documents.services import approve_document, document_versions, documents
from plumbline.apps.journal import reading
from plumbline.apps.performance.services import metrics, readings
from plumbline.apps.records import store
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.bulk import Change, write_many, write_story
from plumbline.apps.records.overruling import refuses
from plumbline.apps.records.parting import WITH_A_DECISION
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.record import KINDS, fields_of
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
    assert "2 cells left as on record." in told
    assert firm.told(policy) == policy
    assert firm.told(draft) == draft
    assert firm.told(kinds.Document(ref=policy.document)).title == "Policy on backups"
    (kept,) = (tmp_path / "aside").iterdir()
    assert "Weekly will do." in kept.read_text("utf-8-sig")
    edit(kept, draft.ref, "State", "draft")
    edit(kept, draft.ref, "Text", "Least privilege, reviewed twice a year.")
    again = said(ask(import_, kept, "--format", "json"))
    assert (again["changed"], again["set_aside"]) == (1, 0)
    assert [(each["ref"], each["column"]) for each in _left(again)] == [(policy.ref, "Text")]


def _left(result: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result["left"]
    return found


def _back(firm: Firm, kind: type[kinds.Record], folder: Path, cells: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Give a register out, write into cells of it (reference → heading → words) and bring it back."""
    ask(export, folder, "--register", kind.KIND)
    for ref, words in cells.items():
        for heading, word in words.items():
            edit(folder / f"{kind.KIND}.csv", ref, heading, word)
    return _again(folder)


def _again(brought: Path) -> dict[str, Any]:
    return dict(said(ask(import_, brought, "--format", "json", "--set-aside", brought.parent / "aside")))


def _runs(firm: Firm) -> list[kinds.ImportRun]:
    with within(firm.id):
        return list(store.all_of(kinds.ImportRun))


def test_one_cell_that_may_not_be_taken_does_not_keep_out_the_others(
    firm: Firm, policy: kinds.DocumentVersion, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ask(export, out, "--register", "document_version")
    for heading, word in {
        "Text": "Weekly will do.",
        "Note": "Seen by the works council",
        "Last review": "2026-03-01",
    }.items():
        edit(out / "document_version.csv", policy.ref, heading, word)
    planned = said(ask(import_, out, "--dry-run", "--format", "json"))
    assert firm.told(policy) == policy
    made = _again(out)
    assert made["left"] == planned["left"]
    assert _left(made) == [
        {
            "file": "document_version.csv",
            "sheet": "",
            "line": 2,
            "column": "Text",
            "says": "Weekly will do.",
            "kind": "document_version",
            "ref": policy.ref,
            "field": "body",
            "stands": "Daily.",
            "reason": f"{policy.ref} is in force: somebody answers for what it says, so its “Text” stays. "
            "Write a new one and have it decided.",
        }
    ]
    assert (made["changed"], made["set_aside"]) == (1, 0)
    now = firm.told(policy)
    assert (now.body, now.note, now.reviewed_on) == ("Daily.", "Seen by the works council", date(2026, 3, 1))
    (run,) = _runs(firm)
    assert (run.changed, run.set_aside, run.left) == (1, 0, 1)
    (kept,) = (tmp_path / "aside").iterdir()
    back = kept.read_text("utf-8-sig")
    assert "Weekly will do." in back
    assert "“Text” stays “Daily.”: " in back
    again = _again(out)
    assert (again["new"], again["changed"], again["import"], again["left"]) == (0, 0, None, made["left"])
    told = " ".join(ask(import_, out).stdout.split())
    assert "Text: stays “Daily.”; the file says “Weekly will do.”." in told


def test_a_decision_is_left_with_all_that_is_only_true_with_it(
    firm: Firm, draft: kinds.DocumentVersion, tmp_path: Path
) -> None:
    """Or a draft would name who approved it, and since when it counts."""
    cells = {"State": "in force", "Approved on": "2026-03-01", "Approver": firm.tilda.person}
    more = {"Effective date": "2026-03-02", "Text": "Least privilege, twice a year."}
    made = _back(firm, kinds.DocumentVersion, tmp_path / "out", {draft.ref: {**cells, **more}})
    assert {each["column"] for each in _left(made)} == {"State", "Approved on", "Approver", "Effective date"}
    assert firm.told(draft) == replace(draft, body="Least privilege, twice a year.")
    again = _again(tmp_path / "out")
    assert (again["changed"], again["left"]) == (0, made["left"])
    alone = _back(firm, kinds.DocumentVersion, tmp_path / "alone", {draft.ref: {"Approver": firm.tilda.person}})
    assert (alone["changed"], alone["left"]) == (1, [])


def test_papers_of_a_signed_audit_stay_out_whole_and_the_audit_itself_takes_what_came_later(
    firm: Firm, tmp_path: Path
) -> None:
    bob = firm.bob.person
    audit = audits.add(firm.bob, kinds.Audit(title="Held", lead=bob, state="reported", conclusion="Sound."))
    paper = audit_items.add(firm.bob, kinds.AuditItem(audit=audit.ref, item="7.5", verdict="conforms"))
    with within(firm.id):
        signed = replace(audit, signed_off_on=date(2026, 3, 2), signed_off_by=bob)
    write_story(firm.ada, [Change(kind=audit.KIND, ref=audit.ref, value=signed, seen=firm.seen(audit))])
    made = _back(firm, kinds.AuditItem, tmp_path / "papers", {paper.ref: {"Verdict": "minor", "Note": "Found later"}})
    assert (made["changed"], made["set_aside"], made["left"]) == (0, 1, [])
    assert firm.told(paper) == paper
    told = {audit.ref: {"Conclusion": "Not sound.", "Note": "Sent to the board"}}
    made = _back(firm, kinds.Audit, tmp_path / "audits", told)
    assert [each["column"] for each in _left(made)] == ["Conclusion"]
    assert firm.told(audit) == replace(signed, note="Sent to the board")


def test_a_figure_keeps_its_conclusion_and_takes_a_note(firm: Firm, tmp_path: Path) -> None:
    metric = metrics.add(firm.ada, kinds.Metric(title="Phishing clicks"))
    taken = kinds.Reading(measures=metric.ref, period="2026-01", value=Decimal(12), conclusion="Too many.")
    reading = readings.add(firm.ada, taken)
    cells = {"Value": "3", "Conclusion": "Very few.", "Note": "Told to the board"}
    made = _back(firm, kinds.Reading, tmp_path / "out", {reading.ref: cells})
    assert {each["column"] for each in _left(made)} == {"Value", "Conclusion"}
    assert firm.told(reading) == replace(reading, note="Told to the board")
    made = _back(firm, kinds.Reading, tmp_path / "more", {reading.ref: {"Conclusion": "Much too many."}})
    assert (made["changed"], made["left"]) == (1, [])


def test_a_row_that_means_another_one_is_set_aside_whole(
    firm: Firm, policy: kinds.DocumentVersion, tmp_path: Path
) -> None:
    cells = {"Version": "2.0", "Note": "The second one"}
    made = _back(firm, kinds.DocumentVersion, tmp_path / "out", {policy.ref: cells})
    assert (made["changed"], made["set_aside"], made["left"]) == (0, 1, [])
    (told,) = made["problems"]
    assert told["message"].endswith("Since “Version” says what the row is about, nothing of it is taken.")
    assert firm.told(policy) == policy


def test_a_firms_own_list_corrects_the_document_and_leaves_what_was_approved_here(
    firm: Firm, policy: kinds.DocumentVersion, tmp_path: Path
) -> None:
    """The heading is that of the file, and nobody is entered of whom only a cell speaks that is left."""
    head = firm.seen(policy)
    document = firm.told(kinds.Document(ref=policy.document))
    file = tmp_path / "document-register.csv"
    heading = "Document ID;Title;Audience;Version;Status;Approved by;Approval date"
    row = f"{document.ref};Backups;All staff;;Approved;Wanda Stone;2026-01-10"
    file.write_text(f"{heading}\n{row}\n", "utf-8")
    made = _again(file)
    assert {each["column"]: each["says"] for each in _left(made)} == {
        "Approved by": "Wanda Stone",
        "Approval date": "2026-01-10",
    }
    assert (made["set_aside"], made["people"]) == (0, [])
    assert firm.told(document).title == "Backups"
    assert firm.told(policy) == policy
    assert firm.seen(policy) == head
    again = _again(file)
    assert (again["new"], again["changed"], again["left"]) == (0, 0, made["left"])


def test_what_goes_with_a_decision_are_fields_of_its_kind() -> None:
    for kind, names in WITH_A_DECISION.items():
        assert names <= {each.name for each in fields_of(KINDS[kind])}
        assert refuses(KINDS[kind])


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


def test_no_cell_accepts_a_risk_that_was_written_here_nor_waives_a_finding(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    forged = kinds.Acceptance(risk=risk.ref, accepted_by="PER-3", accepted_on=date(2026, 11, 1), state="in force")
    with pytest.raises(RefusedError, match=f"{risk.ref} was written here"):
        write_many(firm.ada, [Change(kind=forged.KIND, ref="", value=forged)])
    waiver = kinds.RuleWaiver(rule="TRT006", records=(risk.ref,), reason="It is fine.", state="in force")
    with pytest.raises(RefusedError, match="A cell does not make it “in force”"):
        write_many(firm.ada, [Change(kind=waiver.KIND, ref="", value=waiver)])
    (asked,) = write_many(firm.ada, [Change(kind=waiver.KIND, ref="", value=replace(waiver, state="requested"))])
    assert asked is not None


def test_a_register_of_risks_that_is_kept_elsewhere_brings_its_acceptances(firm: Firm) -> None:
    risk = kinds.Risk(ref="R-1", title="Flood", owner="PER-3")
    accepted = kinds.Acceptance(risk="R-1", accepted_by="PER-3", accepted_on=date(2026, 11, 1), state="in force")
    brought = [Change(kind=risk.KIND, ref="R-1", value=risk), Change(kind=accepted.KIND, ref="", value=accepted)]
    assert len(write_many(firm.ada, brought)) == 2
