"""People, what they can and have signed, and their names: kept outside the log, so they can be erased (GDPR 17)."""

from __future__ import annotations

from plumbline.apps.accounts import erased
from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

people = writer(kinds.Person, Permission.PEOPLE_WRITE, reserved=("title",))
competence_needs = writer(kinds.CompetenceNeed, Permission.PEOPLE_WRITE)
competence_proofs = writer(kinds.CompetenceProof, Permission.PEOPLE_WRITE)
courses = writer(kinds.Course, Permission.PEOPLE_WRITE)
trainings = writer(kinds.Training, Permission.PEOPLE_WRITE)
screenings = writer(kinds.Screening, Permission.PEOPLE_WRITE)
agreements_signed = writer(kinds.AgreementSigned, Permission.PEOPLE_WRITE)
resource_needs = writer(kinds.ResourceNeed, Permission.PEOPLE_WRITE)
communications = writer(kinds.Communication, Permission.PEOPLE_WRITE)


@action(Permission.PEOPLE_WRITE)
def note_message(actor: Actor, ref: str, message: kinds.Message, *, seen: int) -> kinds.Communication:
    """Note that something of the communication plan was said; “Last done” follows from the latest message (7.4)."""
    row = store.held(kinds.Communication, ref, seen=seen).value
    if not row.live:
        raise RefusedError(f"{ref} is {row.state}. Nothing is said by it any more.")
    told = tuple(sorted((*row.messages, message), key=lambda each: each.on))
    last = max(told[-1].on, row.last_done or told[-1].on)
    return communications.change(actor, ref, seen=seen, messages=told, last_done=last)


@action(Permission.PEOPLE_NAME)
def enter_person(actor: Actor, value: kinds.Person, *, name: str, contact: str = "") -> kinds.Person:
    """Write a new person down and keep the name beside the log."""
    person = people.add(actor, value)
    give_name(actor, person.ref, name=name, contact=contact)
    return person


@action(Permission.PEOPLE_NAME)
def give_name(actor: Actor, ref: str, *, name: str, contact: str | None = None) -> None:
    """Say what a person is called, and how to reach them unless that stays. An erased name stays erased."""
    person = store.held(kinds.Person, ref).value
    if not name.strip():
        raise InvalidError(ref, ["The name is empty. Write it."])
    known, _ = PersonName.objects.get_or_create(organization_id=actor.organization_id, ref=person.ref)
    if known.erased_by is not None:
        raise RefusedError(f"The name of {ref} was erased for good. Enter the person anew if they came back.")
    known.name = name.strip()
    known.contact = known.contact if contact is None else contact.strip()
    known.save(update_fields=["name", "contact"])


@action(Permission.PEOPLE_ERASE)
def erase_person(actor: Actor, ref: str, *, seen: int, basis: str) -> kinds.Person:
    """Erase a person's name, contact and way in. Records keep the opaque reference, so every proof still holds."""
    before = store.held(kinds.Person, ref, seen=seen)
    if not basis.strip():
        raise InvalidError(ref, ["Erasing needs a legal basis. Say which."])
    if current_run().standing.access_roles(before.value.ref, current_run().standing.today()):
        raise RefusedError(f"{ref} still has access to Plumbline. Revoke it first.")
    if not erased.erase_name(before.value.ref, by=current_run().index):
        raise RefusedError(f"{ref} has no name here. There is nothing to erase.")
    return store.changed(before, note=f"{before.value.note}\n\nName erased: {basis.strip()}".strip())
