"""Every rule has a whole page, and the examples of the page are its tests."""

import pytest

from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.pages import EMPTY, FAILS, HOW, PASSES, WHAT, WHY, Page, example_isms, page_of
from plumbline.engine.rules.rule import Rule, all_rules
from plumbline.engine.standard.catalogue import standard

RULES = [pytest.param(each, id=each.code) for each in all_rules()]


def said(rule: Rule, toml: str) -> tuple[int, list[Fault], list[Unjudged]]:
    """How many subjects a rule examines in an example, and what it says of them."""
    isms = example_isms(toml)
    subjects = list(rule.examines.select(isms))
    answers = [list(rule.check(isms, each)) for each in subjects]
    assert all(len(each) <= 1 for each in answers), "one subject, one fault"
    flat = [each for answer in answers for each in answer]
    return len(subjects), [e for e in flat if isinstance(e, Fault)], [e for e in flat if isinstance(e, Unjudged)]


@pytest.mark.parametrize("rule", RULES)
def test_page_says_what_why_and_how(rule: Rule) -> None:
    page: Page = page_of(rule)
    assert page.text.startswith(f"# {rule.code} {rule.name}\n")
    for section in (WHAT, WHY, HOW):
        assert len(page.sections[section].split()) >= 12, f"{section} says too little"


@pytest.mark.parametrize("rule", RULES)
def test_failing_example_is_found(rule: Rule) -> None:
    _, faults, _ = said(rule, page_of(rule).example(FAILS))
    assert faults
    for fault in faults:
        assert fault.gap.endswith((".", "?")), "the gap is a sentence"


@pytest.mark.parametrize("rule", RULES)
def test_passing_example_is_examined_and_silent(rule: Rule) -> None:
    examined, faults, unjudged = said(rule, page_of(rule).example(PASSES))
    assert examined
    assert not faults
    assert not unjudged


@pytest.mark.parametrize(
    "rule", [pytest.param(each, id=each.code) for each in all_rules() if not each.looks_at_the_whole]
)
def test_nothing_is_examined_where_there_is_nothing(rule: Rule) -> None:
    examined, faults, _ = said(rule, page_of(rule).example(EMPTY))
    assert (examined, faults) == (0, [])


@pytest.mark.parametrize("rule", RULES)
def test_clauses_exist_and_the_name_is_the_fault(rule: Rule) -> None:
    assert rule.clauses
    assert all(standard().exists(each) for each in rule.clauses)
    assert rule.name.split("-")[0] not in {"ensure", "check", "verify", "must", "should", "require", "define"}
    assert rule.mend.endswith(".")


def test_no_two_pages_explain_themselves_alike() -> None:
    whys = [page_of(each).sections[WHY] for each in all_rules()]
    assert len(set(whys)) == len(whys)
