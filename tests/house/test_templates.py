"""A page holds no script and no style of its own, so that the strict policy never stops a page that works."""

from __future__ import annotations

import re

import pytest

from tests.house.tracked import FILES, ROOT, shown
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
