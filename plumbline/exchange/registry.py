"""The registers that firms bring along: what they are called, how their columns are headed, what becomes of a row.

They are data (`registers/*.toml`). A file there holds one table per register:

    kind      the kind of record a row becomes
    names     what files and sheets of this register are called
    needs     groups of columns, one of each group must be there
    ignores   fields of the kind that this register has no column for
    parts     further records made of the same row: kind, parent (its field that names the row's record), fixed values
    columns   target → headings; a target is a field, `part.field`, or `~name` for text that the composer reads
    words     field → value → words that mean it

Headings that mean the same in every register stand in `headings.toml`; a field's own name and label always count.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from plumbline.engine.domain.kinds import KINDS, Field, Record, fields_of

_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_OTHER = re.compile(r"[^a-z0-9%]+")
_SMALL = frozenset(
    {
        *("a", "an", "and", "by", "for", "in", "of", "on", "or", "the"),
        *("der", "die", "fur", "und", "vom", "von", "zu", "zum", "zur"),
        *("da", "de", "des", "du", "et", "la", "le", "les", "par", "pour", "sur"),
    }
)
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A further record that a row of a register becomes; `same` are the fields that tell it from its siblings."""

    name: str
    kind: str
    parent: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One kind of register: how it is recognised and what its columns mean."""

    name: str
    kind: str
    title: str
    names: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    same: tuple[str, ...]
    parts: Mapping[str, Part]
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    patterns: Mapping[str, str]

    @property
    def record(self) -> type[Record]:
        """The kind of record that a row becomes."""
        return KINDS[self.kind]

    def target(self, heading: str) -> str | None:
        """What a heading names here; None where nothing is known. `impact.*` takes what stands after its words."""
        for form in forms(heading):
            if form in self.headings:
                return self.headings[form]
        for form in forms(heading):
            for words, target in self.patterns.items():
                if form.startswith(f"{words} "):
                    return f"{target}{form.removeprefix(words).strip()}"
                if form.endswith(f" {words}") and not form.startswith("*"):
                    return f"{target}{form.removesuffix(words).strip()}"
        return None

    def field(self, target: str) -> Field | None:
        """The declared field that a target names; None for text that only the composer reads."""
        kind, name = self.kind, target
        if "." in target:
            part, name = target.split(".", 1)
            kind = self.parts[part].kind if part in self.parts else ""
        return _fields(kind).get(name) if kind else None

    def labels(self) -> Mapping[str, str]:
        """Our own labels of the kind's fields, which head the columns of our exports."""
        return _labels(self.kind)

    def meaning(self, target: str) -> Mapping[str, str]:
        """The words of this register for the values of a field, in their plain form."""
        return self.words.get(target, {})


@cache
def _fields(kind: str) -> Mapping[str, Field]:
    return {each.name: each for each in fields_of(KINDS[kind])}


@cache
def _labels(kind: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, each in _fields(kind).items():
        found.setdefault(normal(each.label), name)
    found.setdefault("reference", "ref")
    return found


def normal(text: str) -> str:
    """A heading or name as it is compared: no accents, no case, no punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return " ".join(_OTHER.sub(" ", "".join(each for each in plain if not unicodedata.combining(each))).split())


@lru_cache(maxsize=8192)
def forms(heading: str) -> tuple[str, ...]:
    """The ways a heading may be written: whole, without brackets, without small words and plurals, in any order."""
    whole, bare = normal(heading), normal(_BRACKETS.sub(" ", heading))
    found = (whole, bare, gist(whole), gist(bare))
    return tuple(dict.fromkeys(form for form in found if form))


def gist(words: str) -> str:
    """The weighty words in alphabetical order, marked so that they never pass for a heading that was written out."""
    weighty = sorted(word.removesuffix("s") if len(word) > 3 else word for word in words.split() if word not in _SMALL)
    return "*" + " ".join(weighty) if weighty else ""


@cache
def registers() -> Mapping[str, Register]:
    """Every register that can be recognised, by name."""
    folder = resources.files(__package__).joinpath("registers")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    raw = {each.name: tomllib.loads(each.read_text(encoding="utf-8")) for each in files}
    everywhere = raw.pop("headings.toml")
    words = raw.pop("words.toml")
    return {name: _made(name, declared, everywhere, words) for file in raw.values() for name, declared in file.items()}


def _made(name: str, declared: Mapping[str, Any], everywhere: Mapping[str, Any], words: Mapping[str, Any]) -> Register:
    kind = declared["kind"]
    parts = {
        part: Part(
            name=part,
            kind=stated["kind"],
            parent=stated.get("parent", ""),
            fixed=stated.get("fixed", {}),
            same=tuple(stated.get("same", ())),
        )
        for part, stated in declared.get("parts", {}).items()
    }
    columns: Mapping[str, list[str]] = declared.get("columns", {})
    headings: dict[str, str] = {}
    patterns: dict[str, str] = {}
    for target, stated in columns.items():
        if target.endswith("*"):
            patterns.update((normal(each), target[:-1]) for each in stated)
            continue
        for each in stated:
            headings.setdefault(normal(each), target)
    ignored = set(declared.get("ignores", ()))
    for target, each in _own_headings(kind, everywhere, ignored):
        headings.setdefault(each, target)
    for heading, target in tuple(headings.items()):
        headings.setdefault(gist(heading), target)
    return Register(
        name=name,
        kind=kind,
        title=declared.get("title", KINDS[kind].REGISTER),
        names=tuple(normal(each) for each in _names(declared, kind)),
        needs=tuple(tuple(group) for group in declared.get("needs", ())),
        same=tuple(declared.get("same", KINDS[kind].NATURAL_KEY)),
        parts=parts,
        headings=headings,
        words=_meanings(kind, parts, declared.get("words", {}), words),
        patterns=patterns,
    )


def _names(declared: Mapping[str, Any], kind: str) -> list[str]:
    """What files are called; a register without a title of its own also goes by what we call the kind's records."""
    stated: list[str] = list(declared.get("names", ()))
    return stated if "title" in declared else [*stated, KINDS[kind].REGISTER]


def _own_headings(kind: str, everywhere: Mapping[str, Any], ignored: set[str]) -> Iterator[tuple[str, str]]:
    """A field's label and name, then the headings for it that hold everywhere."""
    held = [each for each in fields_of(KINDS[kind]) if each.name not in ignored]
    for each in held:
        yield each.name, normal(each.label)
        yield each.name, normal(each.name)
    for each in held:
        for heading in everywhere.get(each.name, ()):
            yield each.name, normal(heading)


def _meanings(
    kind: str, parts: Mapping[str, Part], own: Mapping[str, Any], everywhere: Mapping[str, Any]
) -> Mapping[str, Mapping[str, str]]:
    """For every field with a list of values: the plain words for each value."""
    owners = {"": kind} | {f"{name}.": part.kind for name, part in parts.items()}
    found: dict[str, dict[str, str]] = {}
    for prefix, each_kind in owners.items():
        for each in fields_of(KINDS[each_kind]):
            if not each.choices:
                continue
            target = prefix + each.name
            meaning = found.setdefault(target, {})
            stated = own.get(target, {})
            for value in each.choices:
                for word in (*stated.get(value, ()), value, *everywhere.get(value, ())):
                    meaning.setdefault(folded_word(word), value)
    return found


@lru_cache(maxsize=8192)
def folded_word(text: str) -> str:
    """A word of a list of values as it is compared: no accents, no case, single blanks; signs stay."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
