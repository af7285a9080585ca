"""Making words into references: aliases of records, and links that somebody confirmed."""

from __future__ import annotations

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, NotFoundError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import store
from plumbline.apps.records.bulk import ONLY_BY_THEIR_SERVICES
from plumbline.apps.records.tables import TABLES
from plumbline.engine.domain.record import KINDS, Record, Shape, field_of
from plumbline.engine.proof.canonical import canonical


@action(Permission.REGISTER_LINK)
def add_alias(actor: Actor, kind: str, ref: str, alias: str, *, seen: int) -> Record:
    """Let another word stand for a record from now on, such as its number in an old register or a role's other name."""
    _refuse_closed(kind)
    before = store.held(KINDS[kind], ref, seen=seen)
    alias = alias.strip()
    if not alias:
        raise InvalidError(ref, ["An alias is a word. Write one."])
    if alias in (before.value.ref, *before.value.aliases):
        raise RefusedError(f"{ref} is known as “{alias}” already. There is nothing to do.")
    taken = [
        each.ref
        for filters in ({"ref": alias}, {"aliases__contains": canonical(alias).decode()})
        for each in store.all_of(KINDS[kind], **filters)
    ]
    if taken:
        raise RefusedError(f"“{alias}” stands for {taken[0]} already. Take it away there first.")
    return store.changed(before, aliases=(*before.value.aliases, alias))


@action(Permission.REGISTER_LINK)
def confirm_link(
    actor: Actor, record: tuple[str, str], field: str, *, seen: int, words: str, target: tuple[str, str]
) -> Record:
    """Put a reference in the place of words that were meant to be one; record and target are (kind, reference)."""
    kind, ref = record
    _refuse_closed(kind)
    before = store.held(KINDS[kind], ref, seen=seen)
    declared = field_of(KINDS[kind], field)
    if not declared.is_reference or (declared.kinds and target[0] not in declared.kinds):
        raise InvalidError(
            ref, [f"“{declared.label}” does not refer to {KINDS[target[0]].REGISTER}. Choose another field."]
        )
    found = store.held(KINDS[target[0]], target[1]).value
    stands = getattr(before.value, field)
    several = (stands,) if declared.shape is Shape.REF else stands
    if words not in several:
        raise RefusedError(f"“{declared.label}” of {ref} does not say “{words}”. Look at it again.")
    others = (_meant(each, words) for each in declared.kinds or TABLES)
    if other := next((each for each in others if each not in ("", found.ref)), ""):
        raise RefusedError(f"“{words}” is a record already: {other}. Change the field by the step that may change it.")
    linked = tuple(dict.fromkeys(found.ref if each == words else each for each in several))
    return store.changed(before, **{field: linked[0] if declared.shape is Shape.REF else linked})


def _meant(kind: str, words: str) -> str:
    """The reference of the record of a kind that the words name, by its reference or an alias; empty where none."""
    try:
        return store.held(KINDS[kind], words).value.ref
    except NotFoundError:
        return ""


def _refuse_closed(kind: str) -> None:
    if kind in ONLY_BY_THEIR_SERVICES:
        raise RefusedError(f"{KINDS[kind].REGISTER} is written only by its own services. Grant or revoke instead.")
