"""The file between its arrival and the decision: kept in the home for a day, for whoever brought it alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath
from uuid import UUID, uuid4

from django.conf import settings

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import ports
from plumbline.exchange.sources import Source

MOST_BYTES = 25 * 2**20
KEPT_FOR = timedelta(days=1)
CONTENT, ABOUT = "content", "about.json"
GONE = "The file is no longer kept: files wait a day. Bring it back again."


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that waits for its decision."""

    token: UUID
    name: str
    place: Path

    def source(self) -> Source:
        """What the import reads."""
        return Source(name=self.name, content=self.place / CONTENT)

    def let_go(self) -> None:
        """Delete it."""
        shutil.rmtree(self.place, ignore_errors=True)


def receive(actor: Actor, kind: str, name: str, pieces: Iterable[bytes]) -> Arrived:
    """Keep a file. Raises RefusedError where it is empty or too large, and keeps nothing of it then."""
    _sweep()
    token = uuid4()
    place = _folder() / str(token)
    place.mkdir(parents=True)
    plain = PurePath(name.replace("\\", "/")).name[:200] or "file"
    size = 0
    with (place / CONTENT).open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                break
            file.write(piece)
    arrived = Arrived(token, plain, place)
    if not 0 < size <= MOST_BYTES:
        arrived.let_go()
        what = "is empty" if not size else f"has more than {MOST_BYTES // 2**20} MB"
        raise RefusedError(f"{plain} {what}. Save the register as XLSX or CSV and choose that file.")
    about = {"organization": str(actor.organization_id), "person": actor.person, "kind": kind, "name": plain}
    (place / ABOUT).write_text(json.dumps(about), "utf-8")
    return arrived


def waiting(actor: Actor, kind: str, token: UUID) -> Arrived:
    """The file that this person brought for this register. Raises RefusedError where there is none."""
    place = _folder() / str(token)
    try:
        about = json.loads((place / ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        raise RefusedError(GONE) from None
    mine = {"organization": str(actor.organization_id), "person": actor.person, "kind": kind}
    if any(about.get(name) != value for name, value in mine.items()):
        raise RefusedError(GONE)
    return Arrived(token, str(about["name"]), place)


def _folder() -> Path:
    return Path(settings.PLUMBLINE_HOME) / "incoming"


def _sweep() -> None:
    """Delete what nobody decided about within its time."""
    folder = _folder()
    if not folder.is_dir():
        return
    oldest = (ports.now() - KEPT_FOR).timestamp()
    for each in folder.iterdir():
        try:
            late = each.stat().st_mtime < oldest
        except FileNotFoundError:
            continue  # somebody else's request swept it
        if late:
            shutil.rmtree(each, ignore_errors=True)
