"""`plumbline revoke`, `plumbline erase`."""

from __future__ import annotations

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import reading
from plumbline.apps.people.services import erase_person
from plumbline.apps.records.access import revoke_access
from plumbline.apps.records.erasing import erase_value
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import whisper
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.kinds import Person


@click.command("revoke")
@click.argument("ref")
@click.option("--reason", required=True, help="Why the access ends.")
@click.pass_obj
def revoke(session: Session, ref: str, reason: str) -> None:
    """End the grant REF today (plumbline register membership lists them)."""
    ended = revoke_access(session.actor, ref, seen=_seen(session, Membership.KIND, ref), reason=reason)
    whisper(f"{ended.ref}: {ended.person} is {ended.access_role} no more, from {ended.until} on.")


@click.command("erase")
@click.argument("ref")
@click.option("--basis", required=True, help="The legal basis, such as a request under GDPR 17.")
@click.option("--entry", type=int, help="Erase what the record said from this journal entry on.")
@click.option("--kind", default="", help="Which kind, where a control's key names several.")
@click.pass_obj
def erase(session: Session, ref: str, basis: str, entry: int | None, kind: str) -> None:
    """Erase for good: the name of the person REF, or with --entry what a record used to say.

    Records keep the reference and every proof still holds. The legal basis is noted in the record.
    """
    kinds = [each for each in reading.kinds_of(session.organization_id, ref) if kind in ("", each)]
    if len(kinds) != 1:
        problem = f"is a {', a '.join(kinds)}. Say which with --kind" if kinds else "was never written down. Check it"
        raise RefusedError(f"{ref} {problem}.")
    seen = _seen(session, kinds[0], ref)
    if entry is not None:
        erase_value(session.actor, kinds[0], ref, at=entry, seen=seen, basis=basis)
        whisper(f"What {ref} said from entry {entry} on is erased.")
    elif kinds[0] == Person.KIND:
        erase_person(session.actor, ref, seen=seen, basis=basis)
        whisper(f"The name of {ref} is erased.")
    else:
        raise RefusedError(f"{ref} is no person. Say which of its versions with --entry: plumbline history {ref}.")


def _seen(session: Session, kind: str, ref: str) -> int:
    return reading.latest_index(session.organization_id, kind, ref) or 0
