"""Where higher apps add to every record page: panels at its side, and the acts that people may do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record


@dataclass(frozen=True, slots=True)
class Panel:
    """A card at the side of a record page: its template and what that is told."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the visitor may do with a record: a button that leads to a page or asks for confirmation there."""

    label: str
    url: str
    icon: str = ""
    main: bool = False


Panels = Callable[[Visit, Record], Panel | None]
Offers = Callable[[Visit, Record], Iterable[Offer]]
_panels: list[tuple[int, Panels]] = []
_offers: dict[str, list[Offers]] = {}


def panel(place: int) -> Callable[[Panels], Panels]:
    """Add a panel to every record page; a smaller place is higher up."""

    def add(make: Panels) -> Panels:
        _panels.append((place, make))
        _panels.sort(key=lambda each: each[0])
        return make

    return add


def offer(*kinds: str) -> Callable[[Offers], Offers]:
    """Add acts to the pages of records of these kinds."""

    def add(make: Offers) -> Offers:
        for kind in kinds:
            _offers.setdefault(kind, []).append(make)
        return make

    return add


def panels_of(visit: Visit, record: Record) -> tuple[Panel, ...]:
    """The panels of a record page, in their order."""
    return tuple(made for _, make in _panels if (made := make(visit, record)) is not None)


def offers_of(visit: Visit, record: Record) -> Iterator[Offer]:
    """What the visitor may do with a record today; nothing while a past day is shown."""
    if visit.past or visit.fork:
        return
    for make in _offers.get(record.KIND, ()):
        yield from make(visit, record)
