"""The files this repository consists of: what git tracks, and what is about to be added."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GIT = ["git", "-c", "safe.directory=*"]  # a checkout that belongs to another account, as in a container, is read too
MADE = {"__pycache__", "build", "dist", "out"}


def _listed() -> list[Path]:
    """What git lists; in a copy without its .git, everything that is neither hidden nor made."""
    if (ROOT / ".git").exists():
        command = [*GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        found = {ROOT / name for name in names if name}
    else:
        found = {path for path in ROOT.rglob("*") if not any(map(_made, path.relative_to(ROOT).parts))}
    return sorted(path for path in found if path.is_file())


def _made(part: str) -> bool:
    return part in MADE or (part.startswith(".") and part not in {".ci", ".gitignore"})


FILES = _listed()
PYTHON = [path for path in FILES if path.suffix == ".py"]
PACKAGE = [path for path in PYTHON if ROOT / "plumbline" in path.parents]


def shown(path: Path) -> str:
    """The path as people write it, from the top of the repository."""
    return path.relative_to(ROOT).as_posix()
