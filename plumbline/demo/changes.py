"""Changes to a set of records, written as TOML: fields to set, records to drop, records to add."""

import dataclasses
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.domain.told_days import dated


class ChangeError(ValueError):
    """A change names a record or field that is not there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed under one heading, and in a sentence why."""

    code: str
    says: str = ""
    to_set: tuple[Mapping[str, Any], ...] = ()
    to_drop: tuple[Mapping[str, Any], ...] = ()
    to_add: tuple[Mapping[str, Any], ...] = ()


def load_changes(path: Path) -> Mapping[str, Change]:
    """The changes of a TOML file by heading. Raises ChangeError where a heading holds something else."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: _change(code, table) for code, table in tables.items()}


def _change(code: str, table: Mapping[str, Any]) -> Change:
    if unknown := sorted(set(table) - {"says", "set", "drop", "add"}):
        raise ChangeError(f"{code} holds “{unknown[0]}”. It may hold says, set, drop and add.")
    steps = {name: tuple(table.get(name, ())) for name in ("set", "drop", "add")}
    return Change(code, table.get("says", ""), steps["set"], steps["drop"], steps["add"])


def apply(records: Iterable[Record], change: Change, day: date) -> tuple[Record, ...]:
    """The records after a change, in their order, added ones last. Raises ChangeError where one is not there."""
    changed = list(records)
    for step in change.to_drop:
        doomed = [number for number, each in enumerate(changed) if _is_meant(each, step)]
        if not doomed:
            raise ChangeError(f"{change.code} drops {dict(step)}, which is not there.")
        changed = [each for number, each in enumerate(changed) if number not in set(doomed)]
    for step in change.to_set:
        number = _place(changed, step, change.code)
        changed[number] = _rewritten(changed[number], step, day)
    changed += (_added(change.code, step, day) for step in change.to_add)
    return tuple(changed)


def _is_meant(record: Record, step: Mapping[str, Any]) -> bool:
    """By reference, by kind, or by both; a control's key alone means its declared row."""
    kind, reference = step.get("kind"), step.get("ref")
    if reference is None:
        return kind == record.KIND
    if kind is None and record.KIND in KEYED_BY_CATALOGUE:
        kind = "soa_declared"
    return record.ref == reference and kind in (None, record.KIND)


def _place(records: list[Record], step: Mapping[str, Any], code: str) -> int:
    if "ref" not in step:
        raise ChangeError(f"{code} sets fields of {dict(step)} without saying which record. Add its ref.")
    found = [number for number, each in enumerate(records) if _is_meant(each, step)]
    if len(found) != 1:
        raise ChangeError(f"{code} sets fields of {step['ref']}, of which there are {len(found)}.")
    return found[0]


def _rewritten(record: Record, step: Mapping[str, Any], day: date) -> Record:
    """The record with the fields set; an empty text empties a field of any type."""
    fields = {name: value for name, value in step.items() if name not in ("kind", "ref")}
    neutral: dict[str, Any] = {each.name: each.default for each in dataclasses.fields(record)}
    filled = {name: value for name, value in fields.items() if value != "" or neutral.get(name) == ""}
    made = from_mapping(record.KIND, dated(filled, day))
    changed: dict[str, Any] = {name: getattr(made, name) if name in filled else neutral[name] for name in fields}
    return dataclasses.replace(record, **changed)


def _added(code: str, step: Mapping[str, Any], day: date) -> Record:
    if step.get("kind") not in KINDS:
        raise ChangeError(f"{code} adds a record of kind {step.get('kind')!r}. Name one of {', '.join(KINDS)}.")
    return from_mapping(step["kind"], dated({name: value for name, value in step.items() if name != "kind"}, day))
