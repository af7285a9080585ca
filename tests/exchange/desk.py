"""A desk to lay registers on: an empty organisation, files made of lines, and what follows from a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Organization, Record
from plumbline.exchange.plan import Options, Plan, plan
from plumbline.exchange.sources import Source

R = TypeVar("R", bound=Record)
TODAY = date(2026, 11, 22)


def empty() -> Isms:
    """An organisation in Hamburg that has recorded nothing yet."""
    return Isms(organization=Organization(title="Ada's firm", time_zone="Europe/Berlin"), on=TODAY, records={})


def having(*records: Record) -> Isms:
    """The organisation with some records."""
    return _with(empty(), {(each.KIND, each.ref): each for each in records})


def csv(*lines: str, name: str = "register.csv", encoding: str = "utf-8") -> Source:
    """A CSV file of these lines."""
    return Source(name=name, content=("\n".join(lines) + "\n").encode(encoding))


def lay(*sources: Source, isms: Isms | None = None, options: Options | None = None) -> Plan:
    """The plan of importing the files."""
    return plan(sources, isms or empty(), options)


def carried_out(found: Plan, isms: Isms | None = None) -> Isms:
    """The organisation after the plan."""
    return _with(isms or empty(), {(each.kind, each.ref): each.value for each in found.changes})


def names_in(found: Plan, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The names of persons and their references after the plan, which the caller keeps apart from the records."""
    return {**(known or {}), **{each.name: each.ref for each in found.people}}


def values(found: Plan, kind: type[R]) -> list[R]:
    """What the plan would write of one kind."""
    return [each.value for each in found.changes if isinstance(each.value, kind)]


def only(found: Plan, kind: type[R]) -> R:
    """The one record of a kind that the plan would write."""
    (value,) = values(found, kind)
    return value


def told(found: Plan) -> str:
    """Everything the plan reports, in one text."""
    return "\n".join(f"{each.line}|{each.column}|{each.value}|{each.message}|{each.weight}" for each in found.problems)


def _with(isms: Isms, more: Mapping[tuple[str, str], Record]) -> Isms:
    records = {kind: {each.ref: each for each in held} for kind, held in isms.records.items()}
    for (kind, ref), value in more.items():
        records.setdefault(kind, {})[ref] = value
    return Isms(
        organization=isms.organization,
        on=isms.on,
        records={kind: tuple(held.values()) for kind, held in records.items()},
    )
