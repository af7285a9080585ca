"""What a visitor may do with the records of a kind today."""

from __future__ import annotations

from plumbline.apps.accounts.action import not_yours
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.domain.record import Field, Shape

WHO = {"person", "role"}


def reading(kind: str) -> Permission:
    """The permission to read a register; an unknown kind is asked for like any register and then not found."""
    return Permission(f"{KINDS[kind].SUBJECT}:read") if kind in KINDS else Permission.REGISTER_READ


def writing(kind: str) -> Permission:
    """The permission to write a register by hand: that of its writer."""
    if kind in KINDS:
        gather(KINDS[kind])
    return WRITERS[kind].permission if kind in WRITERS else reading(kind)


def may_write(visit: Visit, kind: str) -> bool:
    """Whether the visitor may write records of the kind on this page."""
    gather(KINDS[kind])
    return kind in WRITERS and visit.may_now(WRITERS[kind].permission)


def may_change(visit: Visit, record: Record) -> bool:
    """Whether the visitor may write this record: some people write what they answer for, and nothing else."""
    return may_write(visit, record.KIND) and visit.may_change(record, WRITERS[record.KIND].permission)


def demand(visit: Visit, record: Record) -> None:
    """Raise NotAllowedError before somebody types into a form that could not be saved."""
    if not visit.past and not visit.fork and not may_change(visit, record):
        raise NotAllowedError(not_yours(record.ref))


def changed_by_hand(register: Register) -> tuple[Field, ...]:
    """The fields of a kind that people change themselves; those that only a decision sets are not among them."""
    gather(register.kind)
    kind = register.kind.KIND
    decided = WRITERS[kind].decided if kind in WRITERS else frozenset()
    return tuple(each for _, fields in register.grouped() for each in fields if each.name not in decided)


def reserved(kind: type[Record]) -> tuple[str, ...]:
    """Fields (`approved_on`) and words of fields (`state=in force`) that only a decision sets."""
    gather(kind)
    return WRITERS[kind.KIND].reserved if kind.KIND in WRITERS else ()


def changed_in_place(visit: Visit, register: Register) -> frozenset[str]:
    """The fields that are changed in the table itself: one word of a list, who answers, a day."""
    if not may_write(visit, register.kind.KIND):
        return frozenset()
    return frozenset(each.name for each in changed_by_hand(register) if _is_quick(each))


def _is_quick(field: Field) -> bool:
    return field.shape in (Shape.CHOICE, Shape.DAY) or (field.shape is Shape.REF and set(field.kinds) <= WHO)
