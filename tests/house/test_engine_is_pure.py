"""The engine is given its day and its values: it has no clock, no chance, no network, no file of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.tracked import PACKAGE, ROOT, shown

ENGINE = [path for path in PACKAGE if ROOT / "plumbline" / "engine" in path.parents]
MODULES = {
    "random",
    "secrets",
    "time",
    "socket",
    "ssl",
    "subprocess",
    "threading",
    "sqlite3",
    "urllib",
    "http",
    "django",
}
CLOCKS = {"now", "utcnow", "today"}
CHANCE = {"uuid1", "uuid4", "uuid7", "urandom", "getrandom"}
INPUT = {"open", "input", "print"}
READS = {"open", "write_text", "write_bytes", "environ", "getenv"}
# The standard's own loader reads the standard's TOML, from the package or from the folder of a licensed text.
LOADERS = "plumbline/engine/standard/"
PAGES = "plumbline/engine/rules/"


def faults(source: str, *, may_open: bool = False) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of everything in `source` that the engine may not use."""
    for node in ast.walk(ast.parse(source)):
        for name in used(node):
            if may_open and name in INPUT | READS:
                continue
            yield getattr(node, "lineno", 0), name


def used(node: ast.AST) -> list[str]:
    """The forbidden names that this one node uses."""
    match node:
        case ast.Import(names=names):
            found = [alias.name for alias in names if alias.name.split(".")[0] in MODULES]
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
            found = [module]
        case ast.ImportFrom(names=names):
            found = [alias.name for alias in names if alias.name in CHANCE]
        case ast.Call(func=ast.Name(id=name)):
            found = [name] if name in INPUT else []
        case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS:
            found = [name]
        case ast.Attribute(attr=name):
            found = [name] if name in CHANCE | READS else []
        case _:
            found = []
    return found


def test_the_engine_asks_neither_clock_nor_chance_nor_disk() -> None:
    assert ENGINE, "the engine has not been found"
    found = [
        f"{shown(path)}:{line} uses {name}"
        for path in ENGINE
        for line, name in faults(path.read_text("utf-8"), may_open=shown(path).startswith((LOADERS, PAGES)))
    ]
    assert not found, "Pass it in as an argument: " + "; ".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import time",
        "from time import time",
        "from uuid import uuid4",
        "import uuid\nuuid.uuid4()",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "import os\nos.urandom(8)",
        "open('registers.csv')",
        "from django.db import models",
        "import urllib.request",
    ],
)
def test_the_scan_sees_each_way_out_of_the_engine(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize("source", ["def due(today: date) -> date: ...", "x = row.now", "from datetime import date"])
def test_the_scan_leaves_days_that_are_passed_in_alone(source: str) -> None:
    assert not list(faults(source))
