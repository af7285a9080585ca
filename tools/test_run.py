"""The whole suite on SQLite, what touches the database again on PostgreSQL, and a plain word on what did not run.

python -m tools.test_run [pytest arguments]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.postgres import NoPostgresError, find, running, stop_on_signal
from tools.skips import allowed, in_ci, is_allowed

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's word for an empty selection
PARALLEL = ["-n", "auto", "--dist", "worksteal"]


def main() -> int:
    """Return 0 when both runs passed, 1 otherwise; a missing PostgreSQL fails a run only under CI."""
    stop_on_signal()
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="plumbline-skips-") as folder:
        note = Path(folder) / "skips.txt"
        note.touch()
        outcomes = [on_sqlite(arguments, note), on_postgres(arguments, note)]
        skips = sorted(set(note.read_text("utf-8").splitlines()))
    print("\nSummary")
    for line in [*(line for line, _ in outcomes), *(f"skipped: {skip}" for skip in skips)]:
        print("  " + line)
    return 0 if all(passed for _, passed in outcomes) else 1


def surroundings() -> dict[str, str]:
    """Where the tests run; whatever keeps Python from writing bytecode would have each command compile all of ours."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def on_sqlite(arguments: list[str], note: Path) -> tuple[str, bool]:
    """Run everything; returns a line for the summary and whether it passed."""
    environ = {name: value for name, value in surroundings().items() if name != "PLUMBLINE_DATABASE_URL"}
    return pytest_run("SQLite, the whole suite", environ, [*arguments, f"--note-skips={note}"])


def on_postgres(arguments: list[str], note: Path) -> tuple[str, bool]:
    """Run the tests that touch the database once more, on a server of PLUMBLINE_DATABASE_URL or one of our own."""
    selection = [*arguments, "-m", "database", f"--note-skips={note}"]
    if "PLUMBLINE_DATABASE_URL" in os.environ:
        return pytest_run("PostgreSQL of PLUMBLINE_DATABASE_URL", surroundings(), selection)
    try:
        with running() as url:
            name = f"PostgreSQL {find().major}, the tests that touch the database"
            return pytest_run(name, {**surroundings(), "PLUMBLINE_DATABASE_URL": url}, selection)
    except NoPostgresError as error:
        passed = not in_ci() or is_allowed("postgresql", str(error), allowed())
        return f"not run: the tests that touch the database, on PostgreSQL, because {error}", passed


def pytest_run(name: str, environ: dict[str, str], arguments: list[str]) -> tuple[str, bool]:
    """Run pytest once; an empty selection is passed and said."""
    print(f"\n{name}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *PARALLEL, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
    word = {0: "passed", NO_TESTS: "no such tests"}.get(code, "FAILED")
    return f"{word}: {name} ({time.monotonic() - began:.0f} s)", word != "FAILED"


if __name__ == "__main__":
    sys.exit(main())
