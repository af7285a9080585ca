"""Make .venv from requirements.lock, hash for hash, and put the package itself into it. Standard library only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]


def main() -> int:
    """Return 0 when the environment matches the lock; say what to do when it cannot be made."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this first may have an older one
        return refuse(f"Plumbline needs Python 3.11 or newer; python3 here is {sys.version.split()[0]}.")
    if not PYTHON.exists() and not done([sys.executable, "-m", "venv", str(VENV)]):
        return refuse("The environment .venv could not be made. On Debian: apt-get install python3-venv.")
    print("Installing the locked dependencies into .venv ...", flush=True)
    if not done([*PIP, "--require-hashes", "--requirement", str(ROOT / "requirements.lock")]):
        return refuse("The locked dependencies could not be installed; pip says why above.")
    if not done([*PIP, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]):
        return refuse("Plumbline itself could not be installed into .venv; pip says why above.")
    (VENV / ".installed").touch()
    return 0


def done(command: list[str]) -> bool:
    """Run a command in the open and return whether it succeeded."""
    return subprocess.run(command, check=False).returncode == 0


def refuse(reason: str) -> int:
    """Say why and return the exit code for a machine that lacks something."""
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
