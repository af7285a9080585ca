"""Homes to type commands in: one just founded, and one that holds the registers that somebody else made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from tests.cli.place import Place

FOUNDING = ("init", "--name", "Nordwind", "--founder", "Ada Winter", "--email", "ada@nordwind.example")


@pytest.fixture(scope="module", autouse=True)
def databases_of_homes(django_db_blocker: Any) -> Iterator[None]:
    """Homes bring databases of their own, so the one of the tests stays as it is."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Place:
    """A home on SQLite with an organisation in it, to copy."""
    place = Place(tmp_path_factory.mktemp("founded") / "home")
    with django_db_blocker.unblock():
        said = place.plumbline(*FOUNDING)
    assert said.code == 0, said.err
    return place


@pytest.fixture
def place(founded_once: Place, tmp_path: Path) -> Place:
    """A home on SQLite with an organisation in it, for one test."""
    return founded_once.copied_to(tmp_path / "home")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Place]:
    """A home that does not exist yet, on the database under test."""
    folder = tmp_path_factory.mktemp("fresh") / "home"
    if "PLUMBLINE_DATABASE_URL" not in os.environ:
        yield Place(folder)
        return
    name = f"plumbline_cli_{uuid4().hex}"
    with django_db_blocker.unblock():
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        yield Place(folder, database=name)
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def registers(samples: Path) -> Path:
    """Fourteen registers that somebody else made."""
    return samples / "inputs" / "cenedril-registers"


@pytest.fixture(scope="module")
def nordwind(fresh: Place, registers: Path) -> Place:
    """The organisation after `init` and `import` of these registers, on the database under test."""
    assert fresh.plumbline(*FOUNDING).code == 0
    said = fresh.plumbline("import", registers)
    assert said.code in (0, 3), said.err
    return fresh


@pytest.fixture
def copied(nordwind: Place, tmp_path: Path) -> Place:
    """A copy of it, to damage; SQLite only."""
    return Place(Path(shutil.copytree(nordwind.home, tmp_path / "copy")), now=nordwind.now)
