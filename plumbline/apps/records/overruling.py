"""What an import may not make of the records: what was decided here stays, and nothing is decided by a cell.

A register that is kept elsewhere may be imported again whenever it changed, approvals and all: what only imports wrote
follows its file. As soon as somebody wrote a record here, the file has no more say than the register's own form: cells
that it would refuse are left, and the rest of their row is taken (`parting`).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from plumbline.apps.accounts.tenancy import current_organization
from plumbline.apps.journal.models import Version
from plumbline.apps.records import parting, store
from plumbline.apps.records.sources import STORED
from plumbline.apps.records.versions import IMPORTED
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS, Writer
from plumbline.engine.domain.record import KINDS, Record, differing

ONE_IN_FORCE = {"scope": "", "criteria": "", "soa_version": "", "audit_programme": "", "document_version": "document"}
"""Kinds of which one is in force at a time: of all, or of those with the same value in a field."""

DECIDES_ABOUT = {"acceptance": ("risk", "risk"), "treatment_plan": ("risk", "risk")}
"""Kinds that say what somebody decided about a record: the field that names it, and its kind."""
ONLY_HERE = frozenset({"rule_waiver"})
"""Kinds that are decided here and nowhere else: no other register knows our rules."""


@dataclass
class Overruling:
    """Answers for the rows of one import; `brought` are the references that are new in it."""

    brought: Container[str] = ()
    _by_hand: dict[str, frozenset[str]] = field(default_factory=dict)
    _in_force: dict[str, Mapping[object, Record]] = field(default_factory=dict)

    def refusal(self, before: Record | None, after: Record | None) -> str:
        """Why an import may not make this of a record (None: not there), as a sentence; empty where it may."""
        one = after or before
        found = _writer(type(one)) if one is not None else None
        if found is None or not found.refuses:
            return ""
        if before is None:
            return self._of_new(found, after) if after is not None else ""
        if before.ref in self._written_by_hand(before.KIND):
            return found.refusal(before, after)
        if after is not None and differing(before, after) <= found.FREE:
            return ""
        return self._bound(found, before) or (self._bound(found, after) if after is not None else "")

    def staying(self, before: Record, after: Record) -> tuple[Mapping[str, str], str]:
        """The changed fields that stay as they are, each with the reason; or none of them, and why nothing is taken."""
        found = _writer(type(after))
        return parting.staying(found, before, after, self.refusal) if found is not None else ({}, "")

    def _of_new(self, found: Writer[Record], after: Record) -> str:
        if reason := self._bound(found, after) or self._decided_by_a_cell(found, after):
            return reason
        if after.KIND not in ONE_IN_FORCE or not found.standing(after) or not after.live:
            return ""
        other = self._decided_here(found, after.KIND).get(_of_what(after))
        if other is None or other.ref == after.ref:
            return ""
        return (
            f"{other.ref} is {found.standing(other)} and was decided here, so no file puts another in its place. "
            "Bring this one in as a draft and have it decided."
        )

    def _decided_by_a_cell(self, found: Writer[Record], after: Record) -> str:
        """Why a file may not say that somebody decided about what was written here, or what is decided here alone."""
        if after.KIND in ONLY_HERE and found.standing(after):
            return (
                f"A cell does not make it “{found.standing(after)}”: that is decided here, by somebody who may. "
                "Bring it in as requested and have it approved."
            )
        name, kind = DECIDES_ABOUT.get(after.KIND, ("", ""))
        about = str(getattr(after, name)) if name else ""
        if not about or about in self.brought or about not in self._written_by_hand(kind):
            return ""
        return (
            f"{about} was written here, so whoever answers for it decides about it here. Ask them; leave the row out."
        )

    def _bound(self, found: Writer[Record], value: Record) -> str:
        """Why a record may not be written into what it belongs to, unless an import brought that as well."""
        if found.PART_OF is None:
            return ""
        name, kind = found.PART_OF
        whole = str(getattr(value, name))
        if whole in self.brought or whole not in self._written_by_hand(kind.KIND):
            return ""
        return found.bound(value, STORED)

    def _written_by_hand(self, kind: str) -> frozenset[str]:
        """References of the records of a kind that have a version which no import of files wrote."""
        if kind not in self._by_hand:
            versions = Version.objects.filter(organization_id=current_organization())
            imports = versions.filter(kind=IMPORTED).values("idx")
            others = versions.filter(kind=kind).exclude(idx__in=imports)
            self._by_hand[kind] = frozenset(others.values_list("ref", flat=True).distinct())
        return self._by_hand[kind]

    def _decided_here(self, found: Writer[Record], kind: str) -> Mapping[object, Record]:
        if kind not in self._in_force:
            here = (each for each in store.all_of(KINDS[kind]) if each.ref in self._written_by_hand(kind))
            self._in_force[kind] = {_of_what(each): each for each in here if each.live and found.standing(each)}
        return self._in_force[kind]


def refuses(kind: type[Record]) -> bool:
    """Whether there is any record of a kind that does not follow a file."""
    found = _writer(kind)
    return found is not None and found.refuses


def _of_what(value: Record) -> object:
    """What this one is in force for."""
    named = ONE_IN_FORCE[value.KIND]
    return getattr(value, named) if named else ""


def _writer(kind: type[Record]) -> Writer[Record] | None:
    if kind.KIND not in WRITERS:
        gather(kind)
    return WRITERS.get(kind.KIND)
