"""Populations: what a sample is drawn from, frozen as rows with a hash that depends on the rows alone.

Canonical bytes, so that anybody can make them with a text editor and `sha256sum`:

    plumbline-population/1 <LF>
    key <TAB> stratum <TAB> title <LF>      one line a row, the lines in the order of their bytes

UTF-8 in normal form C. Keys, strata and titles hold no control characters, hence neither tabs nor line ends. The order
in which rows were given therefore changes nothing, and one changed letter changes the hash.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

FORM = "plumbline-population/1"


class PopulationError(ValueError):
    """Rows that are no population; the message names the row and says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One item of a population: the key it is found by, the stratum it belongs to ("" for none), a few words."""

    key: str
    stratum: str = ""
    title: str = ""

    @property
    def line(self) -> bytes:
        """Its canonical line, without the line end."""
        return "\t".join((self.key, self.stratum, self.title)).encode()


@dataclass(frozen=True)
class Population:
    """Frozen rows in canonical order, each key once. Make it with `population`, which checks and orders them."""

    rows: tuple[Row, ...]

    @property
    def size(self) -> int:
        return len(self.rows)

    @cached_property
    def canonical(self) -> bytes:
        """The bytes that are hashed."""
        return b"".join(line + b"\n" for line in (FORM.encode(), *(row.line for row in self.rows)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits."""
        return sha256(self.canonical).hexdigest()

    @cached_property
    def by_key(self) -> Mapping[str, Row]:
        return {row.key: row for row in self.rows}

    @cached_property
    def strata(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows by stratum, the strata in the order of their names."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.stratum, []).append(row)
        return {name: tuple(found[name]) for name in sorted(found)}


def population(rows: Iterable[Row]) -> Population:
    """Freeze rows: outer and repeated space goes, letters take normal form C.

    Raises PopulationError for no row at all, a row without a key, a key that occurs twice, or control characters.
    """
    clean = [Row(_plain(each.key, each), _plain(each.stratum, each), _plain(each.title, each)) for each in rows]
    if not clean:
        raise PopulationError("A population without rows is none. Take the extract again, or widen its period.")
    if any(not each.key for each in clean):
        titles = [each.title or "(no title)" for each in clean if not each.key]
        raise PopulationError(f"{len(titles)} rows have no key, the first is {titles[0]}. Choose another key column.")
    twice = sorted(key for key, count in Counter(each.key for each in clean).items() if count > 1)
    if twice:
        raise PopulationError(
            f"{len(twice)} keys occur more than once, the first is {twice[0]}. Choose a key that tells rows apart."
        )
    return Population(tuple(sorted(clean, key=lambda each: each.line)))


def _plain(words: str, row: Row) -> str:
    joined = unicodedata.normalize("NFC", " ".join(words.split()))
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in joined):
        raise PopulationError(f"The row {row.key!r} holds control characters. Remove them from the extract.")
    return joined
