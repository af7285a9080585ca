"""`plumbline alias` and `plumbline link`: words that were meant as a reference become one."""

from __future__ import annotations

from tests.cli.place import typed_by
from tests.stories import Firm


def entered(firm: Firm) -> None:
    typed_by("ada", "add", "role", "title=IT lead")
    typed_by("ada", "add", "risk", "title=Flood", "owner=The IT people")


def test_words_in_a_field_become_the_reference_that_was_meant(firm: Firm) -> None:
    entered(firm)
    said = typed_by("ada", "link", "R-1", "owner", "The IT people", "ROLE-1")
    assert said.err == "R-1: “The IT people” in “Risk owner” is ROLE-1, said by PER-1 (Ada Winter).\n"
    assert typed_by("ada", "show", "R-1", "--format", "json").json[0]["owner"] == "ROLE-1"
    assert firm.last_entry() == ("PER-1", "register:link", ("R-1",))
    again = typed_by("ada", "link", "R-1", "owner", "The IT people", "ROLE-1")
    assert (again.code, "does not say “The IT people”" in again.err) == (2, True)


def test_only_what_a_field_may_refer_to_is_linked(firm: Firm) -> None:
    entered(firm)
    typed_by("ada", "add", "asset", "title=Laptop")
    odd = typed_by("ada", "link", "R-1", "owner", "The IT people", "AST-1")
    assert (odd.code, "not in “People” or “Roles” but in “Assets”" in odd.err) == (2, True)
    assert "owners" in typed_by("ada", "link", "R-1", "owners", "The IT people", "ROLE-1").err
    assert typed_by("ada", "link", "R-1", "title", "Flood", "ROLE-1").code == 2


def test_another_word_stands_for_a_record_and_for_no_second_one(firm: Firm) -> None:
    entered(firm)
    said = typed_by("ada", "alias", "ROLE-1", "The IT people")
    assert said.err == "“The IT people” stands for ROLE-1 from now on, said by PER-1 (Ada Winter).\n"
    assert "ROLE-1  IT lead" in typed_by("ada", "show", "The IT people").out
    typed_by("ada", "add", "role", "title=Help desk")
    taken = typed_by("ada", "alias", "ROLE-2", "The IT people")
    assert (taken.code, "stands for ROLE-1 already" in taken.err) == (2, True)


def test_a_control_key_needs_its_kind(firm: Firm) -> None:
    typed_by("ada", "add", "control_state", "ref=A.5.1", "owner=The IT people")
    typed_by("ada", "add", "soa_declared", "ref=A.5.1", "applicable=yes")
    entered(firm)
    words = ("link", "A.5.1", "owner", "The IT people", "ROLE-1")
    assert "Say which with --kind" in typed_by("ada", *words).err
    assert typed_by("ada", *words, "--kind", "control_state").code == 0


def test_cleo_links_nothing(firm: Firm) -> None:
    entered(firm)
    refused = typed_by("cleo", "link", "R-1", "owner", "The IT people", "ROLE-1")
    assert (refused.code, "register:link" in refused.err) == (2, True)
    assert typed_by("cleo", "alias", "ROLE-1", "The IT people").code == 2
