"""Taking a backup while people work: everything is read in one snapshot, which holds up no writer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

import plumbline
from plumbline.apps.accounts import erased
from plumbline.apps.accounts.selectors import organizations
from plumbline.apps.journal import checkpoints, log, ports, reading, signer
from plumbline.apps.journal.statements import rows as selected
from plumbline.apps.journal.statements import snapshot
from plumbline.cli.backup import rows
from plumbline.cli.backup.archive import BackupError, Contents, Journal, Packing, written
from plumbline.engine.proof.entry import ActorKind, Via, utc_text
from plumbline.engine.proof.merkle import Frontier

TAKEN = "log:backup"
Tell = Callable[[str], None]


def take(place: Path, passphrase: str, tell: Tell) -> Contents:
    """Write a backup of everything in this home. Raises BackupError; nothing is left behind then."""
    if not organizations():
        raise BackupError("There is no organisation here yet, so there is nothing to back up.")
    for organization_id in reading.journals():
        note(organization_id)
    erased.keep_list()
    with written(place, passphrase) as packing:
        with snapshot():
            contents = _described()
            for model in rows.kept_models():
                table = model._meta.db_table
                packed = contents.tables[table] = packing.table(table, rows.columns(model), rows.told(model))
                if packed.rows >= rows.MANY:
                    tell(f"  {table}: {packed.rows} rows")
        _pack_files(packing, contents, tell)
        packing.close(contents)
    return contents


def note(organization_id: UUID) -> None:
    """Write into a journal that a backup is taken, and sign it; a journal that is read-only is backed up as it is."""
    if checkpoints.fork(organization_id) or not reading.head(organization_id):
        return
    log.note_event(
        organization_id,
        actor_id=None,
        actor_kind=ActorKind.SYSTEM,
        action=TAKEN,
        steps=(),
        via=Via.CLI,
        request="",
    )
    checkpoints.cut(organization_id)


def _described() -> Contents:
    names = organizations()
    return Contents(
        release=plumbline.__version__,
        made_at=utc_text(ports.now()),
        database=connection.vendor,
        migrations=sorted((app, name) for app, name in selected("SELECT app, name FROM django_migrations")),
        journals=[_journal(each, names.get(each, "")) for each in reading.journals()],
        keys={f"{each}/{name}": text for each in reading.journals() for name, text in signer.public_keys(each).items()},
    )


def _journal(organization_id: UUID, name: str) -> Journal:
    head, last = log.read_head(organization_id), checkpoints.latest(organization_id)
    return Journal(
        organization=str(organization_id),
        name=name,
        origin=head.origin,
        epoch=head.epoch,
        size=head.size,
        root=Frontier.from_bytes(head.frontier).root().hex(),
        checkpoint=last.note if last else "",
    )


def _pack_files(packing: Packing, contents: Contents, tell: Tell) -> None:
    """Kept files are never changed, so those that are there after the snapshot include all that it names."""
    folder = Path(settings.PLUMBLINE_HOME) / "blobs"
    for shelf in sorted(folder.iterdir()) if folder.is_dir() else ():
        for file in sorted(shelf.iterdir()):
            if file.suffix or not file.is_file():
                continue  # one that is being written
            with suppress(FileNotFoundError):  # erased a moment ago
                contents.blob_bytes += packing.blob(shelf.name + file.name, file)
                contents.blobs += 1
    tell(f"  {contents.blobs} kept files, {contents.blob_bytes / 1e6:.1f} MB")


def size_of(place: Path) -> str:
    """How large a file is, in words."""
    size = place.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"
