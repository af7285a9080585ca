"""The manual's drawn parts are replaced and nothing else is; a terminal's colours become a picture's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.manual import UnknownPartError, current
from tools.manual_parts import table
from tools.pictures import _spans, _terminal


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "own-rules.md"
    page.write_text("Before.\n\n<!-- drawn: settings -->\nold\n<!-- /drawn -->\n\nAfter.\n", "utf-8")
    text = current(page)
    assert text.startswith("Before.\n\n<!-- drawn: settings -->\n| setting |")
    assert text.endswith("\n<!-- /drawn -->\n\nAfter.\n")
    assert "waiver_max" in text
    assert "old" not in text.splitlines()


def test_a_page_that_asks_for_what_nobody_draws_is_refused_with_what_there_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- drawn: weather -->\n<!-- /drawn -->\n", "utf-8")
    with pytest.raises(UnknownPartError, match=r"asks for “weather”. There are .*rules"):
        current(page)


def test_a_bar_in_a_cell_does_not_open_another_column() -> None:
    assert table(("a", "b"), [("x | y", "")]).splitlines()[-1] == "| x \\| y | – |"


def test_colours_of_the_terminal_become_those_of_the_picture() -> None:
    assert list(_spans("\x1b[1;31mmajor\x1b[0m <3>")) == ['<tspan fill="#ff7b72">major</tspan>', " &lt;3&gt;"]


def test_a_picture_is_as_tall_as_its_lines() -> None:
    one, three = _terminal(["a"]), _terminal(["a", "", "b"])
    assert one.count("<text") == 1
    assert three.count("<text") == 2
    assert 'viewBox="0 0 830 57"' in one
    assert 'viewBox="0 0 830 91"' in three
