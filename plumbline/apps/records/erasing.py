"""Taking personal data out of what a record used to say; what it says now is changed like any record (GDPR 17)."""

from __future__ import annotations

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.authority import STATE_OF
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import erasure
from plumbline.apps.records import store
from plumbline.engine.domain.record import KINDS, Record


@action(Permission.PEOPLE_ERASE)
def erase_value(actor: Actor, kind: str, ref: str, *, at: int, seen: int, basis: str) -> Record:
    """Erase for good what a record said from entry `at` on; the legal basis is noted in the record as it stands.

    Every proof still holds. The value that stands now is not erased: change the record first, then erase what was.
    """
    before = store.held(KINDS[kind], ref, seen=seen)
    if kind in STATE_OF:
        raise RefusedError(f"{KINDS[kind].REGISTER} show who was permitted what, and hold no personal data. They stay.")
    if not basis.strip():
        raise InvalidError(ref, ["Erasing needs a legal basis. Say which."])
    if at == before.index:
        raise RefusedError(f"{ref} says this still. Change the record first, then erase what it said before.")
    try:
        erasure.erase(actor.organization_id, kind, before.value.ref, at)
    except erasure.NothingToEraseError as error:
        raise RefusedError(str(error)) from None
    return store.changed(before, note=f"{before.value.note}\n\nErased what entry {at} said: {basis.strip()}".strip())
