"""The first start of a home makes its tables at once, and they are those that the migrations would have made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plumbline.apps.journal import triggers
from plumbline.cli import database
from tests.cli.place import Place
from tests.cli.test_backup import empty_database

pytestmark = pytest.mark.django_db(transaction=True)

UNUSED = {"auth_group_permissions"}
"""Django's own groups, which nobody here is in: its migrations number their rows wider than its models say."""


def tables() -> dict[str, Any]:
    """Every table with its columns, keys, indexes and constraints, whatever the order of its columns."""
    ask, found = connection.introspection, dict[str, Any]()
    with connection.cursor() as cursor:
        for table in sorted(ask.table_names(cursor)):
            columns = ask.get_table_description(cursor, table)
            found[table] = (
                sorted((each.name, str(each.type_code), each.null_ok, each.default) for each in columns),
                sorted((_name(name), str(each)) for name, each in ask.get_constraints(cursor, table).items()),
            )
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        found["applied"] = cursor.fetchall()
    return found


def _name(constraint: str) -> str:
    """On SQLite a key without a name is numbered in the order of the columns, which is no difference."""
    return "" if re.match(r"__unnamed|fk_\d+$", constraint) else constraint


def test_what_is_made_at_once_is_what_the_migrations_make(tmp_path: Path) -> None:
    with empty_database() as at_once, empty_database() as step_by_step:
        with Place(tmp_path / "at-once", at_once).opened():
            database.make_new()
            assert not triggers.differences(connection)
            made = tables()
        with Place(tmp_path / "step-by-step", step_by_step).opened():
            database.make_home()
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())
            triggers.renew()
            migrated = tables()
    assert made.keys() == migrated.keys()
    different = {name: (made[name], migrated[name]) for name in made if made[name] != migrated[name]}
    assert different.keys() <= UNUSED, different


def test_a_second_start_finds_everything_in_place(tmp_path: Path) -> None:
    with empty_database() as name, Place(tmp_path / "home", name).opened():
        database.make_new()
        before = tables()
        assert not database.behind()
        database.make_new()
        assert tables() == before
