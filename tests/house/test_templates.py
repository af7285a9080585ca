"""A page holds no script and no style of its own, so that the strict policy never stops a page that works."""

from __future__ import annotations

import ast
import re

import pytest

from plumbline.apps.ui.context import NAMES
from tests.house.tracked import FILES, PACKAGE, ROOT, shown
from tools.vendor import drawn_icons, used_icons

TEMPLATES = [
    path
    for path in FILES
    if path.suffix == ".html" and "templates" in path.parts and ROOT / "plumbline" in path.parents
]
PARTS = [path for path in TEMPLATES if path.parent == ROOT / "plumbline/apps/ui/templates/ui/parts"]
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE),
    "a style sheet in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"<[^>%]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "something from elsewhere": re.compile(r"\b(?:src|srcset|poster)=[\"'](?:https?:)?//", re.IGNORECASE),
    "an escape from escaping": re.compile(r"\{%\s*autoescape\s+off"),
    "a link to nothing": re.compile(r"<a\b[^>]*\shref=[\"']#?[\"']", re.IGNORECASE),
    "a control that never works": re.compile(
        r"<(?:button|input|select|textarea)\b[^>%]*\sdisabled\b[^>%]*>", re.IGNORECASE
    ),
}


def faults(text: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def test_no_template_has_anything_inline() -> None:
    found = [f"{shown(path)}: {', '.join(wrong)}" for path in TEMPLATES if (wrong := faults(path.read_text("utf-8")))]
    assert TEMPLATES
    assert not found, "Put it into static/ui, as a module or a class: " + "; ".join(found)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<script>go()</script>", False),
        ('<script src="/static/ui/keys.js" type="module"></script>', True),
        ('<script type="application/json" id="x">{}</script>', True),
        ('<div style="color: red">', False),
        ('<a onclick="go()">', False),
        ('<form hx-on:click="go()">', False),
        ('<button data-once name="onward">', True),
        ('<a href="javascript:go()">', False),
        ('<a href="#">Soon</a>', False),
        ('<a href="#year">The year</a>', True),
        ("<button disabled>Soon</button>", False),
        ("<button {% if past %}disabled{% endif %}>Save</button>", True),
        ('<img src="https://elsewhere.example/x.png">', False),
    ],
)
def test_what_counts_as_inline(text: str, clean: bool) -> None:
    assert (not faults(text)) is clean


def test_every_part_says_in_its_first_comment_what_it_is_and_what_it_is_given() -> None:
    mute = [shown(path) for path in PARTS if not re.search(r"\{# [A-Z].{20,} #\}", path.read_text("utf-8"))]
    assert PARTS
    assert not mute, "Say what it shows and name its parameters: " + ", ".join(mute)


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    missing = sorted(used_icons() - drawn_icons())
    assert not missing, f"Run `python -m tools.vendor --fetch`: {', '.join(missing)}"


def test_a_table_whose_cells_name_their_columns_stacks_on_a_phone() -> None:
    table, stacks = re.compile(r"<t[dh]\b[^>]*\sdata-label="), re.compile(r"\btable-(?:stacked|responsive)\b")
    whole = [(path, path.read_text("utf-8")) for path in TEMPLATES]
    lying = [shown(path) for path, text in whole if "<table" in text and table.search(text) and not stacks.search(text)]
    assert any(table.search(text) for _, text in whole)
    assert not lying, "Give the region around it table-stacked: " + ", ".join(lying)


def overwritten(source: str) -> set[str]:
    """The names of the frame that a module which draws pages puts into a dictionary as its own."""
    tree = ast.parse(source)
    draws = any(isinstance(each, ast.Call) and getattr(each.func, "id", "") == "render" for each in ast.walk(tree))
    keys = (key for each in ast.walk(tree) if isinstance(each, ast.Dict) for key in each.keys)
    return {key.value for key in keys if isinstance(key, ast.Constant) and key.value in NAMES} if draws else set()


def test_no_view_gives_something_else_by_a_name_of_the_frame() -> None:
    found = [
        f"{shown(path)}: {', '.join(names)}" for path in PACKAGE if (names := overwritten(path.read_text("utf-8")))
    ]
    assert overwritten('render(request, "x.html", {"theme": "A.6"})') == {"theme"}
    assert not found, "The frame would draw with it: " + "; ".join(found)
