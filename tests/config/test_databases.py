"""Each connection is as strict as the design says, because the database is asked and not the settings."""

from __future__ import annotations

import pytest
from django.db import connection


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_sqlite_keeps_foreign_keys_and_triggers_armed_and_waits_for_the_disk() -> None:
    strict = {"foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0, "synchronous": 2, "secure_delete": 1}
    assert {name: pragma(name) for name in strict} == strict


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_every_sqlite_transaction_is_a_writer_from_its_start() -> None:
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not connection.settings_dict["ATOMIC_REQUESTS"]


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_postgresql_waits_for_a_lock_no_longer_than_sqlite_does() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("20s",)
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 150_000
