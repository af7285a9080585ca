"""The form in which somebody says what each sheet is and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from plumbline.apps.administration.import_pages.maps import Said
from plumbline.apps.administration.import_pages.sheets import fields_of_register
from plumbline.exchange.registry import registers

ORDERS = (
    ("", "told by the other days of the column"),
    ("dmy", "day first: 31/12/2026"),
    ("mdy", "month first: 12/31/2026"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it is taken for, and what stands in its first rows."""

    name: str
    heading: str
    target: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet in the form; `fields` are what its columns may mean as the register that it is."""

    name: str
    file: str
    sheet: str
    ours: bool
    register: str
    recognised: bool
    order: str
    columns: tuple[Column, ...]
    fields: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.file} / {self.sheet}" if self.sheet else self.file

    @property
    def called(self) -> str:
        """What a column map calls it."""
        return f"{self.file}/{self.sheet}" if self.sheet else self.file


def sheets_in(summary: Mapping[str, Any]) -> tuple[SheetShown, ...]:
    """The sheets of an outcome."""
    return tuple(_shown(f"s{index}", each) for index, each in enumerate(summary["sheets"]))


def _shown(name: str, sheet: Mapping[str, Any]) -> SheetShown:
    register = sheet.get("register", "")
    fields = fields_of_register(register) if register in registers() else ()
    columns = [
        Column(f"{name}c{index}", each["heading"], each["target"], tuple(each["samples"]))
        for index, each in enumerate(sheet.get("columns", ()))
    ]
    known = {target for target, _ in fields}
    others = [(each.target, each.target) for each in columns if each.target and each.target not in known]
    return SheetShown(
        name=name,
        file=sheet["file"],
        sheet=sheet["sheet"],
        ours=sheet["ours"],
        register=register,
        recognised=sheet.get("recognised", True),
        order=sheet.get("order", ""),
        columns=tuple(columns),
        fields=(*fields, *dict.fromkeys(others)),
    )


def said_in(sent: QueryDict, sheets: Sequence[SheetShown]) -> Said:
    """What was said otherwise than it is taken for; columns count only under the register they were shown for."""
    files: dict[str, str] = {}
    orders: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    for each in sheets:
        if each.ours:
            continue
        register = sent.get(f"{each.name}-register", each.register)
        if register != each.register and (register in registers() or not register):
            files[each.called] = register
        order = sent.get(f"{each.name}-order", each.order)
        if order != each.order and order in dict(ORDERS):
            orders[each.called] = order
        if register and register == each.register and (changed := dict(_changed(sent, each))):
            columns.setdefault(register, {}).update(changed)
            files.setdefault(each.called, register)
    return {part: each for part, each in (("files", files), ("columns", columns), ("orders", orders)) if each}


def _changed(sent: QueryDict, sheet: SheetShown) -> Iterator[tuple[str, str]]:
    """Columns that mean something else than they are taken for; whoever changes one states all of a sheet."""
    told = {each.heading: sent.get(each.name, each.target) for each in sheet.columns}
    known = {"", *(target for target, _ in sheet.fields)}
    if any(told[each.heading] != each.target for each in sheet.columns):
        plain = {target for target, _ in fields_of_register(sheet.register)}
        yield from ((heading, each) for heading, each in told.items() if each in known and (each in plain or not each))
