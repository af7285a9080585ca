"""A register of the tests' own, with a part table, followed by the journal of one organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from django.apps.registry import Apps
from django.db import connection, models, transaction

from plumbline.apps.journal import checkpoints, log, registry, triggers
from plumbline.apps.journal.guard import writing
from plumbline.apps.journal.statements import run
from plumbline.engine.proof.canonical import canonical


class Note(models.Model):
    """A record of the tests."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organization_id = models.UUIDField()
    ref = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    objects: ClassVar[models.Manager[Note]] = models.Manager()

    class Meta:
        apps = Apps()  # known to nobody else, so no migration and no check asks for it
        app_label = "journal_tests"
        db_table = "tests_note"
        constraints = (models.UniqueConstraint(fields=["organization_id", "ref"], name="tests_note_ref"),)


class Tag(models.Model):
    """A part of a record of the tests."""

    organization_id = models.UUIDField()
    note_id = models.UUIDField()
    tag = models.CharField(max_length=20)
    objects: ClassVar[models.Manager[Tag]] = models.Manager()

    class Meta:
        apps = Note._meta.apps
        app_label = "journal_tests"
        db_table = "tests_tag"


def load_notes(organization_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, bytes]]:
    """The notes that exist, as the journal stores them."""
    tags: dict[UUID, list[str]] = {}
    for tag in Tag.objects.filter(organization_id=organization_id, note_id__in=ids).order_by("tag"):
        tags.setdefault(tag.note_id, []).append(tag.tag)
    notes = Note.objects.filter(organization_id=organization_id, id__in=ids)
    return {
        each.id: (each.ref, canonical({"v": 1, "ref": each.ref, "text": each.text, "tags": tags.get(each.id, [])}))
        for each in notes
    }


NOTES = registry.Registered("note", Note, load_notes, parts=((Tag, "note_id"),))
ADA = "5d0f7a1e-3c1b-4c57-9f6e-0a4b7c2d9e11"
REQUEST = "0192f3c4-5a6b-7c8d-9e0f-a1b2c3d4e5f6"


class Ledger:
    """One organisation and what the tests do in it."""

    def __init__(self) -> None:
        self.id = uuid4()
        log.create_log(self.id, checkpoints.origin("Tests", self.id))

    @contextmanager
    def act(self, action: str = "note:write") -> Iterator[None]:
        """Do what @action does, without asking for permission."""
        with transaction.atomic(), writing():
            log.lock_head(self.id)
            yield
            self.last = log.append(
                self.id, actor_id=ADA, actor_kind="person", action=action, steps=(), via="cli", request=REQUEST
            )

    def write(self, ref: str, text: str = "") -> None:
        """Write a note, in an action of its own."""
        with self.act():
            self.put(ref, text)

    def put(self, ref: str, text: str) -> None:
        """Write a note inside an action."""
        Note.objects.update_or_create(organization_id=self.id, ref=ref, defaults={"text": text})

    def delete(self, ref: str) -> None:
        """Delete a note, in an action of its own."""
        with self.act("note:delete"):
            Note.objects.filter(organization_id=self.id, ref=ref).delete()


@pytest.fixture
def ledger(transactional_db: None) -> Iterator[Ledger]:
    """An organisation with an empty journal, and the register of notes under the triggers' eyes."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)
        editor.create_model(Tag)
    registry.register(NOTES)
    triggers.install(connection)
    yield Ledger()
    with writing():
        triggers.remove(connection)
        with connection.schema_editor() as editor:
            editor.delete_model(Tag)
            editor.delete_model(Note)
    registry.withdraw("note")
    triggers.install(connection)


@contextmanager
def as_superuser(table: str) -> Iterator[None]:
    """Write to a table past its triggers and the guard, as somebody can who owns the database."""
    with writing(), transaction.atomic():
        if connection.vendor == "postgresql":
            run("SET LOCAL session_replication_role = replica")
            yield
            run("SET LOCAL session_replication_role = origin")
            return
        away = {name: text for name, text in triggers.found(connection).items() if f'ON "{table}"' in text}
        for name in away:
            run(f'DROP TRIGGER "{name}"')
        yield
        for text in away.values():
            run(text)
