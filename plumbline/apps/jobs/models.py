"""The table of jobs."""

from __future__ import annotations

from django.db import models

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal.ports import new_id

NAME_LENGTH, KEY_LENGTH, REF_LENGTH = 64, 200, 32


class State(models.TextChoices):
    """Where a job stands. A dead one was tried as often as makes sense, or was refused; it says why."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


OPEN_STATES = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """A piece of work for later, written in the transaction of whoever wants it done (A.8.6).

    `lease_until` is the end of the lease while the job runs, and the end of the pause while it waits for another try.
    Payload, steps and result are JSON in text: Django's own column for it needs a function that SQLite refuses to
    schemas that are not trusted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey("journal.Log", models.PROTECT, db_column="organization_id", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH)
    key = models.CharField(max_length=KEY_LENGTH)
    payload = models.TextField(default="{}")
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    words = models.TextField(blank=True)
    steps = models.TextField(default="[]")
    result = models.TextField(blank=True)
    error = models.TextField(blank=True)
    caused_by = models.CharField(max_length=REF_LENGTH, blank=True)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    objects = TenantManager["Job"]()
    everywhere = models.Manager["Job"]()

    class Meta:
        db_table = "job"
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="job_organization_key")]
        indexes = [
            models.Index(
                fields=["run_at"], name="job_open", condition=models.Q(state__in=[State.WAITING, State.RUNNING])
            ),
            models.Index(fields=["organization", "name", "created"], name="job_by_name"),
        ]
