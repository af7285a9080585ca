"""The tables of people who act: names outside the log, accounts, and which person an account is where."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models.functions import Lower

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal import ports


def random_id() -> UUID:
    """A UUIDv4: unlike the ids of rows it does not tell when it was made."""
    return UUID(bytes=ports.salt()[:16], version=4)


class PersonName(models.Model):
    """What a person is called; blanked on erasure, so no proof rests on it (7.5.3, GDPR 17)."""

    id = models.UUIDField(
        primary_key=True, default=random_id
    )  # random: an id in the log must not tell when somebody came
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    ref = models.CharField(max_length=32)
    name = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    erased_by = models.BigIntegerField(null=True, blank=True)

    objects = TenantManager["PersonName"]()

    class Meta:
        db_table = "person"
        constraints = [
            models.UniqueConstraint(fields=["organization", "ref"], name="person_organization_ref"),
            models.UniqueConstraint(fields=["organization", "id"], name="person_organization_id"),
        ]


class Account(models.Model):
    """Somebody who can sign in, known by one e-mail address across organisations (A.5.16)."""

    id = models.UUIDField(primary_key=True, default=random_id)
    email = models.TextField(unique=True)
    closed = models.BooleanField(default=False)

    objects = models.Manager["Account"]()

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_in_lower_case")
        ]


class Seat(models.Model):
    """The person an account acts as in an organisation: the one table read before an organisation is known (A.5.16)."""

    id = models.UUIDField(primary_key=True, default=random_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="seats")
    ref = models.CharField(max_length=32)

    objects = TenantManager["Seat"]()
    everywhere = models.Manager["Seat"]()

    class Meta:
        db_table = "account_seat"
        constraints = [
            models.UniqueConstraint(fields=["organization", "account"], name="seat_organization_account"),
            models.UniqueConstraint(fields=["organization", "ref"], name="seat_organization_ref"),
        ]
