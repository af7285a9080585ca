"""A row of a register of obligations: its topic is proposed where law and article, or its words, plainly tell it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from plumbline.exchange.drafts import Entry
from plumbline.exchange.registry import folded_word


def compose_obligation(entry: Entry) -> None:
    """Propose the topic, which decides what may contradict that the obligation is met."""
    found = entry.main
    found.conclude(
        "topic",
        topic(found.text("title"), found.text("section"), found.text("requirement")),
        "title",
        "section",
        "requirement",
    )


@cache
def _topics() -> tuple[Mapping[str, str], ...]:
    raw = tomllib.loads(resources.files(__package__).joinpath("topics.toml").read_text(encoding="utf-8"))
    return tuple(raw["topic"])


def topic(law: str, section: str, requirement: str) -> str:
    """The topic by law and article, else by the requirement's words; empty where neither tells."""
    article = re.sub(r"^(?:art(?:ikel|icles?|s)?|abs(?:atz)?|§+)\.?\s*", "", folded_word(section)).replace(" ", "")
    for each in _topics():
        if re.search(each["law"], folded_word(law)) and re.fullmatch(each["article"], article):
            return each["name"]
    for each in _topics():
        if "words" in each and re.search(each["words"], folded_word(requirement)):
            return each["name"]
    return ""
