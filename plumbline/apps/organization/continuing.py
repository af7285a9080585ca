"""Letting a journal go on that is not the one that was signed, such as after the restore of an older backup."""

from __future__ import annotations

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import forking
from plumbline.apps.journal.checkpoints import forking as while_forking
from plumbline.apps.organization.services import record_fork
from plumbline.engine.domain.kinds import LogFork


def continue_journal(actor: Actor, *, reason: str, backup: str = "") -> LogFork | None:
    """Record the fork, make the key of the new name and sign; None where only the key was left to be made.

    Raises RefusedError where the journal continues what was signed, and needs no fork.
    """
    if forking.unfinished(actor.organization_id):
        forking.finish(actor.organization_id)
        return None
    fork = forking.fork_of(actor.organization_id)
    if fork is None:
        raise RefusedError("The journal continues what was signed. There is nothing to fork, and nothing was changed.")
    with while_forking(actor.organization_id):
        made = record_fork(actor, fork, reason=reason, backup=backup)
    forking.finish(actor.organization_id)
    return made
