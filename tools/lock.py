"""Write requirements.lock from pyproject.toml: every extra, every hash, for every platform."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = "# Made by `make lock` from pyproject.toml. All extras, all hashes; do not edit.\n"


def main() -> int:
    """Resolve with uv in an environment that is thrown away; arguments (--upgrade) go to uv."""
    with tempfile.TemporaryDirectory(prefix="plumbline-lock-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        command: list[str | Path] = [
            python,
            "-m",
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--all-extras",
            "--universal",
        ]
        command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
        command += ["--no-annotate", "--quiet", "--output-file", LOCK.name, *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, check=True)
    LOCK.write_text(HEADER + LOCK.read_text("utf-8"), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
