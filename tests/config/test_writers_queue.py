"""Threads of one process that write to the embedded database take turns; whoever ends, or breaks off, gives way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import OperationalError

from plumbline.config import databases
from plumbline.config.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)  # this lets connections be made; the databases are others
TABLE = "CREATE TABLE IF NOT EXISTS told (word TEXT)"


def connection_to(place: Path, timeout: float = 5) -> DatabaseWrapper:
    """A connection of its own, as every thread has one, to a database in a place."""
    settings = databases.sqlite(place)
    settings["OPTIONS"] |= {"timeout": timeout}
    defaults: dict[str, Any] = {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
    defaults |= {"ATOMIC_REQUESTS": False, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "TEST": {}}
    return DatabaseWrapper({**defaults, **settings})


@pytest.fixture
def first(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection that has begun to write."""
    made = connection_to(tmp_path)
    with made.cursor() as cursor:
        cursor.execute(TABLE)
    made.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with made.cursor() as cursor:
        cursor.execute("INSERT INTO told VALUES ('first')")
    yield made
    made.close()


@pytest.mark.parametrize("ending", [DatabaseWrapper.commit, DatabaseWrapper.rollback, DatabaseWrapper.close])
def test_the_next_begins_when_the_one_before_has_ended(
    first: DatabaseWrapper, tmp_path: Path, ending: Callable[[DatabaseWrapper], None]
) -> None:
    begins, began, words = Event(), Event(), list[str]()

    def write() -> None:
        mine = connection_to(tmp_path)
        begins.set()
        mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        began.set()
        with mine.cursor() as cursor:
            cursor.execute("INSERT INTO told VALUES ('second')")
            cursor.execute("SELECT word FROM told")
            words.extend(word for (word,) in cursor.fetchall())
        mine.commit()
        mine.close()

    second = Thread(target=write)
    second.start()
    assert begins.wait(5)
    assert not began.wait(0.1), "the first one still writes"
    ending(first)
    second.join(5)
    assert words == (["first", "second"] if ending is DatabaseWrapper.commit else ["second"])


def test_whoever_waits_in_vain_is_told_by_the_database(first: DatabaseWrapper, tmp_path: Path) -> None:
    hasty = connection_to(tmp_path, timeout=0.05)
    with pytest.raises(OperationalError, match="locked"):
        hasty.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    hasty.close()
    first.commit()
    later = connection_to(tmp_path, timeout=0.05)
    later.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    later.rollback()
    later.close()


def test_another_database_has_a_queue_of_its_own(first: DatabaseWrapper, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = connection_to(tmp_path / "other", timeout=0.05)
    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other.rollback()
    other.close()
