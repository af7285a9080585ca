"""TOML files as rows, with errors that name file, entry and field; and the laying of an overlay over ours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

Tables = dict[str, dict[str, object]]

WORDS = frozenset({"title", "title_27002", "label", "name", "text", "purpose", "good", "evidence", "questions"})
"""The fields an overlay may replace: words. Numbers, themes and attributes are facts and stay."""


class StandardError(ValueError):
    """A file of a standard or of an overlay cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a TOML file; the getters check the type."""

    where: str
    fields: Mapping[str, object]

    def text(self, field: str) -> str:
        """Return a text that must be there and must not be empty."""
        value = self.fields.get(field)
        if not isinstance(value, str) or not value.strip():
            raise StandardError(f"{self.where}: `{field}` is missing, empty or not text. Write it between quotes.")
        return value

    def optional(self, field: str) -> str | None:
        """Return a text, or None where the entry has none."""
        return self.text(field) if field in self.fields else None

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts that must be there, each not empty."""
        value = self.fields.get(field)
        if not isinstance(value, list) or not value:
            raise StandardError(f"{self.where}: `{field}` is missing or not a list of texts. Write it in brackets.")
        return tuple(Row(self.where, {field: item}).text(field) for item in value)

    def pair(self, field: str) -> tuple[str, str]:
        """Return a list of exactly two texts."""
        texts = self.texts(field)
        if len(texts) != 2:
            raise StandardError(f"{self.where}: `{field}` has {len(texts)} texts. Write exactly two.")
        return texts[0], texts[1]


def read(file: Traversable) -> dict[str, object]:
    """Return the parsed TOML file; raise StandardError if it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise StandardError(f"{file.name} cannot be read ({error.strerror}). Check the path and its rights.") from error
    except ValueError as error:
        raise StandardError(f"{file.name} is not TOML in UTF-8 ({error}). Correct it there.") from error


def tables(file: Traversable) -> Tables:
    """Return the file's tables by key; raise StandardError if something stands outside a table."""
    found: Tables = {}
    for key, fields in read(file).items():
        if not isinstance(fields, dict):
            raise StandardError(
                f'{file.name}: {key} stands outside any entry. Begin each with a line such as ["A.5.9"].'
            )
        found[key] = fields
    return found


def gather(folder: Traversable) -> Tables:
    """Return the tables of every TOML file in a folder, in the order of names; refuse a key that occurs twice."""
    found: Tables = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for key, fields in tables(file).items():
            if key in found:
                raise StandardError(f"{file.name}: {key} already stands in another file. Keep one of the two.")
            found[key] = fields
    return found


def lay_over(ours: Tables, theirs: Tables, where: str) -> Tables:
    """Return our tables with the words of an overlay in place of ours, field by field."""
    for key, fields in theirs.items():
        if key not in ours:
            raise StandardError(f"{where}: the standard has no {key}. Correct the key or leave the entry out.")
        if strange := sorted(fields.keys() - WORDS):
            raise StandardError(f"{where}: {key} sets `{strange[0]}`. An overlay may set {', '.join(sorted(WORDS))}.")
    return {key: {**fields, **theirs.get(key, {})} for key, fields in ours.items()}
