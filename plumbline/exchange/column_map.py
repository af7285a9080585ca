"""A column map that somebody saved: which register a file is and what its headings mean. It wins over what we think.

TOML or JSON of one shape; every part is optional:

    [files]                          # file, file/sheet or sheet → register
    "Liste 7.csv" = "assets"
    [columns.assets]                 # register → heading → field; "" keeps the column as an extra field
    "Bez. lang" = "title"
    [orders]                         # file or sheet → how its days are written
    "Liste 7.csv" = "dmy"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from plumbline.exchange.cells import Order
from plumbline.exchange.registry import Register, normal, registers

T = TypeVar("T")
ORDERS: Mapping[str, Order] = {"dmy": "dmy", "mdy": "mdy"}


class ColumnMapError(ValueError):
    """A column map that cannot be used: what is wrong, then what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What somebody said about files and columns, by plain names."""

    files: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=dict)

    def register_of(self, file: str, sheet: str) -> Register | None:
        """The register that a sheet was said to be."""
        found = _first(self.files, file, sheet)
        return registers()[found] if found else None

    def order_of(self, file: str, sheet: str) -> Order | None:
        """How a sheet was said to write its days."""
        return _first(self.orders, file, sheet)

    def target(self, register: Register, heading: str) -> str | None:
        """What a heading was said to mean; empty for an extra field, None where nothing was said."""
        stated = self.columns.get(register.name)
        return stated.get(normal(heading)) if stated else None


def _first(stated: Mapping[str, T], file: str, sheet: str) -> T | None:
    for name in (f"{file}/{sheet}", file, sheet):
        if normal(name) in stated:
            return stated[normal(name)]
    return None


def read_column_map(content: str, name: str = "column map") -> ColumnMap:
    """The map that a TOML or JSON text holds. Raises ColumnMapError naming the entry at fault."""
    raw = _parsed(content, name)
    if unknown := sorted(set(raw) - {"files", "columns", "orders"}):
        raise ColumnMapError(
            f"{name}: there is no part “{unknown[0]}”. Use [files], [columns.<register>] and [orders]."
        )
    columns = {register: _columns(register, stated, name) for register, stated in _table(raw, "columns", name).items()}
    files = {normal(file): str(register) for file, register in _table(raw, "files", name).items()}
    for register in files.values():
        _known(register, name)
    orders: dict[str, Order] = {}
    for file, order in _table(raw, "orders", name).items():
        if order not in ORDERS:
            raise ColumnMapError(f"{name}: the order of “{file}” is “{order}”. Write dmy or mdy.")
        orders[normal(file)] = ORDERS[order]
    return ColumnMap(files=files, columns=columns, orders=orders)


def _parsed(content: str, name: str) -> Mapping[str, Any]:
    try:
        raw = json.loads(content) if content.lstrip().startswith("{") else tomllib.loads(content)
    except ValueError as error:
        raise ColumnMapError(f"{name}: it is neither TOML nor JSON ({error}). Correct that place.") from error
    if not isinstance(raw, dict):
        raise ColumnMapError(f"{name}: it holds no tables. Begin with [files] or [columns.<register>].")
    return raw


def _table(raw: Mapping[str, Any], part: str, name: str) -> Mapping[str, Any]:
    found = raw.get(part, {})
    if not isinstance(found, dict):
        raise ColumnMapError(f"{name}: “{part}” must be a table. Begin it with [{part}].")
    return found


def _known(register: str, name: str) -> Register:
    if register not in registers():
        raise ColumnMapError(f"{name}: there is no register “{register}”. There are {', '.join(sorted(registers()))}.")
    return registers()[register]


def _columns(register: str, stated: Any, name: str) -> Mapping[str, str]:
    known = _known(register, name)
    if not isinstance(stated, dict):
        raise ColumnMapError(f"{name}: [columns.{register}] must map headings to fields.")
    targets = set(known.headings.values())
    for heading, target in stated.items():
        if target and target not in targets and known.field(str(target)) is None:
            fields = ", ".join(sorted(targets))
            raise ColumnMapError(
                f"{name}: “{heading}” is mapped to “{target}”, which {register} has not. It has {fields}."
            )
    return {normal(heading): str(target) for heading, target in stated.items()}
