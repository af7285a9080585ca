"""The statement that a person is about to approve, and what was kept of those approved before."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import datetime

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import blobs, growth
from plumbline.apps.journal.reading import latest_index
from plumbline.apps.records.system import System
from plumbline.apps.soa.freezing import freeze
from plumbline.apps.soa.services import approve_soa, issue_soa
from plumbline.engine.domain.boundary import scope_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import SoaVersion

KEPT = ("pdf", "json")


def approve(
    actor: Actor, isms: Isms, number: str, *, made_at: datetime, names: Mapping[str, str], compensation: str = ""
) -> SoaVersion:
    """Approve the statement as it is computed from a system, under a number. Raises RefusedError."""
    draft = drafted(isms, number)
    version = draft or SoaVersion(number=number)
    if not version.scope and (scope := scope_in_force(isms)):
        version = dataclasses.replace(version, scope=scope.ref)
    statement = freeze(isms, version, by=actor.person, made_at=made_at, names=names)
    if draft is None:
        return issue_soa(actor, number, statement=statement, compensation=compensation)
    seen = latest_index(actor.organization_id, draft.KIND, draft.ref)
    return approve_soa(actor, draft.ref, seen=seen or 0, statement=statement, compensation=compensation)


def still_stands(system: System, head: str) -> bool:
    """Whether no record was written since the entry that somebody looked at; that people signed in changes no row."""
    if not head.isdecimal() or len(head) > 15 or int(head) > system.head:
        return False
    return not growth.written_between(system.organization_id, int(head), system.head)


def drafted(isms: Isms, number: str) -> SoaVersion | None:
    """The draft with a number. Raises RefusedError where the number was approved already, or two drafts bear it."""
    bearing = [each for each in isms.all(SoaVersion) if each.number == number]
    drafts = [each for each in bearing if each.state == "draft"]
    if len(drafts) > 1:
        raise RefusedError(f"{' and '.join(each.ref for each in drafts)} are both version {number}. Keep one.")
    if drafts:
        return drafts[0]
    for each in bearing:
        known = f"approved on {each.approved_on}" if each.approved_on else each.state
        raise RefusedError(f"There is a version {number} already: {each.ref}, {known}. Take the next number.")
    return None


def kept(version: SoaVersion, form: str) -> bytes:
    """A document of a version, byte for byte as it was approved. Raises RefusedError where none is kept."""
    digests = {"json": version.json_sha256, "pdf": version.pdf_sha256}
    if form not in digests:
        raise RefusedError("An approved version is kept as PDF and as JSON. Name a file that ends so, or say --format.")
    if not blobs.is_digest(digests[form]):
        raise RefusedError(f"Version {version.number} was not approved here, so no document of it is kept.")
    content = blobs.place(digests[form]).read_bytes()
    if hashlib.sha256(content).hexdigest() != digests[form]:
        raise RefusedError(f"The kept document of version {version.number} was altered. Restore it from a backup.")
    return content


def next_number(isms: Isms) -> str:
    """The number after the highest one: 1.0, 2.0, …; the first one is 1.0."""
    leading = (each.number.partition(".")[0] for each in isms.all(SoaVersion))
    return f"{max((int(each) for each in leading if each.isdecimal()), default=0) + 1}.0"
