"""The page of a rule: what it checks, why, how to put it right, and the examples that are its tests."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plumbline.engine.domain.acts import Act
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.isms import Isms, Life
from plumbline.engine.domain.kinds import KINDS, Organization, Record
from plumbline.engine.rules.rule import Rule

WHAT, WHY, HOW = "What it checks", "Why an auditor asks", "How to put it right"
FAILS, PASSES, EMPTY = "Fails", "Passes", "Nothing to examine"
DAY = date(2026, 3, 31)
"""The day an example is judged on unless it says `on = …`."""


class PageError(ValueError):
    """A rule's page lacks a part or holds an example that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rule's page. `text` is the whole Markdown; examples are TOML."""

    text: str
    sections: Mapping[str, str]

    def example(self, name: str) -> str:
        """The TOML of the example under a heading. Raises PageError."""
        found = re.search(r"```toml\n(.*?)```", self.sections.get(name, "") + "\n", re.DOTALL)
        if not found:
            raise PageError(f"The page has no TOML example under “{name}”.")
        return found[1]


def page_of(rule: Rule) -> Page:
    """Read the page that lies beside a rule. Raises PageError."""
    if not rule.page.exists():
        raise PageError(f"{rule.code} has no page {rule.page.name}.")
    text = rule.page.read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return Page(text=text, sections={parts[n]: parts[n + 1].strip() for n in range(1, len(parts), 2)})


def example_isms(toml: str) -> Isms:
    """The system an example describes: tables by kind, `on`, and `[[recorded]]` for when the journal wrote a record,
    by whom (`by`) and through which action.

    An organisation is added where the example has none. Raises ValueError naming kind and field at fault.
    """
    tables: dict[str, Any] = tomllib.loads(toml)
    on = tables.pop("on", DAY)
    recorded = tables.pop("recorded", [])
    records: list[Record] = [from_mapping(kind, each) for kind, rows in tables.items() for each in rows]
    if not any(isinstance(each, Organization) for each in records):
        records.append(Organization(ref="ORG-1", title="Example"))
    lives = {
        (kind, each["ref"]): Life(each["first"], each.get("last", each["first"])) for each in recorded for kind in KINDS
    }
    acts = {
        (kind, each["ref"]): (Act(each["by"], each.get("action", ""), each["first"]),)
        for each in recorded
        if "by" in each
        for kind in KINDS
    }
    return replace(assemble(records, on=on, lives=lives), acts=acts)
