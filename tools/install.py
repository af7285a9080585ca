"""Make .venv from requirements.lock, hash for hash, and put the package itself into it. Standard library only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def main() -> int:
    """Return 0 when the environment matches the lock; say in one line what is missing when it cannot be made."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this first may have an older one
        print(f"Plumbline needs Python 3.11 or newer; python3 here is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    python = VENV / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        print("Installing the locked dependencies into .venv ...", flush=True)
        subprocess.run([*pip, "--require-hashes", "--requirement", ROOT / "requirements.lock"], check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], check=True)
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd[1:4]))
        print(f"`{command} ...` failed. On Debian: apt-get install python3-venv.", file=sys.stderr)
        return 2
    (VENV / ".installed").touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
