"""Columns of JSON that allauth brings along, on an SQLite that trusts no schema."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def leave_unchecked(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Make tables without the check that a JSON column holds JSON.

    SQLite refuses functions in a schema while `trusted_schema` is off, and that setting keeps a database file from
    elsewhere from running functions of ours. What these columns hold is written by allauth alone, through Django.
    """
    if connection.vendor == "sqlite":
        checks = connection.data_type_check_constraints
        connection.data_type_check_constraints = {name: check for name, check in checks.items() if name != "JSONField"}
