"""What an audit programme has to reach in its cycle: clauses 4 to 10, applicable controls, sites, policies (9.2)."""

from dataclasses import dataclass
from typing import Literal

from plumbline.engine.domain.behind import item_key, under
from plumbline.engine.domain.documentation import documents_in_force, is_policy
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Site
from plumbline.engine.domain.soa import declared_rows, in_force, rows
from plumbline.engine.standard.catalogue import short_key

ItemKind = Literal["clause", "control", "site", "policy"]
IN_PARTS = frozenset({"6.1"})
"""Clauses whose parts are audited by themselves: assessing risks is other work than treating them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be audited in the cycle: a key of the standard, or the reference of a control, site or policy."""

    kind: ItemKind
    key: str
    title: str
    serves: tuple[str, ...] = ()
    """Of a policy: the clauses and controls it serves; whoever audits one of these reads it."""


def items(isms: Isms) -> tuple[Item, ...]:
    """Every item of the cycle: clauses, then controls, sites, policies, each in their order."""
    return isms.memo("audit items", lambda: (*_clauses(isms), *_controls(isms), *_sites(isms), *_policies(isms)))


def covers(isms: Isms, covered: frozenset[str], item: Item) -> bool:
    """Whether an audit that covers these keys (see `keys`) reaches the item.

    A clause is reached by itself, by what it lies in (9 reaches 9.2, A.5 reaches A.5.9) or by all its parts; a policy
    also by what it serves.
    """
    if any(under(item.key, key) for key in covered):
        return True
    if item.kind == "policy":
        return any(under(served, key) or under(key, served) for served in item.serves for key in covered)
    parts = [each.key for each in isms.standard.clauses.values() if each.parent == item.key]
    return bool(parts) and all(any(under(part, key) for key in covered) for part in parts)


def keys(isms: Isms, words: tuple[str, ...]) -> frozenset[str]:
    """What the words of an audit's scope name, each written one way."""
    return frozenset(item_key(isms, each) for each in words)


def _clauses(isms: Isms) -> tuple[Item, ...]:
    clauses = isms.standard.clauses
    chosen = (
        each
        for each in clauses.values()
        if (each.parent in IN_PARTS) or (each.key.count(".") == 1 and each.key not in IN_PARTS)
    )
    return tuple(Item("clause", each.key, each.title) for each in chosen)


def _controls(isms: Isms) -> tuple[Item, ...]:
    """What applies by the Statement on record, own controls too; by the computed one where none is on record."""
    if declared_rows(isms):
        chosen = (row for row in rows(isms) if in_force(isms, row.key) == "yes")
    else:
        chosen = (row for row in rows(isms) if row.applicable == "yes")
    return tuple(Item("control", row.key, row.title) for row in chosen)


def _sites(isms: Isms) -> tuple[Item, ...]:
    return tuple(Item("site", each.ref, each.title) for each in isms.live(Site) if each.verdict == "in")


def _policies(isms: Isms) -> tuple[Item, ...]:
    return tuple(
        Item("policy", each.ref, each.title, tuple(short_key(key) for key in each.serves))
        for each, _ in documents_in_force(isms)
        if is_policy(each)
    )
