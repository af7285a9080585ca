"""How an organisation's own spreadsheets are read: kept for the next import, given out as a file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.tenancy import tenant_rows, within
from plumbline.apps.administration.models import KeptColumnMap
from plumbline.apps.journal import ports
from plumbline.exchange.column_map import ColumnMap, ColumnMapError, read_column_map
from plumbline.exchange.registry import normal

Said = Mapping[str, Any]
PARTS = ("files", "columns", "orders")
LONGEST = 500_000


def kept_map(actor: Actor) -> Said:
    """What the actor's organisation said about its files so far."""
    row = tenant_rows(KeptColumnMap, actor.organization_id).first()
    found: Said = json.loads(row.content) if row else {}
    return found


def keep_map(actor: Actor, said: Said) -> None:
    """Remember what was said, on top of what was said before; two who do so at once lose nothing of each other's."""
    with within(actor.organization_id), transaction.atomic():
        KeptColumnMap.objects.get_or_create(organization_id=actor.organization_id, defaults={"changed_at": ports.now()})
        row = KeptColumnMap.objects.select_for_update().get()
        row.content = json.dumps(joined(json.loads(row.content), said))
        row.changed_by, row.changed_at = actor.person, ports.now()
        row.save()


def joined(before: Said, said: Said) -> Said:
    """One map on top of another; of two that speak of the same name, however it is written, the later one counts."""
    columns = {
        register: _over(before.get("columns", {}).get(register, {}), said.get("columns", {}).get(register, {}))
        for register in {**before.get("columns", {}), **said.get("columns", {})}
    }
    found = {
        "files": _over(before.get("files", {}), said.get("files", {})),
        "columns": {register: each for register, each in columns.items() if each},
        "orders": _over(before.get("orders", {}), said.get("orders", {})),
    }
    return {part: each for part, each in found.items() if each}


def _over(before: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """An empty word takes an earlier one of a file back; of a column it keeps the column as an extra field."""
    told = {normal(name) for name in said}
    return {**{name: each for name, each in before.items() if normal(name) not in told}, **said}


def column_map(said: Said) -> ColumnMap:
    """What the import reads. Raises RefusedError where a register or field of it is not known."""
    named = {part: {name: each for name, each in said.get(part, {}).items() if each} for part in ("files", "orders")}
    try:
        return read_column_map(json.dumps({**said, **named}), "The column map")
    except ColumnMapError as error:
        raise RefusedError(str(error)) from None


def map_in(content: bytes, name: str) -> Said:
    """A column map that somebody brings as a file. Raises RefusedError."""
    try:
        words = content[:LONGEST].decode("utf-8")
        read_column_map(words, name)
    except UnicodeDecodeError:
        raise RefusedError(f"{name} is not a text file in UTF-8. Save the column map as TOML or JSON.") from None
    except ColumnMapError as error:
        raise RefusedError(str(error)) from None
    found: Said = json.loads(words) if words.lstrip().startswith("{") else tomllib.loads(words)
    return found


def as_toml(said: Said) -> str:
    """The map as a file that `plumbline import --map` reads."""
    lines = ["# How our spreadsheets are read; for the page of imports and for `plumbline import --map`."]
    tables = {"files": said.get("files", {}), "orders": said.get("orders", {})}
    tables |= {f"columns.{register}": each for register, each in said.get("columns", {}).items()}
    for heading, table in tables.items():
        named = {name: each for name, each in table.items() if each or heading.startswith("columns.")}
        if named:
            lines += ["", f"[{heading}]", *(f"{_quoted(name)} = {_quoted(each)}" for name, each in named.items())]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """A basic string of TOML; JSON writes the same, but for one control character."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
