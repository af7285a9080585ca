"""Workers that are killed with SIGKILL in the middle of their jobs: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from django.db import connections

from tests.jobs.killed_workers import JOBS

ROOT = Path(__file__).parents[2]
KILLS = 20
LONGEST = 240


@pytest.fixture
def own_database(django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The environment that names an empty database: on PostgreSQL one of its own, on SQLite the file in the home."""
    url = os.environ.get("PLUMBLINE_DATABASE_URL")
    if url is None:
        yield {}
        return
    name = f"plumbline_kill_{uuid4().hex}"
    with django_db_blocker.unblock():
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        yield {"PLUMBLINE_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.database
def test_killed_workers_lose_nothing_and_do_nothing_twice(home: Path, own_database: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.killed_workers", str(KILLS), "7"],
        cwd=ROOT,
        env={**os.environ, "PLUMBLINE_HOME": str(home), **own_database},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stderr
    left = json.loads(done.stdout.splitlines()[-1])
    assert left["inside"] >= KILLS / 2, "too few kills fell inside a job to show anything"
    assert left["states"] == ["done"]
    assert left["most_attempts"] > 1
    assert left["entered"] == sorted(f"Server {n} {side}" for n in range(JOBS) for side in ("left", "right"))
    assert left["sound"]
