"""What a search finds for somebody: as many records as there is room for, all of kinds that this person may read."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.evidence.services import evidence_items
from plumbline.apps.home import finding_things
from plumbline.apps.home.finding_things import found_records, offered
from plumbline.apps.organization.services import adopt_rule
from plumbline.apps.records import searching
from plumbline.apps.risk.services import risks
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain import kinds
from tests.stories import Firm


@pytest.fixture
def reader(firm: Firm) -> Visit:
    """The visit of a reader to a firm that has much evidence about floods and one risk."""
    for number in range(3):
        evidence_items.add(firm.ada, kinds.EvidenceItem(title=f"Flood drill {number}"))
    risks.add(firm.ada, kinds.Risk(title="Cellar under water", description="A flood fills the cellar."))
    who = Actor(
        organization_id=firm.id, id=firm.cleo.id, person=firm.cleo.person, access_roles=frozenset({AccessRole.READER})
    )
    return Visit(who)


def test_what_one_may_not_read_takes_no_room(reader: Visit) -> None:
    assert not reader.may(Permission.EVIDENCE_READ)
    assert [each.record.ref for each in found_records(reader, "flood", limit=2)] == ["R-1"]


def test_nor_in_the_palette(reader: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_things, "MOST_RECORDS", 1)
    assert offered(reader, "flood")[0]["label"] == "R-1 Cellar under water"


def test_who_may_read_all_of_it_finds_the_nearest_first(firm: Firm, reader: Visit) -> None:
    found = found_records(Visit(firm.ada), "flood", limit=4)
    assert [each.record.KIND for each in found] == ["evidence_item"] * 3 + ["risk"]


def test_pages_come_before_records_that_merely_say_the_words_and_after_one_that_is_named(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(title="A supplier fails"))
    labels = [each["label"] for each in offered(Visit(firm.ada), "supp")]
    assert labels.index("Suppliers") < labels.index("R-1 A supplier fails") < labels.index("Add to Suppliers")
    assert offered(Visit(firm.ada), "R-1")[0]["label"] == "R-1 A supplier fails"


def test_a_question_of_sixty_thousand_words_is_cut_and_not_worked_through(
    reader: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ranked = searching._rank

    def counted(text: str, words: str, terms: list[str]) -> searching.Rank | None:
        asked.append(len(terms))
        return ranked(text, words, terms)

    monkeypatch.setattr(searching, "_rank", counted)
    endless = " ".join(f"fl{'o' * (number % 2)}" for number in range(60_000))
    found = found_records(reader, endless, limit=5)
    assert [each.record.ref for each in found] == ["R-1"]
    assert max(asked) == 2, "the same word is looked for once"
    beyond = "flood " * 60_000 + "nowhere"
    assert found_records(reader, beyond, limit=5) == found_records(reader, "flood", limit=5)
    assert offered(reader, beyond)[0]["label"] == "R-1 Cellar under water"


def test_own_rules_of_one_name_are_told_apart_in_words(firm: Firm) -> None:
    for subject, setting in (("", "year"), ("critical", "quarter")):
        adopt_rule(firm.tilda, "supplier_review", setting, applies_to=subject)
    labels = [each["label"] for each in offered(Visit(firm.ada), "supplier_review")]
    assert "RULE-1 Supplier review: year" in labels
    assert "RULE-2 Supplier review, critical: quarter" in labels
