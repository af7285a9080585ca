"""The counters of references, how people like to look at registers, and the tables of the house's own records."""

from __future__ import annotations

from django.db import models

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal.ports import new_id
from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import access, kinds


class Counter(models.Model):
    """The highest number a prefix has had in an organisation, so that no reference is used again (7.5.3)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    prefix = models.CharField(max_length=8)
    last = models.BigIntegerField(default=0)

    objects = TenantManager["Counter"]()

    class Meta:
        db_table = "records_counter"
        constraints = [
            models.UniqueConstraint(fields=["organization", "prefix"], name="records_counter_organization_prefix")
        ]


class SavedView(models.Model):
    """A way of looking at a register that somebody keeps for later; it says nothing about the management system."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    kind = models.CharField(max_length=32)
    person = models.CharField(max_length=32)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    first = models.BooleanField(default=False)

    objects = TenantManager["SavedView"]()

    class Meta:
        db_table = "records_saved_view"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "person", "name"], name="records_saved_view_one_of_a_name"
            ),
            models.UniqueConstraint(
                fields=["organization", "kind", "person"],
                condition=models.Q(first=True),
                name="records_saved_view_one_is_first",
            ),
        ]


class Membership(RecordTable, value=access.Membership):
    """That a person holds an access role (A.5.18)."""


class ImportRun(RecordTable, value=kinds.ImportRun):
    """An import of files and what came of it (7.5.3)."""
