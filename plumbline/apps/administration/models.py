"""What Plumbline keeps of a beginning and of imports: answers, what was decided about cards, how columns are read."""

from __future__ import annotations

from django.db import models

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal.ports import new_id

REF_LENGTH = 32
KEY_LENGTH = 120


class Decision(models.TextChoices):
    """What somebody decided about a proposed card; one that nobody decided about may have changes that are kept."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    LEFT_OUT = "left out"
    LATER = "later"


class BeginningAnswers(models.Model):
    """The answers to the plain questions, one row for an organisation; `edition` counts how often they changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.OneToOneField("journal.Log", models.PROTECT, db_column="organization_id")
    given = models.TextField(default="{}")
    edition = models.PositiveIntegerField(default=0)
    changed_by = models.CharField(max_length=REF_LENGTH, blank=True)
    changed_at = models.DateTimeField()

    objects = TenantManager["BeginningAnswers"]()

    class Meta:
        db_table = "administration_beginning"


class BeginningCard(models.Model):
    """What became of a card: JSON of the changes typed, of the references written, and of what was proposed then."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    key = models.CharField(max_length=KEY_LENGTH)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    changes = models.TextField(default="[]")
    references = models.TextField(default="{}")
    proposed = models.TextField(default="{}")
    proposed_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=REF_LENGTH, blank=True)
    decided_at = models.DateTimeField()

    objects = TenantManager["BeginningCard"]()

    class Meta:
        db_table = "administration_card"
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="administration_card_once")]


class KeptColumnMap(models.Model):
    """How an organisation's own spreadsheets are read, for the next time: a column map as JSON."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.OneToOneField("journal.Log", models.PROTECT, db_column="organization_id")
    content = models.TextField(default="{}")
    changed_by = models.CharField(max_length=REF_LENGTH, blank=True)
    changed_at = models.DateTimeField()

    objects = TenantManager["KeptColumnMap"]()

    class Meta:
        db_table = "administration_column_map"
