"""The filters that a register offers, and what may be chosen in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.inputs import FEW, candidates
from plumbline.apps.ui.registers.looking import EMPTY, Look
from plumbline.apps.ui.visit import Visit
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
    return tuple(_filter(visit, each, look.filters.get(each.name, "")) for each in (*offered, *asked))


def _filter(visit: Visit, field: Field, chosen: str) -> Filter:
    choices = tuple(_choices(visit, field))
    if choices and chosen and chosen not in dict(choices):
        choices = (*choices, (chosen, chosen))
    return Filter(field, choices, chosen)


def _choices(visit: Visit, field: Field) -> Iterator[tuple[str, str]]:
    if field.shape is Shape.CHOICE:
        yield from ((each, each) for each in field.choices if each)
    elif field.shape is Shape.FLAG:
        yield from (("yes", "yes"), ("no", "no"))
    elif field.shape is Shape.DAY:
        yield f"..{visit.on - A_DAY}", "before today"
        yield from ((f"{visit.on}..{visit.on + A_DAY * days}", f"in the next {days} days") for days in AHEAD)
    elif field.is_reference:
        found = candidates(visit, field, limit=FEW + 1)
        if len(found) > FEW:
            return
        yield from sorted(((each.ref, called(visit, each) or each.ref) for each in found), key=lambda e: e[1])
    else:
        return
    yield EMPTY, "not stated"
