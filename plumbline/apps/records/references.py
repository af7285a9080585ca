"""References are allotted once in an organisation and never again. All of this runs under the lock of an action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from plumbline.apps.accounts.errors import InvalidError
from plumbline.apps.accounts.tenancy import current_organization, tenant_rows
from plumbline.apps.records.models import Counter
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import ControlState
from plumbline.engine.domain.record import KINDS, REF, Record
from plumbline.engine.standard.catalogue import standard

SHARED: Mapping[str, frozenset[str]] = {"RTP": frozenset({"treatment_plan", "action"})}
"""Prefixes that records of several kinds bear: the rows of most treatment plans are numbered RTP-1, RTP-2 …"""
_NUMBER = re.compile(r"(\d+)$")


def allot(kind: type[Record], count: int = 1) -> list[str]:
    """That many new references of a kind, one above the highest number on."""
    counter, _ = Counter.objects.get_or_create(organization_id=current_organization(), prefix=kind.PREFIX)
    first = counter.last + 1
    _advance(counter, counter.last + count)
    return [f"{kind.PREFIX}-{number}" for number in range(first, first + count)]


def keep(kind: type[Record], refs: Iterable[str]) -> None:
    """Let references that records brought along stand, and count on above the highest. Raises InvalidError."""
    numbers: dict[str, int] = {}
    for ref in refs:
        prefix = ref.partition("-")[0]
        counted = prefix if prefix in SHARED else kind.PREFIX
        numbers[counted] = max(numbers.get(counted, 0), number_of(kind, ref))
    for prefix, number in numbers.items():
        if prefix:
            counter, _ = Counter.objects.get_or_create(organization_id=current_organization(), prefix=prefix)
            _advance(counter, max(counter.last, number))


def _advance(counter: Counter, last: int) -> None:
    if last != counter.last:
        counter.last = last
        counter.save(update_fields=["last"])


def number_of(kind: type[Record], ref: str) -> int:
    """The number of a reference that fits the kind (0 for a control's key). Raises InvalidError for others."""
    if problem := misfit(kind, ref):
        raise InvalidError(f"{kind.REGISTER}: “{ref}”", [problem])
    found = _NUMBER.search(ref) if kind.PREFIX else None
    return int(found[1]) if found else 0


def misfit(kind: type[Record], ref: str) -> str:
    """Why a reference cannot be kept for a record of a kind; empty when it can."""
    if kind.KIND in KEYED_BY_CATALOGUE:
        known = ref in standard().controls or (kind is not ControlState and REF.fullmatch(ref))
        return "" if known else "It is no control of the catalogue. Write its key, such as A.5.9."
    if not REF.fullmatch(ref):
        return "It does not look like a reference, such as R-12. Keep it as an alias."
    owner = _prefixes().get(ref.partition("-")[0], kind.KIND)
    owners = SHARED.get(ref.partition("-")[0], frozenset({owner}))
    return "" if kind.KIND in owners else f"References like it are those of another register ({KINDS[owner].REGISTER})."


def _prefixes() -> Mapping[str, str]:
    return {kind.PREFIX: name for name, kind in KINDS.items() if kind.PREFIX}


def last_numbers(organization_id: UUID) -> Mapping[str, int]:
    """The highest number so far by prefix; an import that plans outside the lock counts on from here."""
    return dict(tenant_rows(Counter, organization_id).values_list("prefix", "last"))
