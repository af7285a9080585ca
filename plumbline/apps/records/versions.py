"""Which version of a record is the latest, and what a version said: a record's index in the journal is its ETag."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar, cast

from django.db.models import Max

from plumbline.apps.accounts.errors import Difference, StaleError
from plumbline.apps.accounts.tenancy import current_organization
from plumbline.apps.journal.models import Entry, Version
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.record import Record, fields_of

R = TypeVar("R", bound=Record)
FEW = 500
NO_AUTHORSHIP = ("register:import", "document:review")
"""Actions that write down what others wrote, or a remark on it: whoever took them has not prepared the record."""
IMPORTED = "import_run"
"""The kind of which an import of files writes one in each of its entries."""


def latest(kind: type[Record], refs: Collection[str]) -> Mapping[str, int]:
    """The journal index of the latest version of each of the records that has one."""
    stored = Version.objects.filter(organization_id=current_organization(), kind=kind.KIND)
    if len(refs) <= FEW:
        stored = stored.filter(ref__in=refs)
    return dict(stored.values("ref").annotate(latest=Max("idx")).values_list("ref", "latest"))


def version(kind: type[R], ref: str, index: int) -> R | None:
    """What a version said; None where there is none, or where it was erased or says that the record ended."""
    stored = Version.objects.filter(organization_id=current_organization(), kind=kind.KIND, ref=ref, idx=index)
    value = stored.values_list("value", flat=True).first()
    return None if value is None or value == "null" else cast(R, decode(kind.KIND, value))


def differences(seen: Record | None, now: Record | None) -> tuple[Difference, ...]:
    """Field by field what has changed between two versions of a record."""
    if seen is None or now is None:
        return ()
    pairs = ((each.label, getattr(seen, each.name), getattr(now, each.name)) for each in fields_of(type(now)))
    return tuple(Difference(label, before, after) for label, before, after in pairs if before != after)


def refuse_stale(kind: type[R], ref: str, *, seen: int | None, now: R | None, index: int | None) -> None:
    """Raise StaleError, with both versions and the difference, unless the version seen is the latest."""
    if seen != index:
        saw = None if seen is None else version(kind, ref, seen)
        raise StaleError(ref, seen=saw, now=now, difference=differences(saw, now))


def told(kind: type[R], ref: str) -> Iterator[tuple[int, R]]:
    """What the versions of a record said, the first one first, each with its index; erased ones are left out."""
    stored = Version.objects.filter(organization_id=current_organization(), kind=kind.KIND, ref=ref).order_by("idx")
    for index, value in stored.values_list("idx", "value"):
        if value is not None and value != "null":
            yield index, cast(R, decode(kind.KIND, value))


def told_of(kind: type[R], refs: Collection[str]) -> Mapping[str, Sequence[R]]:
    """The same of several records, by reference: read at once."""
    found: dict[str, list[R]] = {each: [] for each in refs}
    stored = Version.objects.filter(organization_id=current_organization(), kind=kind.KIND, ref__in=refs)
    for ref, value in stored.order_by("idx").values_list("ref", "value"):
        if value is not None and value != "null":
            found[ref].append(cast(R, decode(kind.KIND, value)))
    return found


def who_turned(record: Record, field: str) -> str:
    """Opaque id of who last changed a field from something else; empty where it is as it was first written."""
    said = [(index, getattr(each, field)) for index, each in told(type(record), record.ref)]
    turns = [index for (_, was), (index, became) in pairwise(said) if was and was != became]
    entries = Entry.objects.filter(organization_id=current_organization(), idx__in=turns[-1:])
    return entries.values_list("actor", flat=True).first() or ""


def written_by(record: Record, action: str) -> bool:
    """Whether one of the versions of a record was written by this action."""
    organization_id = current_organization()
    versions = Version.objects.filter(organization_id=organization_id, kind=record.KIND, ref=record.ref)
    entries = Entry.objects.filter(organization_id=organization_id, idx__in=versions.values("idx"), action=action)
    return entries.exists()


def written_of(kind: str, refs: Collection[str], action: str) -> frozenset[str]:
    """Which of several records of a kind have a version that was written by this action."""
    organization_id = current_organization()
    entries = Entry.objects.filter(organization_id=organization_id, action=action)
    versions = Version.objects.filter(organization_id=organization_id, kind=kind, ref__in=refs)
    return frozenset(versions.filter(idx__in=entries.values("idx")).values_list("ref", flat=True))


def writers(kind: type[Record], ref: str) -> frozenset[str]:
    """Opaque ids of those who wrote a version of a record; not who took in its first one, nor who remarked on it.

    Whoever brings in other words for a record that is here has written them.
    """
    organization_id = current_organization()
    versions = Version.objects.filter(organization_id=organization_id, kind=kind.KIND, ref=ref)
    entries = Entry.objects.filter(organization_id=organization_id, idx__in=versions.values("idx")).exclude(actor="")
    by_hand = entries.exclude(action__in=NO_AUTHORSHIP)
    taken_in = Version.objects.filter(organization_id=organization_id, kind=IMPORTED).values("idx")
    anew = entries.filter(idx__in=taken_in).exclude(idx__in=versions.order_by("idx").values("idx")[:1])
    return frozenset((by_hand | anew).values_list("actor", flat=True))
