"""Files between their arrival and the decision: a week in the home, under a random name, for whoever brought them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import ports

MOST_BYTES = 25 * 2**20
MOST_TOGETHER = 60 * 2**20
MOST_FILES = 20
KEPT_FOR = timedelta(days=7)
ABOUT = "about.json"
GONE = "These files are no longer kept: files wait a week, for whoever brought them. Bring them again."


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that wait to be imported. `said` is the column map for them as JSON says it, `number` counts the plans."""

    token: UUID
    place: Path
    person: str
    names: tuple[str, ...]
    said: Mapping[str, Any]
    number: int

    def content(self, index: int) -> Path:
        """Where the bytes of a file are."""
        return self.place / f"file-{index}"

    @property
    def planned(self) -> Path:
        """Where the outcome of the latest plan is kept."""
        return self.place / f"plan-{self.number}"

    @property
    def plan_key(self) -> str:
        """The key of the job that works out the latest plan."""
        return f"import:plan:{self.token}:{self.number}"

    def apply_key(self, digest: str) -> str:
        """The key of the job that writes what was looked at: two tabs that apply the same start one job."""
        return f"import:apply:{self.token}:{digest}"

    def let_go(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.place, ignore_errors=True)


def receive(actor: Actor, files: Sequence[UploadedFile[Any]], said: Mapping[str, Any]) -> Batch:
    """Keep the files. Raises RefusedError where there is none, one is empty or it is too much; then none is kept."""
    _refuse_too_much(files)
    sweep()
    token = uuid4()
    batch = Batch(token, _folder() / str(token), actor.person, tuple(_names(files)), said, 1)
    batch.place.mkdir(parents=True)
    try:
        for index, file in enumerate(files):
            with batch.content(index).open("wb") as kept:
                for piece in file.chunks():
                    kept.write(piece)
    except OSError:
        batch.let_go()
        raise RefusedError(
            "The files could not be kept: the server's disk may be full. Tell your administrator."
        ) from None
    _write(actor.organization_id, batch)
    return batch


def waiting(organization_id: UUID, token: UUID, person: str) -> Batch:
    """The files that this person brought. Raises RefusedError where there are none."""
    place = _folder() / str(token)
    try:
        about = json.loads((place / ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        raise RefusedError(GONE) from None
    if (about["organization"], about["person"]) != (str(organization_id), person):
        raise RefusedError(GONE)
    return Batch(token, place, person, tuple(about["names"]), about["said"], about["number"])


def batches(organization_id: UUID, person: str) -> tuple[Batch, ...]:
    """Everything that this person brought and that still waits, the newest first."""
    if not _folder().is_dir():
        return ()
    found = []
    for each in sorted(_folder().iterdir(), key=_age, reverse=True):
        try:
            found.append(waiting(organization_id, UUID(each.name), person))
        except (RefusedError, ValueError):
            continue
    return tuple(found)


def anew(organization_id: UUID, batch: Batch, said: Mapping[str, Any]) -> Batch:
    """The same files, to be planned again by what is said now."""
    fresh = Batch(batch.token, batch.place, batch.person, batch.names, said, batch.number + 1)
    _write(organization_id, fresh)
    shutil.rmtree(batch.planned, ignore_errors=True)
    return fresh


def _write(organization_id: UUID, batch: Batch) -> None:
    about = {
        "organization": str(organization_id),
        "person": batch.person,
        "names": batch.names,
        "said": batch.said,
        "number": batch.number,
    }
    fresh = batch.place / f"{ABOUT}.new"
    fresh.write_text(json.dumps(about), "utf-8")
    fresh.replace(batch.place / ABOUT)


def _refuse_too_much(files: Sequence[UploadedFile[Any]]) -> None:
    if not files:
        raise RefusedError("No file was chosen. Choose the CSV or XLSX files that hold your registers.")
    if len(files) > MOST_FILES:
        raise RefusedError(f"These are {len(files)} files; one import takes {MOST_FILES}. Bring them in several goes.")
    for each in files:
        if not each.size:
            raise RefusedError(f"{each.name} is empty. Save the register as XLSX or CSV and choose that file.")
        if each.size > MOST_BYTES:
            most = MOST_BYTES // 2**20
            raise RefusedError(f"{each.name} has more than {most} MB. Save its sheets as CSV, or split it.")
    if sum(each.size or 0 for each in files) > MOST_TOGETHER:
        raise RefusedError(f"Together these are more than {MOST_TOGETHER // 2**20} MB. Bring them in several goes.")


def _names(files: Sequence[UploadedFile[Any]]) -> Iterable[str]:
    """The plain names of the files; a name that comes twice is numbered, so that a message says which is meant."""
    seen: dict[str, int] = {}
    for each in files:
        name = PurePath((each.name or "").replace("\\", "/")).name[:200] or "file"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"({seen[name]}) {name}"


def _folder() -> Path:
    return Path(settings.PLUMBLINE_HOME) / "imports"


def _age(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0


def sweep() -> int:
    """Delete what nobody decided about within its time, whoever brought it; returns how many it were."""
    if not _folder().is_dir():
        return 0
    oldest = (ports.now() - KEPT_FOR).timestamp()
    late = [each for each in _folder().iterdir() if _age(each) < oldest]
    for each in late:
        shutil.rmtree(each, ignore_errors=True)
    return len(late)
