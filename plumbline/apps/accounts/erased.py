"""The list of what was erased, kept in the home and outside the database: a restore erases it anew (trust.md 1.9).

A line names an organisation and a person or a version of a record, never what was erased. The database knows the same
of everything that it has erased, so the list is brought up to date from there after every erasure and every backup.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from plumbline.apps.accounts.models import Account, PersonName, Seat
from plumbline.apps.journal.statements import identity, rows

FILE = "erased.jsonl"
PERSON = "person-name"


class Erased(NamedTuple):
    """A person's name, or what a record said from entry `at` on, that was erased by entry `by`."""

    organization: str
    kind: str
    ref: str
    at: int
    by: int


def erased(organization_id: UUID) -> tuple[Erased, ...]:
    """What the list says was erased in an organisation, in order."""
    return tuple(sorted(each for each in _listed() if each.organization == str(organization_id)))


def keep_list() -> None:
    """Add to the list whatever the database has erased and the list does not know yet."""
    listed = _listed()
    known = {each[:4] for each in listed}
    found = {each for each in _in_the_database() if each[:4] not in known}
    if found:
        _replace(_place(), sorted(listed | found))


def erase_name(ref: str, *, by: int) -> bool:
    """Blank a person's name and contact, and take their way in; whether there was a name. Called inside an action.

    The address goes too, unless the same account has a seat in another organisation.
    """
    found = PersonName.objects.filter(ref=ref, erased_by=None).update(name="", contact="", erased_by=by)
    if found:
        accounts = list(Seat.objects.filter(ref=ref).values_list("account_id", flat=True))
        Seat.objects.filter(ref=ref).delete()
        Account.objects.filter(id__in=accounts, seats=None).delete()
        transaction.on_commit(keep_list)
    return bool(found)


def _in_the_database() -> Iterator[Erased]:
    for organization, kind, ref, at, by in rows(
        "SELECT organization_id, kind, ref, idx, erased_by FROM journal_version"
        " WHERE erased_by IS NOT NULL AND value IS NULL"
    ):
        yield Erased(str(identity(organization)), kind, ref, at, by)
    named = PersonName._base_manager.exclude(erased_by=None).values_list("organization_id", "ref", "erased_by")
    for organization, ref, by in named:
        yield Erased(str(organization), PERSON, ref, 0, by or 0)


def _listed() -> set[Erased]:
    place = _place()
    if not place.exists():
        return set()
    lines = place.read_text("utf-8").splitlines()
    return {Erased(*json.loads(line)) for line in lines if line.strip()}


def _place() -> Path:
    home: Path = settings.PLUMBLINE_HOME
    return home / FILE


def _replace(place: Path, listed: list[Erased]) -> None:
    """Whole or not at all, readable by the owner only."""
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".erased-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in listed)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(place)
