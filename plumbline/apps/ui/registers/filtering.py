"""The filters that a register offers, and what may be chosen in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.inputs import FEW
from plumbline.apps.ui.registers.looking import EMPTY, Look
from plumbline.apps.ui.templatetags.plumbline import NAMED
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.domain.record import Field, Shape, field_of

A_DAY = timedelta(days=1)
AHEAD = (30, 90)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a register: its field, what may be chosen, and what is; without choices, words are typed."""

    field: Field
    choices: tuple[tuple[str, str], ...]
    chosen: str


def filters_of(visit: Visit, register: Register, look: Look) -> tuple[Filter, ...]:
    """The filters a register offers, and those that the address asks for besides."""
    offered = register.filtered_by()
    asked = tuple(f for name in look.filters if (f := field_of(register.kind, name)) not in offered)
    return tuple(_filter(visit, register.kind, each, look.filters.get(each.name, "")) for each in (*offered, *asked))


def _filter(visit: Visit, kind: type[Record], field: Field, chosen: str) -> Filter:
    choices = tuple(_choices(visit, kind, field))
    if choices and chosen and chosen not in dict(choices):
        choices = (*choices, (chosen, chosen))
    return Filter(field, choices, chosen)


def _choices(visit: Visit, kind: type[Record], field: Field) -> Iterator[tuple[str, str]]:
    if field.shape is Shape.CHOICE:
        yield from ((each, each) for each in field.choices if each)
    elif field.shape is Shape.FLAG:
        yield from (("yes", "yes"), ("no", "no"))
    elif field.shape is Shape.DAY:
        yield f"..{visit.on - A_DAY}", "before today"
        yield from ((f"{visit.on}..{visit.on + A_DAY * days}", f"in the next {days} days") for days in AHEAD)
    elif field.is_reference:
        if len(named := _named(visit.isms, kind, field)) > FEW:
            return
        found = {each.ref: called(visit, each) or each.ref for each in named if _may_be_named(visit, each)}
        yield from sorted(found.items(), key=lambda each: each[1])
    else:
        return
    yield EMPTY, "not stated"


def _named(isms: Isms, kind: type[Record], field: Field) -> tuple[Record, ...]:
    """What the records of a register name in a field, too many cut off: nobody filters by what is in none of them."""
    return isms.memo(("named", kind.KIND, field.name), lambda: tuple(islice(_resolved(isms, kind, field), FEW + 1)))


def _resolved(isms: Isms, kind: type[Record], field: Field) -> Iterator[Record]:
    kinds = tuple(KINDS[each] for each in field.kinds if each in KINDS)
    held = (getattr(each, field.name) for each in isms.all(kind))
    for words in {words for each in held for words in ((each,) if isinstance(each, str) else each) if words}:
        if (found := isms.resolve(words, *kinds)) is not None:
            yield found


def _may_be_named(visit: Visit, record: Record) -> bool:
    return record.KIND in NAMED or visit.may(reading(record.KIND))
