"""Whose a record is: what an access role that is granted `own` writes, and what it does not.

Judged on the versions in the journal as they stood before the entry, so that an action, under the lock, and
`log verify`, years later, come to the same answer by the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from uuid import UUID

from plumbline.apps.journal import reading
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.record import KINDS, Record, Shape, field_of, fields_of

AnswersFor = Callable[[str], bool]
"""Whether a *responsible* is the person who acts, or an ISMS role that this person holds."""
Find = Callable[[str, str], Record | None]
"""The record of a kind with a reference, None where there is none."""

ANSWERING = ("owner", "custodian", "contact_owner", "requested_by", "performer", "reviewer")
"""Fields that say who answers for a record."""
MADE_BY = ("author", "by", "collected_by", "measured_by", "led_by", "reported_by", "person")
"""Fields that say whose work it is; they count where nobody answers for the record or for what it is part of."""
PART_OF: Mapping[str, str] = {
    "document_version": "document",
    "commitment": "document",
    "acknowledgement": "document",
    "event": "incident",
    "notification": "incident",
    "reading": "measures",
    "assessment": "risk",
    "treatment_plan": "risk",
    "acceptance": "risk",
    "supplier_agreement": "supplier",
    "supplier_assessment": "supplier",
    "supplier_review": "supplier",
    "activity_run": "activity",
    "access_entry": "access_review",
    "entitlement": "account",
    "restore_test": "backup",
}
"""Kind -> the field that names what its records are part of: whoever answers for that, answers for them."""
ALSO_OF: Mapping[str, str] = {
    "action": "answers",
    "nonconformity": "records",
    "evidence_item": "records",
    "exercise": "plans",
}
"""Kind -> the field that names what its records serve: its owners may write them too, beside who is named."""
DEEP = 3


class Whose(Enum):
    """Whose a record is, seen from somebody."""

    MINE = "mine"
    NOBODYS = "nobody's"
    ANOTHERS = "another's"


def whose(record: Record, answers_for: AnswersFor, find: Find, depth: int = DEEP) -> Whose:
    """Whose a record is: who is named for it first, then who is for what it is part of, then who made it."""
    named = _words(record, ANSWERING)
    if any(map(answers_for, named)):
        return Whose.MINE
    above = _above(record, PART_OF, answers_for, find, depth)
    if Whose.MINE in above or Whose.MINE in _above(record, ALSO_OF, answers_for, find, depth):
        return Whose.MINE
    if named or Whose.ANOTHERS in above:
        return Whose.ANOTHERS
    made_by = _words(record, MADE_BY)
    if any(map(answers_for, made_by)):
        return Whose.MINE
    return Whose.ANOTHERS if made_by else Whose.NOBODYS


def _words(record: Record, names: Iterable[str]) -> list[str]:
    """What the fields say, of those that the kind has; an approver-to-be or a reader is not among them."""
    return [words for name in names if isinstance(words := getattr(record, name, ""), str) and words]


def _above(
    record: Record, by_kind: Mapping[str, str], answers_for: AnswersFor, find: Find, depth: int
) -> frozenset[Whose]:
    """Whose the records are that a field names; one that cannot be found is nobody's to claim."""
    name = by_kind.get(record.KIND)
    if name is None or not depth:
        return frozenset()
    said = getattr(record, name)
    kinds = field_of(type(record), name).kinds or tuple(KINDS)
    found = (_first(words, kinds, find) for words in (said if isinstance(said, tuple) else (said,)) if words)
    return frozenset(Whose.ANOTHERS if each is None else whose(each, answers_for, find, depth - 1) for each in found)


def _first(words: str, kinds: Iterable[str], find: Find) -> Record | None:
    """What a reference names; its prefix tells the kind, save of the rows that are keyed by a control."""
    letters = words.partition("-")[0]
    likely = (each for each in kinds if each in KINDS and KINDS[each].PREFIX in ("", letters))
    return next((found for kind in likely if (found := find(kind, words))), None)


# --- what was done ----------------------------------------------------------------------------------------------------


def overstepped(
    organization_id: UUID, changes: Iterable[tuple[str, str]], first: int, stop: int, answers_for: AnswersFor
) -> str | None:
    """The first record of an action's changes that was not the actor's to write; None where all of them were.

    changes: kind and reference. first, stop: the entries of the action. What was erased since is not held against it.
    """

    def find(kind: str, ref: str) -> Record | None:
        return said(organization_id, kind, ref, first) or said(organization_id, kind, ref, stop)

    for kind, ref in changes:
        if _erased(organization_id, kind, ref, first) or _erased(organization_id, kind, ref, stop):
            continue
        before, after = said(organization_id, kind, ref, first), said(organization_id, kind, ref, stop)
        if not may_write(before, after, answers_for, find):
            return ref
    return None


def may_write(before: Record | None, after: Record | None, answers_for: AnswersFor, find: Find) -> bool:
    """Whether somebody who writes only their own may make `after` of `before`; None: there was, or is, no record.

    Something new may be nobody's; what stands must be one's own, and is not moved under what is another's.
    """
    if before is None:
        return after is None or whose(after, answers_for, find) is not Whose.ANOTHERS
    if whose(before, answers_for, find) is not Whose.MINE:
        return False
    moved = PART_OF.get(before.KIND, "")
    stays = after is None or not moved or getattr(before, moved) == getattr(after, moved)
    return stays or after is None or whose(after, answers_for, find) is not Whose.ANOTHERS


def said(organization_id: UUID, kind: str, ref: str, size: int) -> Record | None:
    """What a record said after so many entries; None where there was none, or where it cannot be read."""
    stored = reading.version_at(organization_id, kind, ref, size)
    if stored is None or stored.value is None:
        return None
    try:
        return decode(kind, stored.value)
    except ValueError:
        return None  # altered in the database: what it says now is told as a flaw of its own


def _erased(organization_id: UUID, kind: str, ref: str, size: int) -> bool:
    stored = reading.version_at(organization_id, kind, ref, size)
    return stored is not None and stored.erased_by is not None


def names_who_answers(kind: type[Record]) -> bool:
    """Whether records of a kind name who answers for them."""
    return any(each.name in ANSWERING and each.shape is Shape.REF for each in fields_of(kind))
