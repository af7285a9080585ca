"""What every test stands on: a home of its own, the marks that choose a database, and how hard properties are tried."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management.commands.migrate import Command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings

from tests.prepared import Prepared
from tools.skips import SkipGate, in_ci

if TYPE_CHECKING:
    from tests.stories import Firm

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
ON_POSTGRES = "PLUMBLINE_DATABASE_URL" in os.environ
NIGHTLY = os.environ.get("PLUMBLINE_NIGHTLY") == "1"

# Playwright's own loop runs on in a worker that has driven a browser, and Django would take every later test for async.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

hypothesis_settings.register_profile(
    "plumbline",
    max_examples=int(os.environ.get("PLUMBLINE_EXAMPLES", "100")),
    deadline=None,  # two busy cores say nothing about the code
    derandomize=not NIGHTLY,  # a push is judged by its own change; the night looks for new examples
    database=None,
)
hypothesis_settings.load_profile("plumbline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--note-skips", type=Path, help="append every skipped test and its reason to this file")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the workers of xdist report to one controller
        config.pluginmanager.register(SkipGate(config.getoption("--note-skips")), "skip-gate")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what asks for a database, and leave out what belongs to the other database or to the night."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
    elsewhere = {"sqlite_only" if ON_POSTGRES else "postgres_only"} | (set() if NIGHTLY else {"nightly"})
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in elsewhere)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays for the whole run, and come by less often.

    A worker holds every test and the catalogues: to look through them again and again is a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for this test alone, known to Django and to every command the test starts; not made yet."""
    folder = tmp_path_factory.mktemp("plumbline") / "home"
    monkeypatch.setenv("PLUMBLINE_HOME", str(folder))
    monkeypatch.setattr(settings, "PLUMBLINE_HOME", folder)
    monkeypatch.setattr(settings, "SECRET_KEY", "the home is not made yet, so its key is this one for the test")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Give each worker a PostgreSQL database of its own; on SQLite each has its own in memory anyway.

    pytest-django knows the latter of Django's own backend only, and ours is derived from it.
    """
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and ON_POSTGRES:
        from pytest_django.fixtures import _set_suffix_to_test_databases

        _set_suffix_to_test_databases(suffix=worker)


@pytest.fixture(autouse=True, scope="session")
def prepared() -> Iterator[Prepared]:
    """Whatever migrates an empty database lays it out instead, as the first start of a home does."""
    made = Prepared()
    original = Command.handle

    def migrate(command: Command, *arguments: Any, **options: Any) -> None:
        made.migrate(original, command, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Command, "handle", migrate)
        yield made


@pytest.fixture(autouse=True, scope="session")
def the_journal_lets_go_between_tests(prepared: Prepared) -> Iterator[None]:
    """Django empties all tables after a test that commits, which the journal's triggers refuse, as they should.

    So the database becomes again what the migrations made. Where that cannot be done Django empties the tables: the
    triggers are taken away for that moment, and the flush ends with post_migrate, which writes them anew.
    """
    from plumbline.apps.journal import triggers
    from plumbline.apps.journal.guard import writing

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # private, so the stubs leave it out

    def disarm_and_empty(case: TransactionTestCase) -> None:
        if prepared.empty(connection):
            return
        with writing():
            triggers.remove(connection)
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", disarm_and_empty)
        yield


@pytest.fixture(autouse=True, scope="session")
def a_password_is_quickly_hashed() -> Iterator[None]:
    """Servers and commands in processes of their own hash as the product does."""
    with override_settings(PASSWORD_HASHERS=["tests.passwords.Quick"]):
        yield


@pytest.fixture
def firm(db: None) -> Firm:
    """An organisation with the people of the stories: Ada, Bob, Cleo, Tilda and Dan, who is nobody."""
    from tests.stories import found_firm

    return found_firm()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of registers that other people made; the test is skipped where there is none."""
    stated = os.environ.get("PLUMBLINE_SAMPLES")
    if not stated:
        pytest.skip("PLUMBLINE_SAMPLES is not set")
    folder = Path(stated)
    assert folder.is_dir(), f"PLUMBLINE_SAMPLES names {folder}, which is no folder"
    return folder


@pytest.fixture(scope="session")
def kills() -> int:
    """How often the crash test kills its import."""
    return int(os.environ.get("PLUMBLINE_KILLS", "50"))


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if ON_POSTGRES else 'SQLite'}{', under CI rules' if in_ci() else ''}"
