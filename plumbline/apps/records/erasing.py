"""Taking personal data out of what a record used to say; what it says now is changed like any record (GDPR 17)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.authority import STATE_OF
from plumbline.apps.accounts.erased import PERSON, Erased, erase_name, erased, keep_list
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal import erasure, reading
from plumbline.apps.records import store, versions
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
    transaction.on_commit(keep_list)
    return store.changed(before, note=f"{before.value.note}\n\nErased what entry {at} said: {basis.strip()}".strip())


def still_there(organization_id: UUID) -> tuple[Erased, ...]:
    """What the list in the home says was erased, and the database holds all the same: after a restore."""
    there = reading.head(organization_id)
    names = set(tenant_rows(PersonName, organization_id).filter(erased_by=None).values_list("ref", flat=True))
    return tuple(
        each
        for each in erased(organization_id)
        if (each.ref in names if each.kind == PERSON else each.at < there and _held(organization_id, each))
    )


def erase_again(organization_id: UUID) -> list[str]:
    """Erase anew what a restore has brought back; says what was. Called inside an action.

    A record that still says what was erased is removed: whatever it said instead was lost with the newer journal.
    """
    told = []
    for each in still_there(organization_id):
        if each.kind == PERSON:
            erase_name(each.ref, by=current_run().index)
            told.append(f"{each.ref}: the name")
            continue
        stands = versions.latest(KINDS[each.kind], [each.ref]).get(each.ref)
        if stands == each.at:
            store.remove(store.held(KINDS[each.kind], each.ref))
            told.append(f"{each.ref}: removed, since it still said what had been erased. Enter it anew.")
        else:
            told.append(f"{each.ref}: what it said from entry {each.at} on")
        erasure.erase(organization_id, each.kind, each.ref, each.at)
    transaction.on_commit(keep_list)
    return told


def _held(organization_id: UUID, each: Erased) -> bool:
    stored = reading.version_at(organization_id, each.kind, each.ref, each.at + 1)
    return stored is not None and stored.idx == each.at and stored.value is not None
