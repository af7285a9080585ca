"""Many readers and one writer: nobody sees half a change, and nobody's snapshot moves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from tests.records.many_readers import read_until, write
from tests.stories import Firm, found_firm

ROOT = Path(__file__).parents[2]


@pytest.mark.sqlite_only
def test_threads_read_what_another_process_writes(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PLUMBLINE_HOME"}
    command = [sys.executable, "-m", "tests.records.many_readers", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_threads_read_what_another_thread_writes() -> None:
    firm = found_firm("Threads", "threads.example")
    writer = Thread(target=_write_and_close, args=(firm,))
    writer.start()
    read_until(firm, lambda: not writer.is_alive())


def _write_and_close(firm: Firm) -> None:
    write(firm)
    connection.close()
