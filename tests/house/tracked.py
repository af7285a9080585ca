"""The files this repository consists of: what git tracks, and what is about to be added."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _listed() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(path for name in set(names) - {""} if (path := ROOT / name).is_file())


FILES = _listed()
PYTHON = [path for path in FILES if path.suffix == ".py"]
PACKAGE = [path for path in PYTHON if ROOT / "plumbline" in path.parents]


def shown(path: Path) -> str:
    """The path as people write it, from the top of the repository."""
    return path.relative_to(ROOT).as_posix()
