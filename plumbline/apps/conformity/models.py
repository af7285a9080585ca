"""What is waived of rules (A.5.36), and since when their findings stand: the tables."""

from django.db import models

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal.ports import new_id
from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class RuleWaiver(RecordTable, value=kinds.RuleWaiver):
    """A finding that is known and accepted until a day (A.5.36)."""


class Sighting(models.Model):
    """When a finding was first seen; it follows from the journal, so losing it costs its age and nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    rule = models.CharField(max_length=16)
    subject = models.CharField(max_length=64, blank=True)
    first_head = models.BigIntegerField()
    first_day = models.DateField()

    objects = TenantManager["Sighting"]()

    class Meta:
        db_table = "conformity_sighting"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "rule", "subject"], name="conformity_sighting_one_of_a_finding"
            )
        ]
