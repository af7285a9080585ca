"""The checklist of an audit follows from what it covers, and no item is left without something to take in hand."""

from plumbline.engine.domain.audit_checklist import checklist, entry
from plumbline.engine.domain.audit_items import items
from plumbline.engine.domain.audits import ITEM_KINDS
from plumbline.engine.domain.kinds import Audit, ControlState, OwnControl, Supplier
from plumbline.engine.rules.asked import asked
from plumbline.engine.standard.catalogue import standard
from tests.domain.records import system

BY_HAND = {key: each.question for key, each in asked().items()}


def test_a_clause_brings_its_requirements_their_questions_and_its_walk() -> None:
    (found,) = checklist(system(), Audit(covers=("iso27001:2022/5.1",)), BY_HAND)
    assert found.title == standard().label("5.1")
    assert [key for key, _ in found.requirements][:2] == ["5.1.a", "5.1.b"]
    sources = [each.source for each in found.questions]
    assert sources[0] == "walk"
    assert sources.count("question") == 2 * len(found.requirements)
    spoken = [each for each in found.questions if each.source == "by hand"]
    assert {each.about for each in spoken} == {key for key in BY_HAND if key.startswith("5.1.")}


def test_a_control_brings_the_records_that_serve_it() -> None:
    (found,) = checklist(system(ControlState(ref="A.8.13", owner="PER-1")), Audit(covers=("A.8.13", "A.8.13")), {})
    assert [each.source for each in found.questions] == ["walk", "question", "question"]
    assert [each.ref for each in found.records] == ["A.8.13"]


def test_a_chapter_and_a_theme_become_their_parts() -> None:
    keys = [each.key for each in checklist(system(), Audit(covers=("9", "6.1", "A.7")), {})]
    assert keys[:6] == ["9.1", "9.2", "9.3", "6.1.1", "6.1.2", "6.1.3"]
    assert (keys[6], keys[-1], len(keys)) == ("A.7.1", "A.7.14", 20)


def test_a_part_of_a_clause_takes_the_walk_of_the_whole() -> None:
    found = entry(system(), "9.2.1", {})
    assert found.questions[0].text == standard().interviews["9.2"]
    assert all(key.startswith("9.2.1") for key, _ in found.requirements)


def test_records_are_walked_by_their_kind_and_own_controls_by_what_they_say() -> None:
    isms = system(Supplier(ref="SUP-1", title="Personio"), OwnControl(ref="OC-1", title="Seals", description="Wax."))
    supplier, own, nothing = checklist(isms, Audit(covers=("Personio", "OC-1", "the moon")), {})
    assert (supplier.key, supplier.questions[0].text) == ("SUP-1", standard().interviews["supplier"])
    assert own.requirements == (("OC-1", "Wax."),)
    assert (nothing.title, nothing.questions) == ("the moon", ())


def test_everything_that_can_be_audited_has_a_walk_of_its_own() -> None:
    walks = standard().interviews
    clauses = {each.key for each in items(system()) if each.kind == "clause"}
    assert set(walks) == clauses | set(standard().controls) | (set(ITEM_KINDS) - {"clause", "control"})
    assert len(set(walks.values())) == len(walks)
    guided = {text for each in standard().all_guidance.values() for text in each.questions}
    assert not guided & set(walks.values())
    for key, text in walks.items():
        assert text[0].isupper(), key
        assert "?" in text or ":" in text, key
        assert 8 <= len(text.split()) <= 40, key
