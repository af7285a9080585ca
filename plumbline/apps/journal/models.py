"""The journal's tables (7.5.3). Who may change them, and how, is enforced by the triggers in `triggers.py`."""

from __future__ import annotations

from django.db import models

TIME_LENGTH = 27  # 2026-03-31T14:05:09.120000Z
UUID_LENGTH = 36


class Log(models.Model):
    """The head of an organisation's journal. Whoever locks this row is the only writer."""

    organization_id = models.UUIDField(primary_key=True)
    origin = models.CharField(max_length=200)
    epoch = models.PositiveIntegerField(default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField()
    last_time = models.CharField(max_length=TIME_LENGTH, blank=True)

    class Meta:
        db_table = "journal_log"


class Entry(models.Model):
    """One entry: the exact bytes that were hashed, and copies of four of their fields to filter by."""

    pk = models.CompositePrimaryKey("organization_id", "idx")
    organization_id = models.UUIDField()
    idx = models.BigIntegerField()
    leaf_hash = models.BinaryField()
    header = models.BinaryField()
    time = models.CharField(max_length=TIME_LENGTH)
    action = models.CharField(max_length=100)
    actor = models.CharField(max_length=UUID_LENGTH, blank=True)
    request = models.CharField(max_length=UUID_LENGTH, blank=True)

    class Meta:
        db_table = "journal_entry"
        indexes = [models.Index(fields=["organization_id", "time"], name="journal_entry_by_time")]


class Node(models.Model):
    """A complete subtree above the leaves, written once; level 0 is `journal_entry.leaf_hash`."""

    pk = models.CompositePrimaryKey("organization_id", "level", "idx")
    organization_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    idx = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_node"


class Version(models.Model):
    """What a record was from entry `idx` on: canonical JSON as text, since jsonb would reorder its keys."""

    pk = models.CompositePrimaryKey("organization_id", "kind", "ref", "idx")
    organization_id = models.UUIDField()
    kind = models.CharField(max_length=32)
    ref = models.CharField(max_length=64)
    idx = models.BigIntegerField()
    salt = models.BinaryField(null=True)
    value = models.TextField(null=True)  # noqa: DJ001 - NULL is an erased value, and no text means that
    erased_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "journal_version"
        indexes = [models.Index(fields=["organization_id", "idx"], name="journal_version_by_entry")]


class Checkpoint(models.Model):
    """A signed statement of size and root; whoever keeps a copy can tell any later rewrite."""

    pk = models.CompositePrimaryKey("organization_id", "size")
    organization_id = models.UUIDField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    made_at = models.CharField(max_length=TIME_LENGTH)

    class Meta:
        db_table = "journal_checkpoint"


class Anchor(models.Model):
    """What somebody else said about a checkpoint, such as a time stamp."""

    pk = models.CompositePrimaryKey("organization_id", "size", "method")
    organization_id = models.UUIDField()
    size = models.BigIntegerField()
    method = models.CharField(max_length=32)
    request = models.BinaryField()
    response = models.BinaryField()

    class Meta:
        db_table = "journal_anchor"


class Never(models.Model):
    """Always empty: what points here cannot be committed."""

    id = models.PositiveSmallIntegerField(primary_key=True)

    class Meta:
        db_table = "journal_never"


class Touched(models.Model):
    """A record that changed and is not in the journal yet; `ref` is the reference it had before, if it had one."""

    pk = models.CompositePrimaryKey("organization_id", "kind", "record_id")
    organization_id = models.UUIDField()
    kind = models.CharField(max_length=32)
    record_id = models.UUIDField()
    ref = models.CharField(max_length=64, null=True)  # noqa: DJ001 - NULL tells “had none” from any text
    open = models.ForeignKey(Never, on_delete=models.DO_NOTHING, db_column="open", db_index=False)

    class Meta:
        db_table = "journal_touched"
