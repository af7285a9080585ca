"""Whatever changes a record asks for a permission and is written to the journal: it is an `@action`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tracked import PACKAGE, ROOT, shown

APPS = ROOT / "plumbline" / "apps"
SERVICES = [path for path in PACKAGE if path.name == "services.py"]
WRITES = {"insert", "changed", "replace", "remove"}
MAY_WRITE = ("plumbline/apps/records/",)
FOUNDING = {"create_organization"}
"""Makes the journal that its first entry stands in, and then acts."""


def functions(source: str) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


def is_action(function: ast.FunctionDef) -> bool:
    """Whether `@action(Permission.…)` stands above a function."""
    names = (each.func for each in function.decorator_list if isinstance(each, ast.Call))
    return any(isinstance(each, ast.Name) and each.id == "action" for each in names)


def unguarded(source: str) -> list[str]:
    """The public functions of a module of services that are no action."""
    public = (each for each in functions(source) if not each.name.startswith("_"))
    return [each.name for each in public if not is_action(each) and each.name not in FOUNDING]


def writing(source: str) -> list[int]:
    """The lines in which a record is written by `store`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "store"
    ]


@pytest.mark.parametrize("path", [pytest.param(each, id=each.parent.name) for each in SERVICES])
def test_every_service_is_an_action(path: Path) -> None:
    assert not unguarded(path.read_text("utf-8")), f"{shown(path)}: put @action(Permission.…) above it"


def test_records_are_written_by_services_only() -> None:
    allowed = [path for path in PACKAGE if path.name == "services.py" or shown(path).startswith(MAY_WRITE)]
    found = [shown(path) for path in PACKAGE if path not in allowed and writing(path.read_text("utf-8"))]
    assert not found, f"Only a service writes: {', '.join(found)}"
    assert any(writing(path.read_text("utf-8")) for path in allowed)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def accept(actor: Actor) -> None: ...", ["accept"]),
        ("@action(Permission.RISK_ACCEPT)\ndef accept(actor: Actor) -> None: ...", []),
        ("@cached\ndef accept(actor: Actor) -> None: ...", ["accept"]),
        ("def _checked(value: Risk) -> None: ...", []),
    ],
)
def test_what_counts_as_a_service_without_a_guard(source: str, found: list[str]) -> None:
    assert unguarded(source) == found
