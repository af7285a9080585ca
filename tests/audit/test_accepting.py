"""Signing asks about every auditor who judged their own work: what makes up for it, or why it is accepted (9.2.2 b)."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner, Result

from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.audit import services
from plumbline.apps.audit.conducting import drafted
from plumbline.apps.journal.ports import today
from plumbline.apps.records.reading import isms_now
from plumbline.apps.records.writers import writer_of
from plumbline.cli.root import plumbline
from plumbline.engine.domain import kinds
from plumbline.engine.rules.runner import audit as judged
from tests.audit.test_conducting import concluded
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The firm has nobody else who can read the register; the consultant looks again in May."


@pytest.fixture
def bound(firm: Firm) -> kinds.Audit:
    """An audit that Bob led and concluded, of nonconformities of which he wrote one."""
    writer_of(kinds.Nonconformity).add(firm.bob, kinds.Nonconformity(title="Late patch", owner=firm.cleo.person))
    programme = kinds.AuditProgramme(title="2026 to 2029", look_back="12 months")
    held = services.audit_programmes.add(firm.bob, programme)
    value = kinds.Audit(title="Spring audit", covers=("10.2",), programme=held.ref, lead=firm.bob.person)
    audit = services.audits.add(firm.bob, value)
    drafts = drafted(isms_now(firm.bob, today("Europe/Berlin")), audit)
    papers = services.make_checklist(firm.bob, audit.ref, drafts, seen=firm.seen(audit))
    return concluded(firm, audit, papers)


def accepting(firm: Firm, reason: str, item: str = "10.2") -> kinds.AcceptedConflict:
    return kinds.AcceptedConflict(auditor=firm.bob.person, item=item, reason=reason)


def typed(*words: str) -> Result:
    return CliRunner().invoke(plumbline, ["--as", "bob@nordwind.example", *words])


def test_nobody_signs_past_a_conflict_that_has_no_answer(firm: Firm, bound: kinds.Audit) -> None:
    with pytest.raises(InvalidError) as refused:
        services.sign_off(firm.bob, bound.ref, seen=firm.seen(bound))
    assert "PER-2 examined 10.2 and wrote NC-1" in str(refused.value)
    assert "Record what makes up for it, or say why it is accepted." in str(refused.value)
    with pytest.raises(InvalidError, match="say why it is accepted"):
        services.sign_off(firm.bob, bound.ref, seen=firm.seen(bound), accepted=[accepting(firm, "  ")])
    assert firm.told(bound).signed_off_on is None


def test_what_makes_up_for_it_is_answer_enough_and_nothing_else_is_asked(firm: Firm, bound: kinds.Audit) -> None:
    said = {"auditor": firm.bob.person, "item": "10.2", "what": "Dan goes through the papers."}
    made = services.compensate(firm.bob, bound.ref, seen=firm.seen(bound), **said)
    page = signed_in(firm.bob).get(f"/registers/audit/{bound.ref}/decide/approve/").content.decode()
    assert "Why it is accepted" not in page
    with pytest.raises(InvalidError, match="Nothing is left to accept about PER-2"):
        services.sign_off(firm.bob, bound.ref, seen=firm.seen(made), accepted=[accepting(firm, WHY)])
    assert services.sign_off(firm.bob, bound.ref, seen=firm.seen(made)).accepted_conflicts == ()


def test_a_sentence_in_the_form_lets_it_stand_and_is_kept_with_the_records(firm: Firm, bound: kinds.Audit) -> None:
    bob, url = signed_in(firm.bob), f"/registers/audit/{bound.ref}/decide/approve/"
    page = bob.get(url).content.decode()
    assert "Why it is accepted that Bob Keller examined 10.2" in page
    assert "/registers/nonconformity/NC-1/" in page
    seen = {"seen": firm.seen(bound)}
    silent = bob.post(url, seen)
    assert (silent.status_code, "This has to be stated." in silent.content.decode()) == (422, True)
    assert bob.post(url, seen | {"accept-PER-2-10.2": WHY}).status_code == 302
    assert firm.last_entry() == (firm.bob.person, "audit:sign", (bound.ref,))
    signed = firm.told(bound)
    (kept,) = signed.accepted_conflicts
    assert (kept.auditor, kept.item, kept.reason) == (firm.bob.person, "10.2", WHY)
    assert "NC-1" in kept.records
    after = bob.get(f"/audits/{bound.ref}/").content.decode()
    assert "Accepted at signing by Bob Keller: The firm has nobody else" in after


def test_the_report_prints_what_was_accepted(firm: Firm, bound: kinds.Audit) -> None:
    import docx

    services.sign_off(firm.bob, bound.ref, seen=firm.seen(bound), accepted=[accepting(firm, WHY)])
    tilda = signed_in(firm.tilda)
    assert tilda.get(f"/audits/{bound.ref}/report.pdf").content.startswith(b"%PDF")
    paper = docx.Document(io.BytesIO(tilda.get(f"/audits/{bound.ref}/report.docx").content))
    assert "Accepted conflicts" in [each.text for each in paper.paragraphs]
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    (told,) = [row for row in rows if row[-1] == WHY]
    assert told[0] == "Bob Keller"
    assert "NC-1" in told[2]


def test_accepting_mends_nothing_for_the_rule(firm: Firm, bound: kinds.Audit) -> None:
    def found() -> list[str]:
        report = judged(isms_now(firm.ada, today("Europe/Berlin")))
        return [each.gap for each in report.findings if each.code == "AUD005"]

    (before,) = found()
    services.sign_off(firm.bob, bound.ref, seen=firm.seen(bound), accepted=[accepting(firm, WHY)])
    (after,) = found()
    assert before.endswith("nothing makes up for it.")
    assert after.endswith("nothing makes up for it; it was accepted at signing.")


def test_the_command_line_asks_the_same(firm: Firm, bound: kinds.Audit) -> None:
    refused = typed("approve", bound.ref)
    assert refused.exit_code != 0
    assert "say why it is accepted" in " ".join(refused.output.split())
    odd = typed("approve", bound.ref, "--accept", "PER-2", "10.2", WHY, "--accept", "PER-3", "10.2", WHY)
    assert odd.exit_code != 0
    assert "Nothing is left to accept about PER-3" in " ".join(odd.output.split())
    made = typed("approve", bound.ref, "--accept", "PER-2", "10.2", WHY)
    assert made.exit_code == 0, made.output
    assert firm.told(bound).accepted_conflicts[0].reason == WHY
    risk = writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="Theft"))
    assert "--accept means nothing" in typed("approve", risk.ref, "--accept", "PER-2", "10.2", WHY).output


def test_it_is_not_accepted_by_hand(firm: Firm, bound: kinds.Audit) -> None:
    with pytest.raises(RefusedError, match="not written by hand"):
        services.audits.change(
            firm.bob, bound.ref, seen=firm.seen(bound), accepted_conflicts=(accepting(firm, "All is well."),)
        )
