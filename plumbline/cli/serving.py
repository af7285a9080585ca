"""`plumbline serve`: the web application, and the link that lets the first person in."""

from __future__ import annotations

import errno
import gc
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

import click
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, OperationalError, connection, connections
from waitress.server import create_server

from plumbline.apps.accounts import invitations
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.selectors import administrators, organizations
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.conformity import standing
from plumbline.apps.jobs.worker import Worker
from plumbline.apps.journal import checkpoints, ports
from plumbline.apps.journal.log import NoLogError
from plumbline.apps.journal.signer import ForkError, KeyTroubleError
from plumbline.apps.records import living
from plumbline.apps.ui.terminal import say, whisper
from plumbline.cli import static_files
from plumbline.cli.database import make_new

HERE, PORT = "127.0.0.1", 8000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
THREADS = 8
TURN = 0.0005
"""Seconds a thread may compute while another waits. A page asks the database a dozen things and gives up its turn for
each: with Python's own 5 ms a page would wait for the judging in the background a dozen times as long."""
LARGEST_REQUEST = 128 * 1024 * 1024  # bytes; what says it is larger is refused before it is read


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Where to listen; 0 is any free one."
)
@click.option("--host", default=HERE, show_default=True, help="Which of this machine's addresses to listen on.")
@click.option("--no-worker", is_flag=True, help="Leave background work to `plumbline worker`.")
def serve(port: int, host: str, no_worker: bool) -> None:
    """Serve the web application until told to stop (Ctrl-C). A home that is missing is made.

    While nobody can sign in, a link is printed that lets the first person in, once. Other machines reach it through a
    proxy that does TLS: set PLUMBLINE_URL to the address it answers at.
    """
    if host not in LOOPBACK and not settings.PLUMBLINE_URL.origin:
        raise RefusedError(
            f"On {host} others would reach Plumbline without TLS. Set PLUMBLINE_URL to the address of the proxy that "
            "does it, such as https://isms.example.org, or leave --host out to serve this machine alone."
        )
    make_new()
    run(host, port, working=not no_worker)


def free_port() -> int:
    """The usual port, or 0 for any where another program has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, PORT))
        except OSError:
            return 0
    return PORT


def run(host: str, port: int, *, working: bool = True) -> None:
    """Serve until SIGINT or SIGTERM, then stop in order. Raises RefusedError where the port is taken."""
    sys.setswitchinterval(TURN)
    connections.settings["default"]["CONN_MAX_AGE"] = None  # each thread keeps its own: opening one costs a page's time
    _tidy()
    server = _server(host, port)
    signal.signal(signal.SIGTERM, _stop)  # before anybody is told that it serves, and may want it to stop
    address = settings.PLUMBLINE_URL.origin or f"http://localhost:{server.effective_port}"
    say(f"Plumbline is at {address}/  Stop it with Ctrl-C.")
    for line in _first_links(address):
        say(line)
    Thread(target=_read_ahead, daemon=True).start()
    worker = Worker()
    if working:
        worker.start()
    server.run()  # returns on SIGINT and SIGTERM, when the answers under way are given
    server.close()
    if working:
        worker.stop()
    _sign_off()
    whisper("Plumbline has stopped.")


def _server(host: str, port: int) -> Any:
    with suppress(OSError):  # where the home cannot be written, files are served as they are
        settings.STATIC_ROOT = str(static_files.compressed(Path(settings.PLUMBLINE_HOME)))
        settings.WHITENOISE_USE_FINDERS = False
    behind_proxy = {
        "url_scheme": "https",
        "trusted_proxy": "*",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for"},
    }
    try:
        return create_server(
            get_wsgi_application(),
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=LARGEST_REQUEST,
            **(behind_proxy if settings.PLUMBLINE_URL.secure else {}),
        )
    except OSError as error:
        raise RefusedError(_busy(host, port, error)) from None


def _busy(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, perhaps by another Plumbline. Stop that one, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023 with --port."
    return f"{host}:{port} cannot be listened on: {error.strerror or error}. Choose another --host or --port."


def _first_links(address: str) -> Iterator[str]:
    """What lets the first person in, where nobody can sign in yet."""
    found = organizations()
    if not found:
        yield "Nobody is here yet. Open this link to begin; it works once, and for a day:"
        yield f"  {address}/welcome/{invitations.invite_founder()}/"
    for organization_id, name in found.items():
        first = next(iter(administrators(organization_id)), "")
        if first and not invitations.somebody_can_sign_in(organization_id):
            yield f"Nobody can sign in to {name} yet. This link is for {first}; it works once, and for a day:"
            yield f"  {address}/welcome/{invitations.invite(organization_id, first)}/"


def _read_ahead() -> None:
    """Read the organisations in before anybody asks, and leave them out of the search for cycles from then on."""
    with suppress(DatabaseError, NoLogError):
        for organization_id in organizations():
            system = living.system(organization_id)
            isms = system.isms(ports.today(_zone(system)))
            system.pointing_at("A.5.9")
            system.search("a", limit=1)
            standing.report(system, isms.on)
    connection.close()
    gc.collect()
    gc.freeze()


def _zone(system: living.System) -> str:
    """Where an organisation counts its days."""
    return system.state.organization.time_zone or DEFAULT_TIME_ZONE


def _tidy() -> None:
    """Throw away what has expired; another process that is at it already does it as well."""
    with suppress(OperationalError):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        invitations.throw_old_links_away()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _sign_off() -> None:
    """Sign the journals as they stand, so that what was written today cannot be unwritten tonight."""
    for organization_id in organizations():
        with suppress(ForkError, KeyTroubleError):
            checkpoints.cut(organization_id)
