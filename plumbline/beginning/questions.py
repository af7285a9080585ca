"""The plain questions a newcomer answers, each with the reason why it is asked. They are data: `questions.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Answered = Literal["choice", "several", "text", "lines", "number", "day", "yes_no", "person", "country"]
"""How a question is answered: by one option, several, words, lines of words, a number, a day, a person's reference."""

UNKNOWN = "unknown"
"""The answer “I do not know yet”, which every question takes and which has consequences of its own."""
NONE = "none"
"""The option by which a question for several things is answered with none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose: what is read beside the box, and how a reason repeats it after “You said that …”."""

    key: str
    label: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `said` repeats a typed answer in a reason, `instead` stands in texts while it is not known."""

    key: str
    page: str
    answered: Answered
    asks: str
    why: str
    example: str = ""
    options: tuple[Option, ...] = ()
    said: str = ""
    instead: str = ""
    find_out: str = ""

    def option(self, key: str) -> Option | None:
        """One of its options, None where it has no such."""
        return next((each for each in self.options if each.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Questions that are asked together."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@cache
def pages() -> tuple[Page, ...]:
    """The pages in the order in which they are asked."""
    tables = tomllib.loads(resources.files(__package__).joinpath("questions.toml").read_text(encoding="utf-8"))
    return tuple(_page(each) for each in tables["page"])


@cache
def questions() -> Mapping[str, Question]:
    """Every question by its key, in the order asked."""
    return {each.key: each for page in pages() for each in page.questions}


def _page(table: Mapping[str, Any]) -> Page:
    asked = tuple(_question(table["key"], each) for each in table["question"])
    return Page(key=table["key"], title=table["title"], intro=table["intro"], questions=asked)


def _question(page: str, table: Mapping[str, Any]) -> Question:
    options = tuple(Option(key=key, **words) for key, words in table.get("options", {}).items())
    return Question(page=page, options=options, **{name: each for name, each in table.items() if name != "options"})
