"""When the last backup was taken, noted in the home by the command that takes it: the page of the installation asks."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from plumbline.apps.journal import ports

FILE = "last-backup.json"
LATE = timedelta(days=2)
"""A backup that is older is told as late: it is meant to run every night."""


@dataclass(frozen=True, slots=True)
class LastBackup:
    """A backup that was taken: when (UTC, ISO), its file's name, its bytes, and whether it is sealed."""

    at: str
    name: str
    size: int
    sealed: bool

    @property
    def moment(self) -> datetime:
        """When it was taken, UTC."""
        return datetime.fromisoformat(self.at)

    @property
    def late(self) -> bool:
        """Whether a night was missed since."""
        return ports.now() - self.moment > LATE


def note_backup(file: Path, *, sealed: bool) -> None:
    """Remember that a backup was taken into this file. The place it lies in is nobody's business here."""
    taken = LastBackup(ports.now().isoformat(), file.name, file.stat().st_size, sealed)
    _place().write_text(json.dumps(asdict(taken)), "utf-8")


def last_backup() -> LastBackup | None:
    """The last backup that was taken here; None where there was none, or the note of it cannot be read."""
    try:
        return LastBackup(**json.loads(_place().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def how_to() -> tuple[tuple[str, str], ...]:
    """What is typed on the server, and what for: to take a backup of this home, and to try whether it can be restored.

    A backup holds every organisation with its accounts, so it is taken on the server and offered on no page.
    """
    home = shlex.quote(str(settings.PLUMBLINE_HOME))
    return (
        ("Take one, sealed, while people work", f"plumbline --home {home} backup FILE --passphrase-file WORDS"),
        ("Try it: restore it into an empty home", "plumbline --home DRILL restore FILE --passphrase-file WORDS"),
        ("Let the journal of the restored one be verified", "plumbline --home DRILL log verify"),
    )


def _place() -> Path:
    home: Path = settings.PLUMBLINE_HOME
    return home / FILE
