"""Services of the documents app: drafts, review rounds, approval with what it brings about, acknowledgement."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.documents import reading_lists, rounds
from plumbline.apps.documents.keeping import AcknowledgementWriter
from plumbline.apps.documents.publishing import Publication, publication, review_due
from plumbline.apps.jobs.queue import enqueue
from plumbline.apps.records import duties, living, store, versions
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.isms import Isms, folded

documents = writer(kinds.Document, Permission.DOCUMENT_WRITE)
document_versions = writer(
    kinds.DocumentVersion,
    Permission.DOCUMENT_WRITE,
    reserved=("approved_on", "reviews", "state=in force", "state=superseded"),
)
commitments = writer(kinds.Commitment, Permission.DOCUMENT_WRITE)
acknowledgements = AcknowledgementWriter(kinds.Acknowledgement, Permission.DOCUMENT_WRITE)

BEING_WRITTEN = ("draft", "in review")
TAKES_EFFECT = "documents:take-effect"
"""The job that lets an approved version take the place of the one before it, on the day it becomes effective."""


# --- drafts ---------------------------------------------------------------------------------------------------------


@action(Permission.DOCUMENT_WRITE)
def begin_document(
    actor: Actor, document: kinds.Document, version: kinds.DocumentVersion
) -> tuple[kinds.Document, kinds.DocumentVersion]:
    """Register a document together with its first version, which is a draft by whoever begins it."""
    for each in store.all_of(kinds.Document, state="live"):
        if folded(each.title) == folded(document.title):
            raise RefusedError(f"{each.ref} is called “{each.title}” already. Write a new version of it instead.")
    made = store.insert(document)
    draft = dataclasses.replace(version, document=made.ref, author=actor.person, state="draft")
    return made, store.insert(draft)


@action(Permission.DOCUMENT_WRITE)
def begin_version(actor: Actor, document: str, number: str, change_note: str = "") -> kinds.DocumentVersion:
    """Begin a version of a document: a draft that reads as the one in force does, or empty where there is none."""
    held = store.held(kinds.Document, document).value
    if not held.live:
        raise RefusedError(f"{held.ref} is {held.state}. Put it back in use before you write a version of it.")
    known = store.all_of(kinds.DocumentVersion, document=held.ref)
    if underway := next((each for each in known if each.state in BEING_WRITTEN), None):
        raise RefusedError(f"{underway.ref} is being written already. Go on with it, or withdraw it first.")
    number = number.strip()
    if not number or any(folded(each.number) == folded(number) for each in known):
        raise RefusedError(
            f"“{number}” is no number for it: state one that no version has." if number else "State the version."
        )
    stands = version_in_force(_isms(actor), held) or kinds.DocumentVersion()
    draft = kinds.DocumentVersion(
        title=stands.title,
        document=held.ref,
        number=number,
        author=actor.person,
        change_note=change_note,
        body=stands.body,
        fits_purpose=stands.fits_purpose,
        holds_objectives=stands.holds_objectives,
        commits_to_requirements=stands.commits_to_requirements,
        commits_to_improve=stands.commits_to_improve,
    )
    return store.insert(draft)


@action(Permission.DOCUMENT_WRITE)
def write_draft(
    actor: Actor, ref: str, *, seen: int, body: str, number: str, change_note: str
) -> kinds.DocumentVersion:
    """Change the text of a draft. What reviewers said meanwhile does not stand in the way; another text does."""
    before = store.held(kinds.DocumentVersion, ref)
    if before.value.state not in BEING_WRITTEN:
        raise RefusedError(f"{ref} is {before.value.state}, so its text stays. Begin a new version.")
    _refuse_another_text(before, seen)
    taken = [each for each in store.all_of(kinds.DocumentVersion, document=before.value.document) if each.ref != ref]
    if any(folded(each.number) == folded(number) for each in taken):
        raise RefusedError(f"Another version is number {number} already. State one that no version has.")
    return store.changed(before, body=body, number=number, change_note=change_note)


def _refuse_another_text(before: store.Held[kinds.DocumentVersion], seen: int) -> None:
    """Raise StaleError where text, number or note changed since a person looked."""
    saw, now = versions.version(kinds.DocumentVersion, before.value.ref, seen), before.value
    if saw is None or (saw.body, saw.number, saw.change_note, saw.blob) != (
        now.body,
        now.number,
        now.change_note,
        now.blob,
    ):
        versions.refuse_stale(kinds.DocumentVersion, now.ref, seen=seen, now=now, index=before.index)


# --- review rounds --------------------------------------------------------------------------------------------------


@action(Permission.DOCUMENT_WRITE)
def ask_review(actor: Actor, ref: str, *, seen: int, reviewers: Collection[str]) -> kinds.DocumentVersion:
    """Send a draft to review, or to another round of it; whoever was asked before and has not answered is let off."""
    before = store.held(kinds.DocumentVersion, ref)
    version = before.value
    if version.state not in BEING_WRITTEN:
        raise RefusedError(f"{ref} is {version.state}. Only a version that is being written is reviewed.")
    _refuse_another_text(before, seen)
    if not (version.body or version.blob):
        raise RefusedError(f"{ref} says nothing yet. Write its text first.")
    if version.author in reviewers:
        raise RefusedError("The author cannot review their own text. Ask others.")
    here = {each.ref for each in reading_lists.everyone(_isms(actor))}
    if strangers := sorted(set(reviewers) - here):
        raise RefusedError(f"{', '.join(strangers)} does not work here today. Ask somebody who does.")
    if not reviewers:
        raise RefusedError("Name at least one reviewer.")
    asked = rounds.next_round(version, reviewers, _today())
    return store.changed(before, reviews=asked, state="in review")


@action(Permission.DOCUMENT_REVIEW)
def give_review(actor: Actor, ref: str, *, seen: int, verdict: str, remark: str = "") -> kinds.DocumentVersion:
    """Say, as somebody who was asked, what one thinks of a text; only of the text that stands."""
    before = store.held(kinds.DocumentVersion, ref)
    if rounds.asked_of(before.value, actor.person) is None:
        raise DutiesError(f"You are not asked to review {ref}, or have done so. Ask its author for another round.")
    _refuse_another_text(before, seen)
    if verdict not in rounds.VERDICTS:
        raise RefusedError("Say whether you agree or ask for changes.")
    if verdict == rounds.CHANGES and not remark.strip():
        raise RefusedError("Say what should change: the author cannot guess it.")
    given = rounds.answered(before.value, actor.person, verdict, remark.strip(), _today())
    return store.changed(before, reviews=given)


# --- approval and what it brings about -------------------------------------------------------------------------------


@action(Permission.DOCUMENT_APPROVE)
def approve_document(
    actor: Actor, ref: str, *, seen: int, effective: date | None = None, compensation: str = ""
) -> kinds.DocumentVersion:
    """Approve a version of a document and put it in force; the one in force until now is superseded.

    What its text promises becomes commitments with their duties, and whoever has to acknowledge it is asked. Where it
    takes effect on a later day, the one before counts until then, and a job does the rest on that day.
    """
    before = store.held(kinds.DocumentVersion, ref, seen=seen)
    version = before.value
    if version.state not in BEING_WRITTEN:
        raise RefusedError(f"{ref} is {version.state}. Approve a version that is a draft or in review.")
    document = store.held(kinds.Document, version.document).value
    noted = _independent(actor, version, compensation)
    _named_to_approve(actor, document, version)
    isms, today = _isms(actor), _today()
    begins = effective or version.effective or today
    if begins > today:
        when = datetime.combine(begins, time(), ZoneInfo(isms.organization.time_zone or DEFAULT_TIME_ZONE))
        enqueue(actor, TAKES_EFFECT, f"{TAKES_EFFECT}:{ref}", {"version": ref}, run_at=when)
    else:
        _succeed(isms, document, version)
    for person in reading_lists.to_ask(isms, document, version, reading_lists.demanded(isms, document)):
        until = reading_lists.due(isms, document, begins)
        store.insert(reading_lists.asked(document, version, person, today, until))
    return store.changed(
        before,
        state="in force",
        approved_on=today,
        approvers=(actor.person,),
        effective=begins,
        next_review=review_due(isms, document, version, begins),
        note=f"{version.note}\n\n{noted}".strip(),
    )


@action(Permission.DOCUMENT_APPROVE)
def take_effect(actor: Actor, ref: str) -> kinds.DocumentVersion:
    """On the day an approved version becomes effective: the one before is superseded, and what it promises holds.

    Done again it changes nothing, so that a job that died may be repeated.
    """
    version = store.held(kinds.DocumentVersion, ref).value
    document = store.held(kinds.Document, version.document).value
    if version.state != "in force" or not document.live:
        raise RefusedError(f"{ref} is {version.state}, so it takes no effect. Nothing was changed.")
    if version.effective and version.effective > _today():
        raise RefusedError(f"{ref} takes effect on {version.effective.isoformat()}, and not before.")
    _succeed(_isms(actor), document, version)
    return version


def _succeed(isms: Isms, document: kinds.Document, version: kinds.DocumentVersion) -> None:
    """Let a version take the place of those before it."""
    for each in store.all_of(kinds.DocumentVersion, document=version.document, state="in force"):
        if each.ref != version.ref and (each.effective or date.min) <= _today():
            store.changed(store.held(kinds.DocumentVersion, each.ref), state="superseded")
    _publish(publication(isms, document, version, _today()))


def _publish(what: Publication) -> None:
    """Write what the text promises from now on, what keeps it, and that earlier promises are over."""
    for each in what.withdrawn:
        store.changed(store.held(kinds.Commitment, each.ref), state="withdrawn")
    for carried in what.carried:
        store.changed(store.held(kinds.Commitment, carried.ref), number=what.version.number)
    why = f"Version {what.version.number} of {what.document.ref} no longer promises this."
    for ended in what.ended:
        store.changed(store.held(kinds.Action, ended.ref), state="dropped", dropped_reason=why)
    for _, duty in what.kept.values():
        held = store.held(kinds.Action, duty.ref)
        if held.value != duty:
            store.replace(held, duty)
    begun = {id_: store.insert(duty).ref for id_, duty in what.begun}
    for promised in what.commitments(begun):
        store.insert(promised)


def _independent(actor: Actor, version: kinds.DocumentVersion, compensation: str) -> str:
    """Neither the author it names nor whoever wrote it down approves it."""
    deed = "approve it"
    named = duties.other_than(actor, version.author, deed=deed, compensation=compensation)
    return named or duties.other_than_writers(actor, version, deed=deed, compensation=compensation)


def _named_to_approve(actor: Actor, document: kinds.Document, version: kinds.DocumentVersion) -> None:
    """Where approvers are named, for this version or for its kind of document, one of them approves."""
    if version.approvers and not any(actor.answers_for(each) for each in version.approvers):
        raise DutiesError(
            f"{version.ref} names {', '.join(version.approvers)} to approve it. Ask them, or name yourself."
        )
    subjects = (f"document:{document.document_kind}", "document")
    duties.demand_authority(actor, *subjects, deed="approve such documents")


@action(Permission.DOCUMENT_WRITE)
def confirm_review(actor: Actor, ref: str, *, seen: int, next_review: date) -> kinds.DocumentVersion:
    """Note that the version in force was looked at again and needs no change, and when it is looked at next."""
    before = store.held(kinds.DocumentVersion, ref, seen=seen)
    if before.value.state != "in force":
        raise RefusedError(f"{ref} is {before.value.state}. Only a version in force is reviewed again.")
    today = _today()
    if next_review <= today:
        raise RefusedError("The next review lies ahead. State a day after today.")
    return store.changed(before, reviewed_on=today, next_review=next_review)


# --- acknowledgement ------------------------------------------------------------------------------------------------


@action(Permission.DOCUMENT_WRITE)
def ask_acknowledgement(
    actor: Actor, document: str, *, persons: Collection[str], due: date | None = None
) -> tuple[kinds.Acknowledgement, ...]:
    """Ask people to acknowledge the version in force; whoever was asked for it before is not asked twice."""
    isms, today = _isms(actor), _today()
    held = store.held(kinds.Document, document).value
    version = version_in_force(isms, held)
    if version is None:
        raise RefusedError(f"No version of {held.ref} is in force, so there is nothing to acknowledge yet.")
    if due is not None and due < today:
        raise RefusedError("The day lies in the past. Give people until a day that is still to come.")
    until = due or reading_lists.due(isms, held, today)
    wanted = [each for each in reading_lists.everyone(isms) if each.ref in persons]
    fresh = reading_lists.to_ask(isms, held, version, wanted)
    if not fresh:
        raise RefusedError("Everyone you named was asked already. Remind those who have not answered instead.")
    return tuple(store.insert(reading_lists.asked(held, version, each, today, until)) for each in fresh)


@action(Permission.DOCUMENT_WRITE)
def remind(actor: Actor, document: str, *, reminded: int) -> int:
    """Remind everyone who has still to acknowledge the version in force; returns how many that are.

    reminded: how many reminders there were when the actor looked, so that a second click reminds nobody twice.
    """
    isms = _isms(actor)
    held = store.held(kinds.Document, document).value
    version = version_in_force(isms, held)
    now = reading_lists.progress(isms, held, version) if version else reading_lists.Progress(())
    if not now.open:
        raise RefusedError("Nobody has still to acknowledge it, so there is nobody to remind.")
    if now.reminders != reminded:
        raise RefusedError("They were reminded a moment ago. Give them time.")
    for each in now.open:
        row = store.held(kinds.Acknowledgement, each.acknowledgement.ref)
        store.changed(row, reminders=(row.value.reminders or 0) + 1)
    return len(now.open)


@action(Permission.DOCUMENT_ACKNOWLEDGE)
def acknowledge(actor: Actor, document: str, *, number: str) -> kinds.Acknowledgement:
    """Say in one's own name that one has read the version in force and will follow it; nobody says it for another."""
    isms = _isms(actor)
    held = store.held(kinds.Document, document).value
    version = version_in_force(isms, held)
    if version is None or version.number != number:
        stands = f"version {version.number} is in force" if version else "no version is in force"
        raise RefusedError(f"You read version {number} of {held.ref}, and {stands} by now. Read that one.")
    rows = store.all_of(kinds.Acknowledgement, document=held.ref, person=actor.person)
    mine = next((each for each in rows if folded(each.number) in (folded(number), "")), None)
    if mine is None:
        given = kinds.Acknowledgement(document=held.ref, number=number, person=actor.person, given_on=_today())
        return store.insert(given)
    if mine.given_on and mine.number:
        raise RefusedError(f"You acknowledged version {number} on {mine.given_on.isoformat()} already.")
    return store.changed(store.held(kinds.Acknowledgement, mine.ref), number=number, given_on=_today())


def _isms(actor: Actor) -> Isms:
    """Everything as it stands before this action, under the lock."""
    return living.system(actor.organization_id).isms(_today())


def _today() -> date:
    return current_run().standing.today()
