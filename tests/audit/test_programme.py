"""The programme: what no audit reaches, what to audit next and why; top management approves it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError
from plumbline.apps.audit import services
from plumbline.apps.audit.conducting import titled
from plumbline.apps.journal.ports import today
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = today("Europe/Berlin")


@pytest.fixture
def draft(firm: Firm) -> kinds.AuditProgramme:
    value = kinds.AuditProgramme(
        title="Three years",
        starts=TODAY - timedelta(days=30),
        ends=TODAY + timedelta(days=1000),
        look_back="12 months",
        left_out=(kinds.LeftOut(item="7.4", reason="Nobody outside is told anything yet."),),
    )
    return services.audit_programmes.add(firm.bob, value)


@pytest.fixture
def programme(firm: Firm, draft: kinds.AuditProgramme) -> kinds.AuditProgramme:
    return services.approve_programme(firm.tilda, draft.ref, seen=firm.seen(draft))


def test_top_management_approves_and_not_whoever_wrote_it(firm: Firm, draft: kinds.AuditProgramme) -> None:
    url = f"/registers/audit_programme/{draft.ref}/decide/approve/"
    assert signed_in(firm.bob).get(url).status_code == 403
    assert "Read and approve it" in signed_in(firm.tilda).get("/audits/programme/").content.decode()
    assert signed_in(firm.tilda).post(url, {"seen": firm.seen(draft)}).status_code == 302
    told = firm.told(draft)
    assert isinstance(told, kinds.AuditProgramme)
    assert (told.state, told.approved_by) == ("in force", (firm.tilda.person,))


def test_a_programme_without_a_cycle_covers_nothing_and_is_not_approved(firm: Firm) -> None:
    made = services.audit_programmes.add(firm.bob, kinds.AuditProgramme(title="Some day"))
    with pytest.raises(InvalidError, match="first and last day"):
        services.approve_programme(firm.tilda, made.ref, seen=firm.seen(made))


def test_whoever_drafted_it_does_not_approve_it_though_their_access_role_would(firm: Firm) -> None:
    from plumbline.apps.accounts.access_roles import AccessRole
    from plumbline.apps.accounts.selectors import actor_of

    grant_access(firm.ada, firm.dan.person, AccessRole.TOP_MANAGEMENT, email="dan@nordwind.example")
    grant_access(firm.ada, firm.dan.person, AccessRole.AUDITOR, email="dan@nordwind.example")
    dan = actor_of(firm.id, firm.dan.person)
    value = kinds.AuditProgramme(title="Mine", starts=TODAY, ends=TODAY + timedelta(days=900))
    made = services.audit_programmes.add(dan, value)
    with pytest.raises(DutiesError):
        services.approve_programme(dan, made.ref, seen=firm.seen(made))


def test_a_new_version_takes_the_place_of_the_one_in_force(firm: Firm, programme: kinds.AuditProgramme) -> None:
    with pytest.raises(RefusedError, match="somebody answers for what it says"):
        services.audit_programmes.change(firm.bob, programme.ref, seen=firm.seen(programme), look_back="1 month")
    revised = services.revise_programme(firm.bob, programme.ref, seen=firm.seen(programme))
    assert (revised.state, revised.left_out, revised.approved_by) == ("draft", programme.left_out, ())
    approved = services.approve_programme(firm.tilda, revised.ref, seen=firm.seen(revised))
    before = firm.told(programme)
    assert isinstance(before, kinds.AuditProgramme)
    assert (before.state, approved.state) == ("superseded", "in force")


def test_gaps_are_listed_and_what_was_left_out_says_why(firm: Firm, programme: kinds.AuditProgramme) -> None:
    page = signed_in(firm.bob).get("/audits/programme/")
    gaps = {each.item.key for each in page.context["coverage"].matrix.gaps}
    assert {"4.1", "9.2", "10.2"} <= gaps
    assert "7.4" not in gaps
    assert "Nobody outside is told anything yet." in page.content.decode()


def test_an_audit_is_planned_from_the_proposal_in_one_press(firm: Firm, programme: kinds.AuditProgramme) -> None:
    writer_of(kinds.Nonconformity).add(firm.ada, kinds.Nonconformity(title="No backup", requirement="10.2"))
    bob = signed_in(firm.bob)
    page = bob.get("/audits/programme/")
    number, slot, more = page.context["slots"][0]
    first = slot.items[0]
    assert first.item.key == "10.2"
    assert any("NC-1" in each.says for each in first.reasons)
    answer = bob.post("/audits/programme/plan/", {"head": page.context["head"], "slot": number})
    assert answer.headers["Location"] == "/audits/AUD-1/"
    made = firm.told(kinds.Audit(ref="AUD-1"))
    assert isinstance(made, kinds.Audit)
    assert (made.programme, made.planned_on, made.covers) == (programme.ref, slot.day, more)
    assert "NC-1" in made.objectives
    stale = bob.post("/audits/programme/plan/", {"head": page.context["head"], "slot": number})
    assert (stale.status_code, "The records changed since" in stale.content.decode()) == (400, True)
    after = bob.get("/audits/programme/").context["coverage"]
    assert after.counted["planned"] >= len(more)


def test_what_is_proposed_is_added_to_an_audit_that_is_planned(firm: Firm, programme: kinds.AuditProgramme) -> None:
    value = kinds.Audit(title="Autumn", covers=("9.2",), planned_on=TODAY + timedelta(days=60), programme=programme.ref)
    audit = services.audits.add(firm.bob, value)
    bob = signed_in(firm.bob)
    page = bob.get("/audits/programme/")
    assert page.context["slots"][0][1].audit.ref == audit.ref
    bob.post("/audits/programme/plan/", {"head": page.context["head"], "slot": 0})
    told = firm.told(audit)
    assert isinstance(told, kinds.Audit)
    assert told.covers[0] == "9.2"
    assert len(told.covers) > 20
    assert not bob.get("/audits/programme/").context["coverage"].matrix.gaps


def rehearsal(firm: Firm) -> kinds.Audit:
    for number in range(4):
        writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title=f"Risk {number}", owner=firm.cleo.person))
    answer = signed_in(firm.bob).post("/audits/mock/", {"part": ["risk"], "form-key": "one"})
    assert answer.headers["Location"] == "/audits/AUD-1/"
    told = firm.told(kinds.Audit(ref="AUD-1"))
    assert isinstance(told, kinds.Audit)
    return told


def test_a_rehearsal_draws_real_rows_and_asks_about_them(firm: Firm) -> None:
    audit = rehearsal(firm)
    assert (audit.audit_kind, audit.state) == ("mock", "under way")
    sample = firm.told(kinds.Sample(ref="SMP-1"))
    assert isinstance(sample, kinds.Sample)
    assert (sample.size, sample.audit) == (3, "AUD-1")
    assert all(each.key.startswith("R-") for each in sample.items)
    page = signed_in(firm.bob).get("/audits/AUD-1/")
    papers = {each.item.item: each.item for each in page.context["papers"]}
    assert papers["6.1.2"].samples == ("SMP-1",)
    assert all(each.questions for each in papers.values())
    twice = signed_in(firm.bob).post("/audits/mock/", {"part": ["risk"], "form-key": "one"})
    assert twice.headers["Location"] == "/audits/AUD-1/"
    assert "A rehearsal, which never counts as an internal audit, " in page.content.decode()


def test_a_rehearsal_never_becomes_an_audit(firm: Firm) -> None:
    audit = rehearsal(firm)
    paper = firm.told(kinds.AuditItem(ref="AUI-1"))
    with pytest.raises(RefusedError, match="stays one"):
        services.audits.change(firm.bob, audit.ref, seen=firm.seen(audit), audit_kind="internal")
    with pytest.raises(RefusedError, match="stays in its papers"):
        services.raise_finding(firm.bob, paper.ref, kinds.AuditFinding(), seen=firm.seen(paper))
    with pytest.raises(RefusedError, match="counts as no audit"):
        services.sign_off(firm.bob, audit.ref, seen=firm.seen(audit))
    counted = signed_in(firm.bob).get("/audits/programme/").context
    assert counted["coverage"].matrix.audits == ()
    assert [each.ref for each in counted["others"]] == ["AUD-1"]


def test_a_rehearsal_of_nothing_is_asked_again(firm: Firm) -> None:
    answer = signed_in(firm.bob).post("/audits/mock/", {})
    assert (answer.status_code, "Choose at least one part" in answer.content.decode()) == (422, True)


def test_a_cycle_is_counted_even_before_a_programme_stands(firm: Firm) -> None:
    page = signed_in(firm.cleo).get("/audits/programme/")
    assert page.status_code == 200
    assert "No programme is in force" in page.content.decode()
    assert page.context["cycle"].start < TODAY < page.context["cycle"].end


def test_a_clause_is_called_the_same_in_the_programme_and_in_an_audit(
    firm: Firm, programme: kinds.AuditProgramme
) -> None:
    rows = signed_in(firm.bob).get("/audits/programme/").context["coverage"].matrix.rows
    isms = signed_in(firm.bob).get("/audits/programme/").context["visit"].isms
    clauses = [each.item for each in rows if each.item.kind == "clause"]
    assert clauses
    assert {each.key: each.title for each in clauses} == {each.key: titled(isms, each.key) for each in clauses}
