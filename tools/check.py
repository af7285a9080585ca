"""Everything that judges the code without running it: form, lint, types, contracts, templates, migrations."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["plumbline", "tools", "tests", "bench", "manage.py"]


def main() -> int:
    """Run every check to its end and return 1 if any of them found something; --format mends what can be mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", action="store_true", help="rewrite what the formatter and linter can mend")
    code = [path for path in CODE if (ROOT / path).exists()]
    if parser.parse_args().format:
        return max(run("ruff", "check", "--fix", "--quiet", *code), run("ruff", "format", "--quiet", *code))
    return max([run(*command) for command in checks(code)])


def checks(code: list[str]) -> list[list[str]]:
    """The commands, the quickest first."""
    commands = [
        ["ruff", "format", "--check", "--quiet", *code],
        ["ruff", "check", "--quiet", *code],
        ["lint-imports"],
        ["mypy", *code],
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
    ]
    if any((ROOT / "plumbline").glob("**/templates/**/*.html")):
        commands += [["djlint", "plumbline", "--check", "--quiet"], ["djlint", "plumbline", "--lint", "--quiet"]]
    return commands


def run(program: str, *arguments: str) -> int:
    """Run one check, show its words only when it found something, and return 0 or 1."""
    path = program if os.sep in program else str(BIN / program)
    began = time.monotonic()
    done = subprocess.run([path, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    name = " ".join([Path(program).name, *arguments[:2]])
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
