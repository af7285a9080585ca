"""The statement as somebody reads it who may not read every register: told of what they may read, counted the rest."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.certification.services import open_to_visitors, visits
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
CLOSED = re.compile(r"\b(?:EVD|OBL|SUP|DOC)-\d+\b")
"""References of registers that the visit of the story does not open."""


@pytest.fixture
def vera(firm: Firm) -> Client:
    """An auditor from outside whose visit opens risks and the statement, and nothing else."""
    who = enter_person(firm.ada, kinds.Person(employment="external"), name="Vera Visitor")
    value = kinds.Visit(title="Stage 1", visit_kind="stage 1", visitors=(who.ref,), opens=("risk", "soa", "register"))
    visit = visits.add(firm.ada, value)
    open_to_visitors(firm.ada, visit.ref, emails={who.ref: "vera@example.org"})
    return signed_in(actor_of(firm.id, who.ref))


@pytest.fixture(autouse=True)
def rows(firm: Firm) -> None:
    """A row that rests on a risk, an obligation, a document and two proofs; and one left out against a supplier."""
    for value in (
        kinds.Obligation(title="Keep copies", controls=("A.8.13",)),
        kinds.Risk(title="Fire", controls=("A.8.13",), owner=firm.cleo.person),
        kinds.Supplier(title="Vaultline", develops=True),
        kinds.Document(title="Backup rules"),
        kinds.EvidenceItem(title="Restore test", controls=("A.8.13",)),
        kinds.EvidenceItem(title="Second restore", controls=("A.8.13",)),
        kinds.ControlState(ref="A.8.13", status="implemented", description="As DOC-1 says.", documents=("DOC-1",)),
        kinds.SoaDeclared(ref="A.8.30", applicable="no", justification="SUP-1 only sells boards."),
    ):
        writer_of(type(value)).add(firm.ada, value)


def page(who: Client, address: str) -> str:
    answer = who.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def words(who: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page(who, address)).split()).replace(" .", ".")


@pytest.mark.parametrize(
    "address",
    ["/soa/", "/soa/?show=contradicted", "/soa/A.8.13/", "/soa/A.8.30/", "/soa/compare/?from=SOA-1", "/soa/approve/"],
)
def test_no_page_of_the_statement_names_what_the_visit_does_not_open(vera: Client, firm: Firm, address: str) -> None:
    tilda = signed_in(firm.tilda)
    head = tilda.get("/soa/approve/").context["head"]
    assert tilda.post("/soa/approve/", {"number": "1.0", "head": head}).status_code == 302
    changed = kinds.Obligation(title="Restore within a day", controls=("A.8.13", "A.8.14"))
    writer_of(kinds.Obligation).add(firm.ada, changed)
    assert CLOSED.search(page(signed_in(firm.ada), address)), "who may read everything is told of it"
    told = page(vera, address)
    assert not CLOSED.search(told), CLOSED.findall(told)
    assert "Vaultline" not in told


def test_a_row_says_how_much_it_does_not_show(vera: Client) -> None:
    said = words(vera, "/soa/")
    assert "Holds down R-1 Fire. And 1 record that your visit does not open." in said
    assert "2 records that your visit does not open" in said, "evidence is counted"
    assert "Of records that your visit does not open each row says how many there are, and none is named." in said
    row = words(vera, "/soa/A.8.13/")
    assert "and 1 record that your visit does not open" in row
    assert "As [not shown] says." in row
    assert "1 record that your visit does not open stands against it" in words(vera, "/soa/?show=contradicted")
    assert "What is on record of 1 record that your visit does not open speaks against" in words(vera, "/soa/A.8.30/")


def test_verdicts_are_the_same_for_everybody(vera: Client, firm: Firm) -> None:
    mine, theirs = (who.get("/soa/").context["report"] for who in (vera, signed_in(firm.ada)))
    for one, other in zip(mine.rows, theirs.rows, strict=True):
        assert (one.applicable, one.basis, one.status, one.evidence) == (
            other.applicable,
            other.basis,
            other.status,
            other.evidence,
        )
    assert theirs.narrowed == ""


def test_files_of_the_statement_are_narrowed_like_its_pages(vera: Client, firm: Firm) -> None:
    """The visit of the story opens the register, with which files are handed out."""
    for form in ("json", "text"):
        given = vera.get(f"/soa/file/{form}/").content.decode()
        assert not CLOSED.search(given), form
        assert CLOSED.search(signed_in(firm.ada).get(f"/soa/file/{form}/").content.decode())


def test_a_reader_inside_is_told_that_they_may_not_read_it(firm: Firm) -> None:
    grant_access(firm.ada, firm.dan.person, AccessRole.READER, email="dan@nordwind.example")
    said = page(signed_in(firm.dan), "/soa/A.8.13/")
    assert "2 records that you may not read" in said
    assert "OBL-1" in said, "a reader reads obligations"
    assert "EVD-" not in said
