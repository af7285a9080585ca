"""How a register is declared: its columns, the order of its fields, and what it teaches while it is empty.

An app says what its registers need in its own `registers.py`; what it leaves out follows from the kind's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.domain.record import Field, Shape, field_of, fields_of

Computed = Callable[[Isms, Record], str]
"""What stands in a column that is no field: words about one record, from the whole system."""

ALWAYS = ("ref", "title")
BY_THE_HOUSE = frozenset({"ref", "extra", "unread", "aliases"})
"""Fields that nobody fills in by hand: allotted, or kept from an import."""
WORTH_A_COLUMN = ("owner", "person", "status", "state", "level", "due", "expires", "next_review")
WORTH_A_FILTER = frozenset({Shape.CHOICE, Shape.FLAG, Shape.REF})
MOST_FILTERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A list of records of one kind, as people see it."""

    kind: type[Record]
    clause: str = ""
    """Key of the standard (`6.1.2`, `A.5.9`) whose guidance the empty register shows."""
    teach: str = ""
    """What belongs here and how to begin, for somebody who has never done it."""
    columns: tuple[str, ...] = ()
    """Fields, or names of `computed`, that stand in the table at first; reference and title always do."""
    filters: tuple[str, ...] = ()
    computed: Mapping[str, Computed] = field(default_factory=dict)
    """Label of a column -> what it says of a record."""
    head: Mapping[str, Computed] = field(default_factory=dict)
    """Label in the head of a record page -> what it says there, under state, owner and next day."""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Headings of the record page and its form with their fields; what is not named comes last under “More”."""
    page: str = ""
    """Named address of a page that shows this register better, such as the heat map."""
    page_label: str = ""

    @property
    def title(self) -> str:
        """What people call the list."""
        return self.kind.REGISTER

    def shown_first(self) -> tuple[str, ...]:
        """The columns of somebody who has chosen none."""
        known = {each.name for each in fields_of(self.kind)}
        return (*ALWAYS, *(self.columns or tuple(each for each in WORTH_A_COLUMN if each in known)))

    def filtered_by(self) -> tuple[Field, ...]:
        """The fields offered as filters: those declared, or the choices, flags and owners of the kind."""
        if self.filters:
            return tuple(field_of(self.kind, each) for each in self.filters)
        fitting = [each for each in fields_of(self.kind) if each.shape in WORTH_A_FILTER]
        return tuple(sorted(fitting, key=lambda each: each.name not in WORTH_A_COLUMN)[:MOST_FILTERS])

    def grouped(self) -> tuple[tuple[str, tuple[Field, ...]], ...]:
        """The fields people fill in, under their headings."""
        named = {name for _, names in self.groups for name in names}
        rest = tuple(e for e in fields_of(self.kind) if e.name not in named and e.name not in BY_THE_HOUSE)
        found = [(heading, tuple(field_of(self.kind, each) for each in names)) for heading, names in self.groups]
        return (*found, ("More" if found else "", rest)) if rest else tuple(found)


REGISTERS: dict[str, Register] = {}
"""What the apps declared, by kind."""


def declare(*registers: Register) -> None:
    """Enter registers. Raises ValueError for a kind declared twice, KeyError for a field that a kind does not have."""
    for each in registers:
        if each.kind.KIND in REGISTERS:
            raise ValueError(f"The register of {each.kind.KIND} is declared twice.")
        each.filtered_by(), each.grouped()
        for name in each.columns:
            if name not in each.computed:
                field_of(each.kind, name)
        REGISTERS[each.kind.KIND] = each


def register_of(kind: str) -> Register:
    """The register of a kind, declared or following from its fields. Raises KeyError for a kind there is not."""
    return REGISTERS.get(kind) or Register(kind=KINDS[kind])
