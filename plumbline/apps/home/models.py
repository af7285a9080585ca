"""What Plumbline keeps of somebody's notices: which were read and mailed, what they want, and their calendar's key."""

from __future__ import annotations

from django.db import models

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal.ports import new_id

REF_LENGTH = 32
DIGEST_LENGTH = 64


class Seen(models.Model):
    """A notice that somebody has read, or was sent; `notice` is the digest of what it says."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    person = models.CharField(max_length=REF_LENGTH)
    notice = models.CharField(max_length=DIGEST_LENGTH)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField()

    objects = TenantManager["Seen"]()

    class Meta:
        db_table = "home_seen"
        constraints = [
            models.UniqueConstraint(fields=["organization", "person", "notice"], name="home_seen_one_of_a_notice")
        ]


class Choice(models.Model):
    """What somebody has chosen about mail; whoever has chosen nothing gets the digest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    person = models.CharField(max_length=REF_LENGTH)
    digest = models.BooleanField(default=True)

    objects = TenantManager["Choice"]()

    class Meta:
        db_table = "home_choice"
        constraints = [models.UniqueConstraint(fields=["organization", "person"], name="home_choice_one_of_a_person")]


class Feed(models.Model):
    """The secret address of somebody's calendar; only its hash is kept, so it is shown once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    person = models.CharField(max_length=REF_LENGTH)
    token_hash = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    everything = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)

    objects = TenantManager["Feed"]()
    everywhere = models.Manager["Feed"]()

    class Meta:
        db_table = "home_feed"
        constraints = [models.UniqueConstraint(fields=["organization", "person"], name="home_feed_one_of_a_person")]
