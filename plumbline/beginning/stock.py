"""The stock that proposals are drawn from, as data (`proposals/*.toml`), read and checked.

A file is one section of the proposal. It holds `section` (key, title, intro, otherwise), perhaps `card` (key, title,
why: rows that are confirmed together), and rows under the name of their kind. Besides the fields of the kind a row may
hold

    key     its name for other rows, which point at it with `#key`; `#one|two` points at the first that is proposed
    when    the condition on which it is proposed
    why     why it is proposed, in a sentence
    card    the card it belongs to; without one it is a card of its own
    varies  a list of { when, set }: fields that other answers change

`scenario` and `measure` are rows of no kind: risks with their assessments and the actions that treat them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from plumbline.beginning.conditions import ALWAYS, Condition, condition
from plumbline.engine.domain.kinds import KINDS

SCENARIO, MEASURE = "scenario", "measure"


class StockError(ValueError):
    """A row of the stock cannot be read: which file and row, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Fields that are different on a condition."""

    when: Condition
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record that may be proposed."""

    key: str
    kind: str
    card: str
    fields: Mapping[str, Any]
    why: str = ""
    when: Condition = ALWAYS
    varies: tuple[Variation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A card that holds several rows."""

    key: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One section of the stock; `otherwise` is why a row is proposed that gives no reason of its own."""

    key: str
    title: str
    intro: str
    otherwise: str = ""
    groups: Mapping[str, Group]
    rows: tuple[Row, ...]


@cache
def shelves() -> tuple[Shelf, ...]:
    """Every section, in the order of the files' names. Raises StockError."""
    folder = Path(str(resources.files(__package__).joinpath("proposals")))
    return tuple(_shelf(path) for path in sorted(folder.glob("*.toml")))


@cache
def rows(kind: str) -> Mapping[str, Row]:
    """The rows of a kind by key."""
    return {row.key: row for shelf in shelves() for row in shelf.rows if row.kind == kind}


def _shelf(path: Path) -> Shelf:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    section = tables.pop("section")
    groups = {each["key"]: Group(**each) for each in tables.pop("card", [])}
    found = tuple(_rows(path.name, tables))
    for row in found:
        if row.card and row.card not in groups:
            raise StockError(f"{path.name}, {row.key}: there is no card “{row.card}”. Add it or name another.")
    return Shelf(groups=groups, rows=found, **section)


def _rows(name: str, tables: Mapping[str, list[dict[str, Any]]]) -> Iterator[Row]:
    for kind, held in tables.items():
        if kind not in KINDS and kind not in (SCENARIO, MEASURE):
            raise StockError(f"{name} holds rows of “{kind}”, which is no kind of record.")
        for each in held:
            yield _row(name, kind, dict(each))


def _row(name: str, kind: str, table: dict[str, Any]) -> Row:
    key = table.pop("key", "") or _own_key(kind, table)
    if not key:
        raise StockError(f"{name}: a row of {kind} has no key. Give it one.")
    try:
        varies = tuple(Variation(condition(each["when"]), each["set"]) for each in table.pop("varies", []))
        when = condition(table.pop("when", ""))
    except ValueError as error:
        raise StockError(f"{name}, {key}: {error}") from error
    why, card = table.pop("why", ""), table.pop("card", "")
    return Row(key=key, kind=kind, card=card, why=why, when=when, varies=varies, fields=table)


def _own_key(kind: str, table: Mapping[str, Any]) -> str:
    """Rows keyed by the catalogue are named by kind and control."""
    return f"{kind}-{table['ref']}" if "ref" in table else ""
