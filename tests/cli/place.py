"""A home with its database, and somebody who types commands there: in this process, or in its own."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings

FIRST_DAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONGEST = 120  # seconds; whatever waits for something that never comes is a fault
MAIN = "from plumbline.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str
    raw: bytes = b""

    @property
    def json(self) -> Any:
        """The answer as the JSON it has to be."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The last line of the refusal, without what click puts before it."""
        return self.err.strip().splitlines()[-1].removeprefix("Error: ")


@dataclass
class Place:
    """A home. `database` is its database on PostgreSQL; empty for the SQLite file in the home."""

    home: Path
    database: str = ""
    now: datetime | None = FIRST_DAY

    def plumbline(self, *words: str | Path) -> Said:
        """Run a command as if it were typed here; every error that escapes it escapes this too."""
        from plumbline.cli.root import plumbline

        with self.opened():
            done = CliRunner().invoke(plumbline, list(map(str, words)), prog_name="plumbline", catch_exceptions=False)
        return Said(done.exit_code, done.stdout_bytes.decode("utf-8", "replace"), done.stderr, done.stdout_bytes)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let Django stand in this home, with a connection of its own."""
        before = connections["default"]
        here = copy.deepcopy(connections.settings["default"])
        here["NAME"] = self.database or str(self.home / "plumbline.sqlite3")
        connections["default"] = load_backend(here["ENGINE"]).DatabaseWrapper(here, "default")
        try:
            with override_settings(PLUMBLINE_HOME=self.home, PLUMBLINE_NOW=self.now):
                yield
        finally:
            connections["default"].close()
            connections["default"] = before

    def copied_to(self, folder: Path) -> Place:
        """A copy of a home with its SQLite file."""
        assert not self.database
        return Place(Path(shutil.copytree(self.home, folder)), now=self.now)


def typed_by(who: str, *words: str | Path) -> Said:
    """Run a command as one of the people of the stories, on the database of the test."""
    from plumbline.cli.root import plumbline

    typed = ["--as", f"{who}@nordwind.example", *map(str, words)]
    done = CliRunner().invoke(plumbline, typed, prog_name="plumbline", catch_exceptions=False)
    return Said(done.exit_code, done.stdout_bytes.decode("utf-8", "replace"), done.stderr, done.stdout_bytes)


def started(
    home: Path, *words: str | Path, environ: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> Said:
    """Run a command in a process of its own; `before` is what starts it, such as setpriv."""
    stripped = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    done = subprocess.run(
        [*before, sys.executable, "-c", MAIN, *map(str, words)],
        env={**stripped, "PLUMBLINE_HOME": str(home), "PLUMBLINE_NOW": FIRST_DAY.isoformat(), **(environ or {})},
        capture_output=True,
        check=False,
        timeout=LONGEST,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    return Said(done.returncode, out, err, done.stdout)


def measured(home: Path, *words: str | Path) -> tuple[Said, int]:
    """Run a command in a process of its own; what it answered, and its peak memory in bytes."""
    program = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]);"
    program += (
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(done.returncode)"
    )
    said = started(home, *words, before=[sys.executable, "-c", program])
    lines = said.err.splitlines()
    unit = 1 if sys.platform == "darwin" else 1024
    return Said(said.code, said.out, "\n".join(lines[:-1]), said.raw), int(lines[-1]) * unit


def without_privileges() -> list[str]:
    """What starts a command so that the rights of files count for it, though the tests may run as root."""
    if os.geteuid() != 0:
        return []
    dropped = "-dac_override,-dac_read_search,-fowner"
    return ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}"]
