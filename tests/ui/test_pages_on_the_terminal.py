"""A page of Markdown is filled anew for the terminal; examples in fences stay as they were written."""

from __future__ import annotations

from plumbline.apps.ui.terminal import WIDEST, page
from plumbline.engine.rules.pages import page_of
from plumbline.engine.rules.rule import all_rules

LONG = "A person who has left is told apart from a role that nobody holds: one is mended by another choice of owner\n"


def test_a_paragraph_is_filled_and_leaves_no_single_words_behind() -> None:
    told = page(f"## What\n\n{LONG}and the other by an assignment.\n\nNext.").splitlines()
    assert told[0] == "## What"
    assert told[2].startswith("A person who has left")
    assert told[3].endswith("and the other by an assignment.")
    assert told[4:] == ["", "Next."]


def test_items_stay_items_and_hang_under_their_sign() -> None:
    told = page(f"- one\n- {LONG}  and more\n1. first\n2. second").splitlines()
    assert told[0] == "- one"
    assert told[2].startswith("  ")
    assert told[-2:] == ["1. first", "2. second"]


def test_what_stands_in_a_fence_is_never_touched() -> None:
    fence = f'```toml\n[[risk]]\nref = "R-1"\ntitle = "{"x" * 120}"\n```'
    assert page(fence) == fence


def test_no_page_of_a_rule_is_wider_than_the_terminal_outside_its_examples() -> None:
    for rule in all_rules():
        fenced = False
        for line in page(page_of(rule).text).splitlines():
            fenced ^= line.startswith("```")
            assert fenced or len(line) <= WIDEST, f"{rule.code}: {line}"
