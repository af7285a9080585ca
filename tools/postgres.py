"""A PostgreSQL for one test run: found on this machine, started on a private socket, thrown away at the end.

python -m tools.postgres COMMAND...     run COMMAND with PLUMBLINE_DATABASE_URL set
python -m tools.postgres                print the URL and wait for Ctrl-C
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROLE = "plumbline"
OLDEST = 15
PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/pgsql/bin"
# Nothing here survives the run, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_min_messages": "error",
}


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder that holds initdb and postgres, and their major version."""

    folder: Path
    major: int


class NoPostgresError(RuntimeError):
    """No usable PostgreSQL here; the message says which and what to install."""


def find() -> Binaries:
    """Return the newest PostgreSQL on this machine, whether on PATH or where the distributions put it."""
    folders = {Path(found).resolve().parent for found in [shutil.which("initdb")] if found}
    for pattern in PLACES:
        folders.update(Path("/").glob(pattern.removeprefix("/")))
    found = [Binaries(folder, major) for folder in folders if (major := _major(folder))]
    if not found:
        raise NoPostgresError("no PostgreSQL was found on this machine (on Debian: apt-get install postgresql)")
    newest = max(found, key=lambda binaries: binaries.major)
    if newest.major < OLDEST:
        raise NoPostgresError(f"PostgreSQL {newest.major} was found, and Plumbline needs {OLDEST} or newer")
    return newest


def _major(folder: Path) -> int:
    """The major version of the server in `folder`, 0 when there is none that runs."""
    if not (folder / "initdb").exists():
        return 0
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"\b(\d+)", said)
    return int(match.group(1)) if match else 0


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server with an empty database and yield its URL; it is stopped and deleted on the way out."""
    binaries = find()
    # A socket's path may have 107 characters, and the temporary folder of some machines uses most of them.
    place = Path(tempfile.mkdtemp(prefix="plumbline-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108 - mkdtemp makes it private
    account = _account(place)
    try:
        server = _Server(binaries, place, account)
        server.initialise()
        server.start()
        try:
            yield f"postgres://{ROLE}@/{ROLE}?host={place}"
        finally:
            server.stop()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _account(place: Path) -> str | None:
    """PostgreSQL refuses to run as root, so root lends the folder to an account that owns nothing else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            os.chown(place, entry.pw_uid, entry.pw_gid)
            return name
    raise NoPostgresError("PostgreSQL does not run as root, and there is neither a postgres nor a nobody account")


@dataclass(frozen=True, slots=True)
class _Server:
    binaries: Binaries
    place: Path
    account: str | None

    def initialise(self) -> None:
        options = ["-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        self._run("initdb", "-D", str(self.place / "cluster"), *options)

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value or repr('')}" for name, value in SETTINGS.items())
        options = f"{settings} -c unix_socket_directories={self.place}"
        log = str(self.place / "server.log")
        self._run("pg_ctl", "start", "-w", "-D", str(self.place / "cluster"), "-l", log, "-o", options)
        create = f'CREATE DATABASE "{ROLE}"'
        self._run("psql", "-q", "-h", str(self.place), "-U", ROLE, "-d", "postgres", "-c", create)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(self.place / "cluster"))

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries.folder / program, *arguments],
            cwd=self.place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            user=self.account,
            group=pwd.getpwnam(self.account).pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        if done.returncode:
            raise NoPostgresError(f"{program} of PostgreSQL {self.binaries.major} failed: {done.stderr.strip()}")


def stop_on_signal() -> None:
    """Let SIGTERM and SIGHUP unwind the stack as Ctrl-C does, so that no server is left behind."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)


def main() -> int:
    """Run the command given, or wait; return its exit code, or 3 when there is no PostgreSQL."""
    stop_on_signal()
    try:
        with running() as url:
            if len(sys.argv) > 1:
                environ = {**os.environ, "PLUMBLINE_DATABASE_URL": url}
                return subprocess.run(sys.argv[1:], env=environ, check=False).returncode
            print(f"PLUMBLINE_DATABASE_URL={url}", flush=True)
            signal.pause()
    except NoPostgresError as error:
        print(f"Not started: {error}.", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
