"""`plumbline person`: people are entered by name, the records hold references, and an erased name stays erased."""

from __future__ import annotations

from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.tenancy import within
from tests.cli.place import typed_by
from tests.stories import Firm


def contact(firm: Firm, ref: str) -> str:
    with within(firm.id):
        return PersonName.objects.get(ref=ref).contact


def test_a_person_is_entered_and_the_name_is_not_in_the_record(firm: Firm) -> None:
    said = typed_by("ada", "person", "add", "--name", "Erik Sand", "--email", "erik@nordwind.example")
    assert said.err == "PER-6: Erik Sand is entered by PER-1 (Ada Winter).\n"
    assert contact(firm, "PER-6") == "erik@nordwind.example"
    assert "Erik" not in str(typed_by("ada", "show", "PER-6", "--format", "json").json)
    assert "Erik Sand" in typed_by("ada", "show", "PER-6").out
    made = typed_by("ada", "person", "add", "--name", "Fee Lund", "--format", "json").json
    assert (made["kind"], made["ref"]) == ("person", "PER-7")


def test_a_new_name_leaves_the_contact_alone_unless_it_is_said(firm: Firm) -> None:
    typed_by("ada", "person", "add", "--name", "Erik Sand", "--email", "erik@nordwind.example")
    said = typed_by("ada", "person", "name", "PER-6", "Erik Holm")
    assert said.err == "PER-6 is called Erik Holm from now on, said by PER-1 (Ada Winter).\n"
    assert contact(firm, "PER-6") == "erik@nordwind.example"
    typed_by("ada", "person", "name", "PER-6", "Erik Holm", "--email", "holm@nordwind.example")
    assert contact(firm, "PER-6") == "holm@nordwind.example"


def test_an_erased_name_stays_erased(firm: Firm) -> None:
    assert typed_by("ada", "erase", "PER-5", "--basis", "GDPR 17").code == 0
    refused = typed_by("ada", "person", "name", "PER-5", "Dan Vogel")
    assert (refused.code, "was erased for good" in refused.err) == (2, True)


def test_a_name_is_said_of_a_person_by_who_may(firm: Firm) -> None:
    typed_by("ada", "add", "role", "title=IT lead")
    odd = typed_by("ada", "person", "name", "ROLE-1", "Erik")
    assert (odd.code, "is not in “People” but in “Roles”" in odd.err) == (2, True)
    refused = typed_by("cleo", "person", "add", "--name", "Erik Sand")
    assert (refused.code, "people:name" in refused.err) == (2, True)
    assert typed_by("ada", "person", "add", "--name", " ").code == 2
