"""Who audits from outside reads what the visit opens, and no longer than it lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of, names
from plumbline.apps.audit.services import audits
from plumbline.apps.certification.services import certificates, open_to_visitors, visits
from plumbline.apps.improvement.services import actions, changes, nonconformities
from plumbline.apps.journal import ports
from plumbline.apps.people.services import competence_proofs, enter_person, people
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.apps.review.services import reviews
from plumbline.apps.risk.services import risks
from plumbline.apps.ui.templatetags.plumbline import day
from plumbline.engine.domain import kinds
from plumbline.engine.domain.moves import joiners
from plumbline.engine.domain.workforce import by_employment
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(firm: Firm) -> kinds.Visit:
    """A first surveillance visit that opens risks and the statement to one auditor for a fortnight."""
    auditor = enter_person(firm.ada, kinds.Person(employment="external"), name="Vera Visitor")
    today = ports.now().date()
    value = kinds.Visit(
        title="Surveillance, first year",
        visit_kind="surveillance 1",
        planned_on=today + timedelta(days=7),
        visitors=(auditor.ref,),
        opens=("risk", "soa"),
        open_until=today + timedelta(days=14),
    )
    return visits.add(firm.ada, value)


def visitor(firm: Firm, visit: kinds.Visit) -> Actor:
    return actor_of(firm.id, visit.visitors[0])


def test_a_visitor_reads_what_the_visit_opens_and_nothing_else(firm: Firm, visit: kinds.Visit) -> None:
    open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    who = visitor(firm, visit)
    assert who.access_roles == {AccessRole.EXTERNAL_AUDITOR}
    assert who.may(Permission.RISK_READ)
    assert not who.may(Permission.INCIDENT_READ)
    assert not who.may(Permission.REGISTER_EXPORT)
    browser = signed_in(who)
    assert browser.get("/registers/risk/").status_code == 200
    assert browser.get("/registers/incident/").status_code == 403
    assert browser.get("/").status_code == 200


def test_a_closed_page_tells_a_visitor_what_the_visit_opens_and_whom_to_ask(firm: Firm, visit: kinds.Visit) -> None:
    open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    closed = signed_in(visitor(firm, visit)).get("/incidents/").content.decode()
    assert "Your visit does not open this subject." in closed
    assert "It opens: Risks and criteria; Statement of Applicability." in closed
    assert f"Ask {names(firm.id)[firm.ada.person]}" in closed
    assert "administrator" not in closed


def test_the_last_day_of_reading_is_one_day_wherever_it_is_told(firm: Firm, visit: kinds.Visit) -> None:
    (grant,) = open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    page = signed_in(firm.ada).get(f"/certification/visits/{visit.ref}/").content.decode()
    assert visit.open_until is not None
    assert grant.until is not None
    assert page.count(f"until {day(visit.open_until)}") == 2
    assert day(grant.until) not in page, "on the day that ends the grant nobody reads any more"


def test_who_only_comes_to_look_is_not_among_those_who_work_here(firm: Firm, visit: kinds.Visit) -> None:
    def counted() -> tuple[int, int]:
        isms = signed_in(firm.ada).get("/people/").context["visit"].isms
        return sum(by_employment(isms).values()), len(joiners(isms))

    before, started = counted()
    today = ports.today("Europe/Berlin")
    people.change(firm.ada, visit.visitors[0], seen=firm.seen(kinds.Person(ref=visit.visitors[0])), started=today)
    assert counted() == (before, started), "an outside auditor joins nobody"
    visits.change(firm.ada, visit.ref, seen=firm.seen(visit), visitors=())
    assert counted() == (before + 1, started + 1), "an external who visits nothing works here"


def test_the_page_of_a_visit_says_what_it_needs_beforehand_and_its_subjects_in_words(
    firm: Firm, visit: kinds.Visit
) -> None:
    page = signed_in(firm.ada).get(f"/registers/visit/{visit.ref}/").content.decode()
    assert "Internal audit held and reported" in page
    assert "Risks and criteria" in page


def test_a_letter_is_not_written_by_who_may_not_read_what_it_tells(firm: Firm, visit: kinds.Visit) -> None:
    visits.change(firm.ada, visit.ref, seen=firm.seen(visit), opens=("register", "risk"))
    open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    who = visitor(firm, visit)
    assert who.may(Permission.REGISTER_EXPORT)
    assert signed_in(who).get("/improvement/letter/").status_code == 403
    assert signed_in(firm.bob).get("/improvement/letter/").status_code == 200


def test_a_figure_of_a_review_names_no_more_than_the_reference_of_what_the_visit_does_not_open(
    firm: Firm, visit: kinds.Visit
) -> None:
    fault = kinds.Nonconformity(title="The vault stands open", raised_on=ports.today("Europe/Berlin"), grade="minor")
    nonconformities.add(firm.ada, fault)
    since = ports.today("Europe/Berlin") - timedelta(days=30)
    review = reviews.add(firm.ada, kinds.ManagementReview(title="Yearly review", period_from=since))
    visits.change(firm.ada, visit.ref, seen=firm.seen(visit), opens=("review",))
    open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    page = f"/reviews/{review.ref}/figure/?key=nonconformities+raised"
    told = signed_in(visitor(firm, visit)).get(page).content.decode()
    assert "NC-1" in told
    assert "The vault stands open" not in told
    assert "The vault stands open" in signed_in(firm.ada).get(page).content.decode()


VAULT = "The vault stands open"


def _a_change_of_an_asset(firm: Firm) -> str:
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title=VAULT))
    return f"/changes/{changes.add(firm.ada, kinds.Change(title='New host', subjects=('AST-1',))).ref}/"


def _a_finding_of_the_body(firm: Firm) -> str:
    certificate = kinds.Certificate(title="C", standard="ISO/IEC 27001:2022", issued_on=ports.today("Europe/Berlin"))
    certificates.add(firm.ada, certificate)
    nonconformities.add(firm.ada, kinds.Nonconformity(title=VAULT, raised_by_body="The body"))
    return "/certification/"


def _a_service_that_rests_on_another(firm: Firm) -> str:
    for each in (kinds.Asset(title=VAULT), kinds.Asset(title=VAULT, asset_kind="process", depends_on=("AST-1",))):
        writer_of(kinds.Asset).add(firm.ada, each)
    analysis = kinds.ImpactAnalysis(title="Without it", subject="AST-2", recovery_time="4 h")
    writer_of(kinds.ImpactAnalysis).add(firm.ada, analysis)
    return "/continuity/"


def _an_audit_by_bob(firm: Firm) -> str:
    proof = kinds.CompetenceProof(person=firm.bob.person, verdict="proven", evidence=VAULT)
    competence_proofs.add(firm.ada, proof)
    return f"/audits/{audits.add(firm.bob, kinds.Audit(title='First', auditors=(firm.bob.person,))).ref}/"


def _a_review_that_follows_an_action(firm: Firm) -> str:
    today = ports.today("Europe/Berlin")
    held = kinds.ManagementReview(
        title="Last year", period_from=today - timedelta(days=500), held_on=today - timedelta(days=300), state="held"
    )
    earlier = reviews.add(firm.ada, held)
    actions.add(firm.ada, kinds.Action(title=VAULT, owner=firm.cleo.person))
    decision = kinds.Decision(title="Shut it", review=earlier.ref, leads_to=("ACT-1",))
    writer_of(kinds.Decision).add(firm.ada, decision)
    next_one = kinds.ManagementReview(title="Yearly review", period_from=today - timedelta(days=100))
    return f"/reviews/{reviews.add(firm.ada, next_one).ref}/"


@pytest.mark.parametrize(
    ("opens", "written"),
    [
        ("improvement", _a_change_of_an_asset),
        ("certification", _a_finding_of_the_body),
        ("continuity", _a_service_that_rests_on_another),
        ("audit", _an_audit_by_bob),
        ("review", _a_review_that_follows_an_action),
    ],
)
def test_a_page_names_no_more_than_the_reference_of_what_the_visit_does_not_open(
    firm: Firm, visit: kinds.Visit, opens: str, written: Callable[[Firm], str]
) -> None:
    page = written(firm)
    visits.change(firm.ada, visit.ref, seen=firm.seen(visit), opens=(opens,))
    open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    vera = signed_in(visitor(firm, visit))
    told = vera.get(page).content.decode().partition("<main")[2]
    assert VAULT in signed_in(firm.ada).get(page).content.decode()
    assert VAULT not in told
    assert re.search(r'<span class="ref">(AST|NC|CPP|ACT)-\d+</span>', told)
    for address in set(re.findall(r'href="(/registers/[^"#?]+)"', told)):
        assert vera.get(address).status_code == 200, address


def test_the_way_in_ends_with_the_visit(firm: Firm, visit: kinds.Visit) -> None:
    open_to_visitors(firm.ada, visit.ref, emails={visit.visitors[0]: "vera@example.org"})
    later = ports.now() + timedelta(days=15)
    with ports.swapped(clock=lambda: later):
        assert not visitor(firm, visit).may(Permission.RISK_READ)


def test_a_second_visit_opens_more_and_another_role_opens_all(firm: Firm, visit: kinds.Visit) -> None:
    (who,) = visit.visitors
    open_to_visitors(firm.ada, visit.ref, emails={})
    assert visitor(firm, visit).sees == frozenset({"risk", "soa"})
    grant_access(firm.ada, who, AccessRole.READER)
    assert visitor(firm, visit).sees is None


def test_nothing_is_opened_that_is_nothing_to_read(firm: Firm, visit: kinds.Visit) -> None:
    visits.change(firm.ada, visit.ref, seen=firm.seen(visit), opens=("payroll",))
    with pytest.raises(RefusedError, match="“payroll” is nothing to read here"):
        open_to_visitors(firm.ada, visit.ref, emails={})


def test_a_visitor_changes_nothing(firm: Firm, visit: kinds.Visit) -> None:
    open_to_visitors(firm.ada, visit.ref, emails={})
    with pytest.raises(NotAllowedError):
        risks.add(visitor(firm, visit), kinds.Risk(title="No"))
