"""A module can be read in one sitting, and its name says what it holds."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tracked import PACKAGE, PYTHON, ROOT, shown

LIMIT, MODELS_LIMIT = 400, 250
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "managers", "data", "misc"}

NAMED_BY_OTHERS = {"plumbline/config/sqlite/base.py"}
"""Django looks for a database backend under this name."""


def limit(path: Path) -> int:
    return MODELS_LIMIT if path.name == "models.py" or path.parent.name == "models" else LIMIT


def test_no_module_is_longer_than_its_limit() -> None:
    written = [path for path in PYTHON if path.parent.name != "migrations"]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in written}
    too_long = [f"{shown(path)} has {length} lines" for path, length in lengths.items() if length > limit(path)]
    assert not too_long, "Split by subject: " + "; ".join(too_long)


def test_no_module_or_package_has_a_name_that_says_nothing() -> None:
    vague = sorted(
        {shown(path) for path in PYTHON for part in path.relative_to(ROOT).parts if Path(part).stem in VAGUE}
        - NAMED_BY_OTHERS
    )
    assert not vague, "Name these after what they hold: " + ", ".join(vague)


def test_every_package_and_module_of_the_product_says_what_it_is_for() -> None:
    mute = [shown(path) for path in PACKAGE if path.parent.name != "migrations" and not docstring(path)]
    assert not mute, "One sentence at the top of: " + ", ".join(mute)


def test_every_folder_with_modules_is_a_package() -> None:
    loose = sorted({shown(path.parent) for path in PACKAGE if not (path.parent / "__init__.py").exists()})
    assert not loose, "An __init__.py with a docstring is missing in: " + ", ".join(loose)


@pytest.mark.parametrize(("name", "lines"), [("models.py", 250), ("services.py", 400)])
def test_models_have_the_shorter_limit(name: str, lines: int) -> None:
    assert limit(Path("plumbline/apps/risk") / name) == lines


def docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text("utf-8")))
