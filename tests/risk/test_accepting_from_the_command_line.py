"""`plumbline accept`: the owner accepts a risk until a day, and nobody on their own request."""

from __future__ import annotations

from datetime import timedelta

from plumbline.apps.journal.ports import today
from tests.cli.place import typed_by
from tests.stories import Firm

IN_A_MONTH = (today("Europe/Berlin") + timedelta(days=30)).isoformat()
WORDS = ("accept", "R-1", "--until", IN_A_MONTH, "--reason", "The line moves in May.")


def test_cleo_accepts_what_ada_asked_for_and_it_is_written_down(firm: Firm) -> None:
    typed_by("ada", "add", "risk", "title=Flood", "owner=PER-3")
    said = typed_by("cleo", *WORDS, "--requested-by", "PER-1")
    assert (said.code, said.out) == (0, "")
    assert said.err == f"ACC-1: R-1 Flood is accepted until {IN_A_MONTH} by PER-3 (Cleo Brandt).\n"
    assert firm.last_entry() == ("PER-3", "risk:accept", ("ACC-1",))


def test_nobody_accepts_the_risk_of_another_or_what_they_asked_for(firm: Firm) -> None:
    typed_by("ada", "add", "risk", "title=Flood", "owner=PER-3")
    other = typed_by("tilda", *WORDS)
    assert other.code == 2
    assert other.err == "Only who answers for it (PER-3) may accept it. Ask them, or change who answers first.\n"
    own = typed_by("cleo", *WORDS, "--requested-by", "PER-3")
    assert (own.code, "accept what you asked for" in own.err) == (2, True)
    assert (typed_by("ada", *WORDS).code, firm.last_entry()[1]) == (2, "access:denied")


def test_an_acceptance_ends_later_than_it_begins_and_is_of_a_risk(firm: Firm) -> None:
    typed_by("ada", "add", "risk", "title=Flood", "owner=PER-3")
    past = typed_by("cleo", "accept", "R-1", "--until", "2020-01-01", "--reason", "Rare.")
    assert (past.code, "before it begins" in past.err) == (2, True)
    typed_by("ada", "add", "asset", "title=Laptop")
    odd = typed_by("cleo", "accept", "AST-1", *WORDS[2:])
    assert (odd.code, "is not in “Risks” but in “Assets”" in odd.err) == (2, True)
    assert typed_by("cleo", *WORDS, "--format", "json").json["expires"] == IN_A_MONTH
