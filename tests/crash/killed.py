"""Kills an import of ten thousand rows again and again at random points, and says after each what is left.

Run as a program: `python -m tests.crash.killed KILLS SEED`. Prints one JSON object a kill. The plan is made once; each
round forks a child that applies it to a fresh copy of the home, kills it with SIGKILL, and looks at the copy.
"""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from plumbline.apps.accounts.actor import Actor
    from plumbline.apps.administration.importing import Prepared
    from plumbline.apps.journal.log import Head

ROWS = 10_000


def main(kills: int, seed: int) -> None:
    """Kill an import so many times."""
    home = Path(tempfile.mkdtemp(prefix="plumbline-kill-"))
    os.environ["PLUMBLINE_HOME"] = str(home / "live")
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.config.settings"
    import django

    django.setup()
    try:
        _rounds(home, kills, random.Random(seed))
    finally:
        shutil.rmtree(home)


def _rounds(home: Path, kills: int, chance: random.Random) -> None:
    from django.db import connection

    from plumbline.apps.administration.importing import prepare
    from plumbline.apps.organization.services import create_organization
    from plumbline.apps.records.reading import isms_now
    from plumbline.cli.database import make_new
    from plumbline.engine.domain.kinds import Organization
    from plumbline.exchange.sources import sources_in

    make_new()
    actor = create_organization(Organization(title="Brief", time_zone="UTC"), founder="Ada", email="ada@firm.example")
    from plumbline.apps.journal import ports

    source = home / "asset-register.csv"
    rows = "".join(f"AST-{n},Server {n},Hardware,Head of Operations,High,Active\n" for n in range(1, ROWS + 1))
    source.write_text("ID,Asset Name,Type,Owner,Criticality,Status\n" + rows)
    prepared = prepare(actor.organization_id, isms_now(actor, ports.today("UTC")), sources_in([source]))
    connection.close()
    shutil.copytree(home / "live", home / "before")
    whole = float(str(_round(home, actor, prepared, None)["seconds"]))
    for _ in range(kills):
        found = _round(home, actor, prepared, chance.uniform(-0.1, 0.9) * whole)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


def _round(home: Path, actor: "Actor", prepared: "Prepared", after: float | None) -> dict[str, object]:
    """Apply the plan in a child; kill it `after` seconds from its lock of the head (before it, where negative)."""
    shutil.rmtree(home / "live")
    shutil.copytree(home / "before", home / "live")
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        _apply(actor, prepared, tell)
    os.close(tell)
    early = after is not None and after < 0
    seconds = _waited(told, after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done = b"d" in os.read(told, 2)
    os.close(told)
    return {"inside": not early and not done, "seconds": seconds, "finished": done} | _left(actor)


def _waited(told: int, after: float | None) -> float:
    """Wait until it is time to kill; returns the seconds since the head was locked."""
    if after is not None and after < 0:
        time.sleep(-after / 10)
        return after
    os.read(told, 1)
    started = time.monotonic()
    if after is None:
        os.read(told, 1)
    else:
        time.sleep(after)
    return time.monotonic() - started


def _apply(actor: "Actor", prepared: "Prepared", tell: int) -> None:
    """In the child: say `b` when the head is locked, `d` when the import has returned."""
    from plumbline.apps.administration.importing import apply
    from plumbline.apps.journal import log

    lock = log.lock_head

    def lock_and_tell(organization_id: UUID) -> "Head":
        found = lock(organization_id)
        os.write(tell, b"b")
        return found

    log.lock_head = lock_and_tell
    apply(actor, prepared)
    os.write(tell, b"d")
    os.close(tell)
    time.sleep(60)
    os._exit(0)


def _left(actor: "Actor") -> dict[str, object]:
    """What stands after a kill, read by a process of its own: is the journal sound, and how much is there."""
    told, tell = os.pipe()
    reader = os.fork()
    if not reader:
        from django.db import connection

        from plumbline.apps.assets.models import Asset
        from plumbline.apps.journal.verify import verify

        report = verify(actor.organization_id)
        assets = Asset._base_manager.count()
        with connection.cursor() as cursor:
            whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        found = {"sound": report.sound, "entries": report.entries, "assets": assets, "integrity": whole}
        os.write(tell, json.dumps(found).encode())
        os._exit(0)
    os.close(tell)
    os.waitpid(reader, 0)
    content = os.read(told, 65_536)
    os.close(told)
    return dict(json.loads(content))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
