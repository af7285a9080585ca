"""The whole journal verified on request, in the background; it only reads, and says how far it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.jobs import queue, selectors
from plumbline.apps.jobs.handlers import job
from plumbline.apps.jobs.keeping import FLAWS_KEPT, VERIFIED
from plumbline.apps.jobs.queue import LostLeaseError
from plumbline.apps.jobs.selectors import JobView
from plumbline.apps.jobs.work import Work
from plumbline.apps.journal import ports, reading
from plumbline.apps.journal.check_entries import State
from plumbline.apps.journal.headers import EntryView
from plumbline.apps.journal.verify import verify
from plumbline.engine.proof.entry import utc_text

ASKED = "log:verify-asked"
TOLD_EVERY = 1.0  # seconds


def ask(actor: Actor) -> UUID:
    """Have the journal verified; a verification that is waiting or under way already is the same one."""
    under_way = asked(actor.organization_id, actor.person)
    if under_way is not None and under_way.open:
        return under_way.id
    return queue.enqueue(actor, ASKED, f"{ASKED}:{actor.person}:{utc_text(ports.now())}")


def asked(organization_id: UUID, person: str) -> JobView | None:
    """The latest verification that a person asked for."""
    latest = selectors.of_person(organization_id, person)
    return next((each for each in latest if each.name == ASKED), None)


def last_night(organization_id: UUID) -> JobView | None:
    """The latest verification of the house's own, whose outcome is an entry too."""
    return selectors.last(organization_id, VERIFIED)


@job(ASKED)
def verify_on_request(work: Work) -> Mapping[str, Any]:
    """Verify the whole journal and keep what was found with the job."""
    permitted, size = permitted_then(work.organization_id), reading.head(work.organization_id)
    seen = [0]

    def counted(entry: EntryView, state: State) -> str | None:
        seen[0] = entry.idx + 1
        return permitted(entry, state)

    with _telling(work, seen, size):
        report = verify(work.organization_id, counted, STATE_OF)
    told = dict(report.as_json())
    told["flaws"] = [str(each) for each in report.flaws[:FLAWS_KEPT]]
    told["more"] = len(report.flaws) > FLAWS_KEPT
    return told


@contextmanager
def _telling(work: Work, seen: list[int], size: int) -> Iterator[None]:
    """Say how far it is from a thread of its own: the verification sits in one transaction that only reads."""
    ended = threading.Event()
    thread = threading.Thread(target=_tell, args=(work, seen, size, ended), name="plumbline-verify", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _tell(work: Work, seen: list[int], size: int, ended: threading.Event) -> None:
    try:
        while not ended.wait(TOLD_EVERY):
            try:
                queue.beat(work.claimed, work.pace, done=seen[0], total=size, words="Reading every entry.")
            except LostLeaseError:
                return
            except DatabaseError:
                continue  # busy just now; a second later it says so again
    finally:
        connection.close()
