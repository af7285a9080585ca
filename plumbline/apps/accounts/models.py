"""The tables of people who act: names outside the log, accounts, which person an account is where, and the way in."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
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


def no_password() -> str:
    """What stands in the place of a hash until a password is chosen; no password fits it."""
    return make_password(None)


class Account(AbstractBaseUser):
    """Somebody who can sign in, known by one e-mail address across organisations (A.5.16)."""

    id = models.UUIDField(primary_key=True, default=random_id)
    email = models.TextField(unique=True)
    password = models.CharField(max_length=128, default=no_password)
    closed = models.BooleanField(default=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"

    objects = BaseUserManager["Account"]()

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_in_lower_case")
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django has an attribute here; ours follows from `closed`
        """Whether the account lets anybody in. Every request asks, so closing it ends its sessions at once."""
        return not self.closed


class Invitation(models.Model):
    """A link that lets one person in once. Only the hash of its token is kept.

    Without an organisation it is for whoever founds the first one; else for the account it names, to choose a password.
    """

    id = models.UUIDField(primary_key=True, default=random_id)
    token_hash = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(
        "journal.Log", models.PROTECT, db_column="organization_id", null=True, blank=True, db_index=False
    )
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="invitations")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager["Invitation"]()

    class Meta:
        db_table = "account_invitation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organization=None, account=None)
                | models.Q(organization__isnull=False, account__isnull=False),
                name="invitation_into_nothing_or_to_somebody",
            )
        ]


class Remembered(models.Model):
    """Django's database cache as a table of ours: the counts of attempts, shared by every process that serves."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    objects = models.Manager["Remembered"]()

    class Meta:
        db_table = "cache"


class Seat(models.Model):
    """The person an account acts as in an organisation: the one table read before an organisation is known (A.5.16)."""

    id = models.UUIDField(primary_key=True, default=random_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="seats")
    ref = models.CharField(max_length=32)
    pending = models.BooleanField(default=False)
    """Whether it lets nobody in yet: an account of another organisation has to come in with a link of this one, for who
    holds an address there is not known here."""

    objects = TenantManager["Seat"]()
    everywhere = models.Manager["Seat"]()

    class Meta:
        db_table = "account_seat"
        constraints = [
            models.UniqueConstraint(fields=["organization", "account"], name="seat_organization_account"),
            models.UniqueConstraint(fields=["organization", "ref"], name="seat_organization_ref"),
        ]
