"""The product as people start it: a home, `plumbline serve` in a process of its own, and a way in for a person."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLUMBLINE = [sys.executable, "-c", "from plumbline.cli import main; main()"]
ADDRESS = re.compile(r"http://localhost:\d+")
SESSION = """
import sys, django
django.setup()
from django.conf import settings
from django.test import Client
from plumbline.apps.accounts.models import Account
client = Client()
client.force_login(Account.objects.get(email=sys.argv[1]))
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@dataclass(frozen=True)
class Served:
    """A running server: where its home is and what it printed when it began."""

    home: Path
    address: str
    said: str

    def session_of(self, email: str) -> tuple[str, str]:
        """Name and value of the cookie of somebody signed in, for tests that are not about signing in."""
        command = [sys.executable, "-c", SESSION, email]
        done = subprocess.run(command, env=environment(self.home), capture_output=True, text=True, check=True, cwd=ROOT)
        name, value = done.stdout.split()
        return name, value


def environment(home: Path) -> dict[str, str]:
    """What a process of this home is told."""
    ours = {"PLUMBLINE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "plumbline.config.settings"}
    return {**os.environ, **ours}


def plumbline(home: Path, *arguments: str) -> str:
    """Run a command in a home and return what it printed."""
    command = [*PLUMBLINE, "--home", str(home), *arguments]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return done.stdout


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    """Serve a home on a free port until the block ends."""
    command = [*PLUMBLINE, "--home", str(home), "serve", "--port", "0"]
    log = home.with_suffix(".log")
    with (
        log.open("w+") as output,
        subprocess.Popen(
            command,
            env={**environment(home), "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        ) as process,
    ):
        try:
            said = _until_served(process, log)
            yield Served(home, ADDRESS.findall(said)[0], said)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _until_served(process: subprocess.Popen[bytes], log: Path) -> str:
    """What the server says until it answers. Raises AssertionError where it ends before."""
    import time
    import urllib.error
    import urllib.request

    for _ in range(300):
        said = log.read_text("utf-8")
        if found := ADDRESS.findall(said):
            try:
                urllib.request.urlopen(f"{found[0]}/accounts/login/", timeout=10)
            except urllib.error.HTTPError:
                return log.read_text("utf-8")
            except OSError:
                pass
            else:
                return log.read_text("utf-8")
        assert process.poll() is None, f"the server ended: {said}"
        time.sleep(0.1)
    raise AssertionError(f"the server did not begin: {log.read_text('utf-8')}")
