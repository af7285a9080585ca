"""Ottermere Hydrometrics: the imaginary company, as records of any day, sound or with its faults."""

import dataclasses
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from plumbline.demo.changes import Change, apply, load_changes
from plumbline.demo.freezing import frozen
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record, ReviewInput
from plumbline.engine.domain.told_days import dated


@dataclass(frozen=True, slots=True)
class Name:
    """What a person is called; names live outside the records."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """A fault of the demonstration: the one rule that reports it, its story, and what is changed to plant it."""

    code: str
    what: str
    changes: Change


@lru_cache(maxsize=8)
def clean(day: date) -> tuple[Record, ...]:
    """The records of the sound company, told from a day on which, and for a month after, no rule speaks."""
    return frozen(_records(day), day)


def names() -> Mapping[str, Name]:
    """Who is behind each person's reference."""
    tables = tomllib.loads(_folder().joinpath("names.toml").read_text(encoding="utf-8"))
    return {reference: Name(**each) for reference, each in tables.items()}


def files() -> tuple[bytes, ...]:
    """The files that records of the company name by their hash and hold no text of: the rows of its populations."""
    return tuple(path.read_bytes() for path in sorted(_folder().joinpath("populations").glob("*.tsv")))


def faults() -> tuple[PlantedFault, ...]:
    """The faults of the demonstration, each on its own a change of the sound company."""
    planted = load_changes(_folder().joinpath("faults.toml"))
    return tuple(PlantedFault(code, each.says, each) for code, each in planted.items())


def with_faults(day: date) -> tuple[Record, ...]:
    """The records of the company as the demonstration shows it: every fault planted."""
    records = clean(day)
    for each in faults():
        records = apply(_open_again(records, each.changes), each.changes, day)
    return frozen(records, day)


def with_change(day: date, change: Change) -> tuple[Record, ...]:
    """The sound company after one change; what the change sets to “@form” is fingerprinted anew."""
    return frozen(apply(_open_again(clean(day), change), change, day), day)


def _open_again(records: Iterable[Record], change: Change) -> tuple[Record, ...]:
    """The records with the figures of reviews to be counted anew, so that one change of the past is told once."""
    kept = {step.get("ref") for step in change.to_set}
    return tuple(
        dataclasses.replace(each, figures=(), records=())
        if isinstance(each, ReviewInput) and each.ref not in kept
        else each
        for each in records
    )


def as_isms(records: Iterable[Record], on: date) -> Isms:
    """The records as one value, judged on a day."""
    return assemble(records, on=on)


def _folder() -> Path:
    """Where the registers of the company lie."""
    return Path(str(resources.files("plumbline.demo").joinpath("company")))


@cache
def _tables() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Every record as written, with its kind: file by file, in the order of the files' names."""
    return tuple(_read())


def _read() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(_folder().glob("*.toml")):
        if path.stem in ("names", "faults"):
            continue
        for kind, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for row in rows:
                yield kind, row


def _records(day: date) -> tuple[Record, ...]:
    return tuple(from_mapping(kind, dated(row, day)) for kind, row in _tables())
