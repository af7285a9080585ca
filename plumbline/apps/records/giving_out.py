"""What is written down when records leave the house (A.5.14): before they do, and signed."""

from __future__ import annotations

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import log


@action(Permission.REGISTER_EXPORT)
def note_export(actor: Actor) -> None:
    """Write down that somebody takes records out; the checkpoint that follows holds what left against a signature."""
    log.note_event(
        actor.organization_id,
        actor_id=actor.id,
        actor_kind=actor.kind.value,
        action=Permission.REGISTER_EXPORT.value,
        steps=tuple(current_run().steps),
        via=actor.via.value,
        request=actor.request,
    )
