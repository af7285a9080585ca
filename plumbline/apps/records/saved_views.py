"""Ways of looking at a register that people keep: their own, and those that others share with them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.records.models import SavedView

MOST = 40
LONGEST_NAME = 60
LONGEST_QUERY = 4000


@dataclass(frozen=True, slots=True)
class View:
    """A kept way of looking: `query` is what stands behind the question mark of the address."""

    id: UUID
    name: str
    query: str
    person: str
    shared: bool
    first: bool
    """Whether the register opens like this for whoever keeps it."""


def views_of(actor: Actor, kind: str) -> tuple[View, ...]:
    """The views of a register that somebody may choose from: their own and shared ones, by name."""
    with within(actor.organization_id):
        rows = SavedView.objects.filter(Q(person=actor.person) | Q(shared=True), kind=kind)
        found = rows.values_list("id", "name", "query", "person", "shared", "first")
        return tuple(sorted((View(*row) for row in found), key=lambda each: (each.name.casefold(), str(each.id))))


def keep_view(actor: Actor, kind: str, name: str, query: str, *, shared: bool = False, first: bool = False) -> None:
    """Keep a view under a name; one of the same name is overwritten. Raises RefusedError."""
    name = " ".join(name.split())
    if not name:
        raise RefusedError("A view needs a name. Say what it shows, such as “Overdue and mine”.")
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise RefusedError(f"That is too long to keep: a name has {LONGEST_NAME} letters at most. Shorten it.")
    with within(actor.organization_id), transaction.atomic():
        mine = SavedView.objects.filter(kind=kind, person=actor.person)
        if mine.exclude(name=name).count() >= MOST:
            raise RefusedError(f"You keep {MOST} views of this register already. Remove one first.")
        if first:
            mine.filter(first=True).update(first=False)
        SavedView.objects.update_or_create(
            organization_id=actor.organization_id,
            kind=kind,
            person=actor.person,
            name=name,
            defaults={"query": query, "shared": shared, "first": first},
        )


def drop_view(actor: Actor, view_id: UUID) -> str:
    """Remove a view of one's own; returns its name, empty where it is gone. Raises NotAllowedError for another's."""
    with within(actor.organization_id):
        held = SavedView.objects.filter(id=view_id).first()
        if held is None:
            return ""
        if held.person != actor.person:
            raise NotAllowedError("This view is somebody else's. Ask who shares it, or keep one of your own.")
        held.delete()
        return held.name
