"""A page of Markdown is filled anew for the terminal; examples in fences stay as they were written."""

from __future__ import annotations

import json
import sys
from functools import partial
from io import BytesIO, TextIOWrapper

import pytest

from plumbline.apps.ui import terminal
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


STEERING = "Ev\x1b[2J\x1b]0;mine\x07il\x1b[8m\rnothing is wrong\x9b1A"


def test_what_a_record_says_does_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "coloured", lambda: True)
    terminal.say(f"\x1b[1;31mMajor\x1b[0m\t{STEERING}\nnext")
    terminal.whisper(STEERING)
    said, whispered = capsys.readouterr()
    assert said.startswith("\x1b[1;31mMajor\x1b[0m\tEv"), "our own colours stay"
    assert said.count("\x1b") == 2
    assert said.endswith("\nnext\n")
    assert not {"\r", "\x07", "\x9b"} & set(said)
    assert not {"\x1b", "\r", "\x07", "\x9b"} & set(whispered)


def test_nor_does_it_as_json_which_says_the_same_when_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say_json({"title": STEERING})
    said = capsys.readouterr().out
    assert not {"\x1b", "\r", "\x9b"} & set(said)
    assert json.loads(said) == {"title": STEERING}


def test_a_report_on_the_terminal_steers_nothing_and_a_file_gets_what_was_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seen in (True, False):
        kept = TextIOWrapper(BytesIO())
        monkeypatch.setattr(terminal, "coloured", partial(bool, seen))
        monkeypatch.setattr(sys, "stdout", kept)
        terminal.save_or_say(STEERING.encode(), "-", "The audit")
        assert (b"\x1b" in kept.detach().getvalue()) is not seen
