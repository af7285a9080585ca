"""`plumbline serve` and the demonstration: an address, a way in, headers, and an orderly end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.cli.place import MAIN, started

pytestmark = pytest.mark.sqlite_only


@contextmanager
def served(home: Path, *words: str, environ: Mapping[str, str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Plumbline in a process of its own: its address, and the lines it said first. It has to stop when it is told."""
    stripped = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", MAIN, "serve", "--port", "0", *words],
        env={**stripped, "PLUMBLINE_HOME": str(home), **(environ or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = [process.stdout.readline() for _ in range(3)]
        found = re.search(r"http://localhost:(\d+)", said[0])
        assert found, said
        yield found[0], said
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def fetched(address: str, **headers: str) -> HTTPResponse:
    """The answer to a request, refusals too."""
    request = urllib.request.Request(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        return error  # type: ignore[return-value]  # an answer too: status, headers and a body
    return answer


def test_a_fresh_home_is_served_with_a_link_for_whoever_begins(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served(home) as (address, said):
        link = said[2].strip()
        assert link.startswith(f"{address}/welcome/")
        page = fetched(link)
        text = page.read().decode()
        assert (page.status, "Name of the organisation" in text) == (200, True)
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"].startswith(("no-store", "max-age=0"))
        assert (page.headers["X-Frame-Options"], page.headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        style = re.search(r'href="(/static/[^"]+\.css)"', text)
        assert style
        sheet = fetched(address + style[1], Accept_Encoding="gzip")
        assert sheet.headers["Content-Encoding"] == "gzip"
        assert "immutable" in sheet.headers["Cache-Control"]
        assert "Server" not in page.headers
        stranger = fetched(f"{address}/account/login/", Host="evil.example")
        assert stranger.status == 400
    assert not list(home.glob("static/.draft-*"))


def test_behind_tls_cookies_are_bound_to_the_host_and_browsers_stay_with_it(tmp_path: Path) -> None:
    environ = {"PLUMBLINE_URL": "https://isms.example.org"}
    stripped = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", MAIN, "serve", "--port", str(port), "--no-worker"],
        env={**stripped, "PLUMBLINE_HOME": str(tmp_path / "home"), **environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = [process.stdout.readline() for _ in range(3)]
        assert said[2].strip().startswith("https://isms.example.org/welcome/")
        login = fetched(f"http://127.0.0.1:{port}/account/login/", Host="isms.example.org", X_Forwarded_For="192.0.2.7")
        assert login.status == 200
        cookie = login.headers["Set-Cookie"]
        assert cookie.startswith("__Host-csrf=")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
        assert "Domain" not in cookie
        assert login.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert fetched(f"http://127.0.0.1:{port}/account/login/").status == 400, "no other host is answered to"
    finally:
        process.terminate()
        assert process.wait(60) == 0


def test_a_port_that_is_taken_is_said_so(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = started(tmp_path / "home", "serve", "--port", str(port))
    assert (said.code, said.sentence.startswith(f"Port {port} is taken")) == (2, True), said.err


def test_nobody_is_served_without_tls_by_accident(tmp_path: Path) -> None:
    said = started(tmp_path / "home", "serve", "--host", "0.0.0.0")
    assert (said.code, "without TLS" in said.sentence) == (2, True)
    said = started(tmp_path / "home", "serve", environ={"PLUMBLINE_URL": "http://isms.example.org"})
    assert (said.code, "anybody on the way reads passwords" in said.sentence) == (2, True)


def test_a_home_in_which_somebody_can_sign_in_prints_no_link(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert started(home, "init", "--name", "Nordwind", "--email", "ada@nordwind.example").code == 0
    with served(home, "--no-worker") as (address, said):
        assert "This link is for ada@nordwind.example" in said[1]
        token = said[2].strip().removeprefix(f"{address}/welcome/").rstrip("/")
    assert started(home, "invite", "ada@nordwind.example", "--format", "json").json["link"] != token
    program = "import django; django.setup();"
    program += "from plumbline.apps.accounts.passwords import set_password;"
    program += "set_password('ada@nordwind.example', 'plum bob over granite')"
    environ = {**os.environ, "PLUMBLINE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "plumbline.config.settings"}
    subprocess.run([sys.executable, "-c", program], env=environ, check=True)
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", MAIN, "serve", "--port", "0", "--no-worker"],
        env={**environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    process.terminate()
    rest, _ = process.communicate(timeout=60)
    assert first.startswith("Plumbline is at")
    assert "/welcome/" not in rest
