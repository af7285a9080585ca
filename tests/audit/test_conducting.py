"""Bob audits: from the plan to the signature, with papers, findings and what answers them."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError
from plumbline.apps.audit import services
from plumbline.apps.audit.conducting import drafted
from plumbline.apps.audit.printing import report
from plumbline.apps.audit.sampling import frozen
from plumbline.apps.audit.sampling.drawing import Wanted
from plumbline.apps.audit.sampling.services import draw_sample, freeze_population
from plumbline.apps.journal.ports import today
from plumbline.apps.organization.services import assignments, roles
from plumbline.apps.people.services import competence_proofs
from plumbline.apps.records.reading import isms_now
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain import kinds
from plumbline.engine.evidence.populations import Row
from plumbline.reports.audit_report import as_docx, as_pdf
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

UNTRAINED = kinds.AuditFinding(
    title="Untrained", grade="minor", requirement="A.6.3", evidence="2 of 5.", gap="Nobody asks."
)


@pytest.fixture
def planned(firm: Firm) -> kinds.Audit:
    value = kinds.Audit(
        title="Spring audit",
        covers=("10.2", "A.6.3"),
        criteria="The clauses named.",
        scope="The office.",
        lead=firm.bob.person,
    )
    return services.audits.add(firm.bob, value)


@pytest.fixture
def papers(firm: Firm, planned: kinds.Audit) -> tuple[kinds.AuditItem, ...]:
    drafts = drafted(isms_now(firm.bob, today("Europe/Berlin")), planned)
    return services.make_checklist(firm.bob, planned.ref, drafts, seen=firm.seen(planned))


def concluded(firm: Firm, audit: kinds.Audit, papers: tuple[kinds.AuditItem, ...]) -> kinds.Audit:
    for each in papers:
        services.examine(firm.bob, each.ref, seen=firm.seen(each), verdict="conforms", notes="Seen.")
    return services.conclude_audit(firm.bob, audit.ref, seen=firm.seen(audit), conclusion="It works.")


def test_the_checklist_is_made_in_one_act_with_questions(firm: Firm, planned: kinds.Audit) -> None:
    bob, url = signed_in(firm.bob), f"/audits/{planned.ref}/"
    assert bob.get(url).context["missing"] == 2
    answer = bob.post(f"{url}checklist/", {"seen": bob.get(url).context["seen"]})
    assert answer.headers["Location"] == url
    page = bob.get(url)
    held = page.context["papers"]
    assert [each.item.item for each in held] == ["10.2", "A.6.3"]
    assert all(len(each.item.questions) >= 2 for each in held)
    assert page.context["missing"] == 0
    again = services.make_checklist(
        firm.bob, planned.ref, [kinds.AuditItem(item="A.6.3", audit=planned.ref)], seen=firm.seen(planned)
    )
    assert again == (), "an item that has a paper keeps it"


def test_papers_are_filled_in_one_after_the_other_and_counted(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    bob = signed_in(firm.bob)
    first, second = papers
    url = f"/audits/papers/{first.ref}/"
    sent = {"seen": bob.get(url).context["seen"], "verdict": "conforms", "next": "1"}
    bare = bob.post(url, sent)
    assert (bare.status_code, "Nothing shows the verdict" in bare.content.decode()) == (422, True)
    onward = bob.post(url, sent | {"notes": "Four nonconformities of the year, each with its cause."})
    assert onward.headers["Location"] == f"/audits/papers/{second.ref}/"
    told = firm.told(first)
    assert isinstance(told, kinds.AuditItem)
    assert (told.verdict, told.examined_by) == ("conforms", firm.bob.person)
    begun = firm.told(planned)
    assert isinstance(begun, kinds.Audit)
    assert (begun.state, begun.began_on is not None) == ("under way", True)
    skipped = bob.post(f"/audits/papers/{second.ref}/", {"seen": firm.seen(second), "verdict": "not examined"})
    assert (skipped.status_code, "Say why it was not examined" in skipped.content.decode()) == (422, True)
    page = bob.get(f"/audits/{planned.ref}/")
    assert (page.context["progress"].done, page.context["progress"].total) == (1, 2)
    assert "1</b> of" in page.content.decode()


def test_of_two_who_write_at_one_paper_the_second_finds_their_words_again(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    paper, bob = papers[0], signed_in(firm.bob)
    url, seen = f"/audits/papers/{papers[0].ref}/", firm.seen(paper)
    assert bob.post(url, {"seen": seen, "notes": "Saw the list.", "verdict": "conforms"}).status_code == 302
    sent = {"seen": seen, "notes": "Asked the night desk: nobody tests it.", "verdict": "minor"}
    refused = bob.post(url, sent, headers={"Referer": f"http://testserver{url}"})
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "Asked the night desk: nobody tests it." in shown
    assert f'href="{url}">Open the form anew' in shown
    assert firm.told(paper).notes == "Saw the list."


def test_a_finding_is_raised_in_three_parts_and_opens_a_nonconformity_that_names_it(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    bob, paper = signed_in(firm.bob), papers[1]
    services.examine(
        firm.bob,
        paper.ref,
        seen=firm.seen(paper),
        verdict="minor",
        notes="2 of 5 had no training.",
        looked_at=("PER-3",),
    )
    url = f"/audits/papers/{paper.ref}/finding/"
    form = bob.get(url).context["form"]
    assert form.initial["evidence"] == "2 of 5 had no training."
    assert form.initial["requirement"].startswith("A.6.3 ")
    assert form.initial["records"] == "PER-3"
    seen = firm.seen(paper)
    lacking = bob.post(url, {"seen": seen, "grade": "minor", "title": "Training"})
    assert (lacking.status_code, "by all of its parts" in lacking.content.decode()) == (422, True)
    parts = {
        "seen": seen,
        "grade": "minor",
        "title": "Two people were never trained",
        "requirement": "Everybody is trained (A.6.3).",
        "evidence": "2 of 5 had no training.",
        "gap": "Nobody notices who is missing.",
        "records": "PER-3",
        "answer_due": "2027-02-01",
    }
    assert bob.post(url, parts).status_code == 302
    assert firm.last_entry()[1] == "audit:write"
    opened = bob.post(
        "/audits/findings/F-1/answer/", {"seen": firm.seen(kinds.AuditFinding(ref="F-1")), "owner": "PER-3"}
    )
    assert opened.headers["Location"] == "/registers/nonconformity/NC-1/"
    finding, answer = firm.told(kinds.AuditFinding(ref="F-1")), firm.told(kinds.Nonconformity(ref="NC-1"))
    assert isinstance(finding, kinds.AuditFinding)
    assert isinstance(answer, kinds.Nonconformity)
    assert (finding.answered_by, finding.state, finding.controls) == (("NC-1",), "answered", ("A.6.3",))
    assert (answer.source_refs, answer.source, answer.grade) == (("F-1",), "internal audit", "minor")
    assert (answer.gap, answer.due.isoformat() if answer.due else "") == (
        "Nobody notices who is missing.",
        "2027-02-01",
    )
    with pytest.raises(RefusedError, match="NC-1 already"):
        services.open_nonconformity(firm.bob, "F-1", seen=firm.seen(finding), owner="PER-3")


def test_a_finding_and_the_samples_it_rests_on_name_each_other(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    rows = frozen.made([Row("T-1"), Row("T-2")])
    held = kinds.Population(digest=rows.digest, rows=frozen.keep(rows, "tickets"), completeness="Counted.")
    population = freeze_population(firm.bob, held)
    wanted = Wanted(method="random", size=1, attribute="Was it answered?", audit=planned.ref)
    sample = draw_sample(firm.bob, population.ref, wanted)
    value = dataclasses.replace(UNTRAINED, samples=(sample.ref,))
    made = services.raise_finding(firm.bob, papers[1].ref, value, seen=firm.seen(papers[1]))
    told = firm.told(sample)
    assert isinstance(told, kinds.Sample)
    assert told.findings == (made.ref,)


def test_an_opportunity_opens_an_improvement(firm: Firm, papers: tuple[kinds.AuditItem, ...]) -> None:
    paper = papers[0]
    value = kinds.AuditFinding(title="Shorter", grade="opportunity", requirement="10.2", evidence="Long.", gap="Pages.")
    made = services.raise_finding(firm.bob, paper.ref, value, seen=firm.seen(paper))
    opened = services.open_nonconformity(firm.bob, made.ref, seen=firm.seen(made), owner=firm.cleo.person)
    assert isinstance(opened, kinds.Improvement)
    assert made.ref in opened.description


def test_an_audit_is_not_concluded_with_papers_open_or_nonconformities_untold(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    services.examine(firm.bob, papers[0].ref, seen=firm.seen(papers[0]), verdict="major", notes="Nothing was done.")
    with pytest.raises(InvalidError) as refused:
        services.conclude_audit(firm.bob, planned.ref, seen=firm.seen(planned), conclusion="It works.")
    assert "1 of 2 items have no verdict" in str(refused.value)
    assert "10.2: judged nonconform, and no finding says so" in str(refused.value)


def test_only_the_lead_signs_and_what_was_signed_stands(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    manager = firm.cleo
    done = concluded(firm, planned, papers)
    with pytest.raises(NotAllowedError):
        services.sign_off(manager, done.ref, seen=firm.seen(done))
    signed = services.sign_off(firm.bob, done.ref, seen=firm.seen(done))
    assert (signed.signed_off_by, signed.state) == (firm.bob.person, "held")
    assert firm.last_entry()[1] == "audit:sign"
    with pytest.raises(RefusedError, match="not signed twice"):
        services.sign_off(firm.bob, done.ref, seen=firm.seen(done))
    paper = papers[0]
    with pytest.raises(RefusedError, match="papers stand"):
        services.examine(firm.bob, paper.ref, seen=firm.seen(paper), notes="Rather not.")
    with pytest.raises(RefusedError, match="is signed"):
        services.audit_items.change(firm.bob, paper.ref, seen=firm.seen(paper), notes="Rather not.")
    with pytest.raises(RefusedError, match="is signed"):
        services.audits.change(firm.bob, done.ref, seen=firm.seen(done), conclusion="All is well.")
    with pytest.raises(RefusedError, match="not called off"):
        services.audits.end(firm.bob, done.ref, seen=firm.seen(done), reason="Rather not.")
    reported = services.report_audit(firm.bob, done.ref, seen=firm.seen(done), reported_to=[firm.tilda.person])
    assert (reported.state, reported.reported_to) == ("reported", (firm.tilda.person,))


def test_nothing_is_put_into_a_signed_audit_or_brought_back_into_it(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    kept, away = papers[0], papers[1]
    last = firm.seen(away)
    services.audit_items.remove(firm.bob, away.ref, seen=last, reason="Not this time.")
    done = concluded(firm, planned, papers[:1])
    services.sign_off(firm.bob, done.ref, seen=firm.seen(done))
    with pytest.raises(RefusedError, match="is signed"):
        services.audit_items.restore(firm.bob, away.ref, to=last)
    other = services.audits.add(firm.bob, kinds.Audit(title="Autumn audit", lead=firm.bob.person))
    moved = services.audit_items.add(firm.bob, kinds.AuditItem(audit=other.ref, item="7.5"))
    with pytest.raises(RefusedError, match="is signed"):
        services.audit_items.change(firm.bob, moved.ref, seen=firm.seen(moved), audit=kept.audit)


def test_today_asks_the_lead_to_sign_and_nobody_else(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    done = concluded(firm, planned, papers)
    assert "sign the audit off" in signed_in(firm.bob).get("/").content.decode()
    assert "sign the audit off" not in signed_in(firm.tilda).get("/").content.decode()
    services.sign_off(firm.bob, done.ref, seen=firm.seen(done))
    assert "sign the audit off" not in signed_in(firm.bob).get("/").content.decode()


def test_an_auditor_who_does_not_lead_may_not_sign(firm: Firm) -> None:
    audit = services.audits.add(firm.bob, kinds.Audit(title="Led by Tilda", covers=("10.2",), lead=firm.tilda.person))
    drafts = drafted(isms_now(firm.bob, today("Europe/Berlin")), audit)
    papers = services.make_checklist(firm.bob, audit.ref, drafts, seen=firm.seen(audit))
    done = concluded(firm, audit, papers)
    with pytest.raises(DutiesError, match="Only who leads the audit"):
        services.sign_off(firm.bob, done.ref, seen=firm.seen(done))


def test_the_lead_signs_in_the_browser_by_the_same_step(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    concluded(firm, planned, papers)
    bob, url = signed_in(firm.bob), f"/registers/audit/{planned.ref}/decide/approve/"
    assert "You led this audit" in bob.get(url).content.decode()
    assert bob.post(url, {"seen": firm.seen(planned)}).status_code == 302
    assert "There is nothing to decide" in bob.get(url).content.decode()


def test_who_wrote_and_owns_what_is_audited_is_told_with_the_records(firm: Firm) -> None:
    """The journal knows that Bob wrote the nonconformity; the field says that Cleo owns it."""
    writer_of(kinds.Nonconformity).add(firm.bob, kinds.Nonconformity(title="Late patch", owner=firm.cleo.person))
    programme = kinds.AuditProgramme(title="2026 to 2029", look_back="12 months")
    held = services.audit_programmes.add(firm.bob, programme)
    value = kinds.Audit(title="Spring", covers=("10.2",), programme=held.ref, lead=firm.bob.person, auditors=("PER-3",))
    audit = services.audits.add(firm.bob, value)
    page = signed_in(firm.bob).get(f"/audits/{audit.ref}/")
    bound = {
        (each.auditor.ref, one.how, one.record.ref) for each in page.context["distance"].bound for one in each.conflicts
    }
    assert (firm.bob.person, "wrote", "NC-1") in bound
    assert (firm.cleo.person, "owns", "NC-1") in bound
    assert "Nothing makes up for it" in page.content.decode()
    said = {
        "seen": page.context["seen"],
        "auditor": firm.bob.person,
        "item": "",
        "what": "Dan goes through the papers.",
    }
    assert signed_in(firm.bob).post(f"/audits/{audit.ref}/compensate/", said).status_code == 302
    after = signed_in(firm.bob).get(f"/audits/{audit.ref}/").content.decode()
    assert "Made up for by: Dan goes through the papers." in after


def test_what_auditors_can_do_is_shown_or_missed(firm: Firm, planned: kinds.Audit) -> None:
    bob, url = signed_in(firm.bob), f"/audits/{planned.ref}/"
    assert "Nothing on record shows that they can audit" in bob.get(url).content.decode()
    role = roles.add(firm.ada, kinds.Role(title="Internal auditor"))
    assignments.add(firm.ada, kinds.Assignment(role=role.ref, person=firm.bob.person))
    need = writer_of(kinds.CompetenceNeed).add(
        firm.ada, kinds.CompetenceNeed(title="Lead auditor course", role=role.ref)
    )
    proof = kinds.CompetenceProof(person=firm.bob.person, need=need.ref, verdict="proven", evidence="Certificate 7")
    competence_proofs.add(firm.ada, proof)
    page = bob.get(url).content.decode()
    assert "Nothing on record shows" not in page
    assert "Lead auditor course" in page


def test_the_report_is_the_same_each_time_and_names_what_was_found(
    firm: Firm, planned: kinds.Audit, papers: tuple[kinds.AuditItem, ...]
) -> None:
    paper = papers[1]
    value = kinds.AuditFinding(
        title="Untrained", grade="minor", requirement="A.6.3", evidence="2 of 5.", gap="Nobody asks."
    )
    services.raise_finding(firm.bob, paper.ref, value, seen=firm.seen(paper))
    concluded_papers = papers[:1]
    services.examine(
        firm.bob, concluded_papers[0].ref, seen=firm.seen(concluded_papers[0]), verdict="conforms", notes="Seen."
    )
    services.conclude_audit(firm.bob, planned.ref, seen=firm.seen(planned), conclusion="It **works**, nearly.")
    bob = signed_in(firm.bob)
    page = f"/audits/{planned.ref}/report"
    for make in (as_pdf.render, as_docx.render):
        told = [report(Visit(firm.bob), kinds_audit(firm, planned)) for _ in range(2)]
        assert len({hashlib.sha256(make(each)).hexdigest() for each in told}) == 1
    printed = as_pdf.printed(report(Visit(firm.bob), kinds_audit(firm, planned)))
    assert printed["findings"][0]["gap"] == "Nobody asks."
    assert printed["tiles"][0] == ["2", "of 2 items examined"]
    answer = bob.get(f"{page}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert firm.last_entry()[1] == "register:export"
    assert bob.get(f"{page}.docx").content.startswith(b"PK")
    assert signed_in(firm.cleo).get(f"{page}.pdf").status_code == 403


def kinds_audit(firm: Firm, audit: kinds.Audit) -> kinds.Audit:
    told = firm.told(audit)
    assert isinstance(told, kinds.Audit)
    return told


def test_a_file_is_attached_to_a_paper(firm: Firm, papers: tuple[kinds.AuditItem, ...]) -> None:
    paper = papers[1]
    sent = {
        "seen": firm.seen(paper),
        "title": "Attendance list",
        "file": SimpleUploadedFile("list.csv", b"name,signed\nDan,yes\n", content_type="text/csv"),
    }
    assert signed_in(firm.bob).post(f"/audits/papers/{paper.ref}/attach/", sent).status_code == 302
    told = firm.told(paper)
    item = firm.told(kinds.EvidenceItem(ref="EVD-1"))
    assert isinstance(told, kinds.AuditItem)
    assert isinstance(item, kinds.EvidenceItem)
    assert told.evidence == ("EVD-1",)
    assert (item.title, item.controls) == ("Attendance list", ("A.6.3",))
