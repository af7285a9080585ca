"""Finding records by what they say: case and accents do not matter, and what is nearest comes first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from plumbline.apps.records.state import Change
from plumbline.engine.domain.kinds import KINDS, Record, Shape, fields_of

Texts = Mapping[str, Mapping[str, str]]
"""By kind and reference, the plain words of a record: what it is called, its title, and the rest, a line each."""
SAID = frozenset({Shape.TEXT, Shape.LONG_TEXT, Shape.TEXTS, Shape.PAIRS, Shape.PART, Shape.PARTS})
TOLD_FIRST = frozenset({"ref", "aliases", "title"})
DIGESTS = frozenset({"sha256", "json_sha256", "pdf_sha256"})


class Rank(IntEnum):
    """How near a hit is."""

    REFERENCE = 0
    REFERENCE_BEGINS = 1
    TITLE = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; for one found by its text, the field that says it and what it says."""

    record: Record
    rank: Rank
    field: str = ""
    text: str = ""


def plain(words: str) -> str:
    """Words without case, accents and runs of space: “Zürich  Süd” becomes “zurich sud”."""
    if not words.isascii():
        parted = unicodedata.normalize("NFKD", words)
        words = "".join(each for each in parted if not unicodedata.combining(each))
    return " ".join(words.casefold().split())


# --- the index --------------------------------------------------------------------------------------------------------


def texts_of(ordered: Mapping[str, Iterable[Record]]) -> Texts:
    """The plain words of every record."""
    return {kind: {each.ref: _text(each) for each in records} for kind, records in ordered.items()}


def retold(texts: Texts, changes: Iterable[Change]) -> Texts:
    """The plain words after records changed."""
    after: dict[str, dict[str, str]] = {}
    for one, _, now in changes:
        if one.KIND not in after:
            after[one.KIND] = dict(texts.get(one.KIND, {}))
        held = after[one.KIND]
        if now is None:
            held.pop(one.ref, None)
        else:
            held[one.ref] = _text(now)
    return {**texts, **after}


def _text(record: Record) -> str:
    names = "\t".join(plain(each) for each in (record.ref, *record.aliases))
    rest = "\t".join(plain(each) for _, each in said_by(record))
    return f"{names}\n{plain(record.title)}\n{rest}"


def said_by(record: Record) -> Iterator[tuple[str, str]]:
    """Label and words of every field that holds text of its own; references are no text, nor are digests."""
    return _said_in(record, type(record))


def _said_in(held: Any, cls: type) -> Iterator[tuple[str, str]]:
    for name, label, part in _fields(cls):
        content = getattr(held, name)
        if not content:
            continue
        for one in content if isinstance(content, tuple) else (content,):
            if part is not None:
                yield from ((label, words) for _, words in _said_in(one, part))
            elif isinstance(one, tuple):
                yield one
            else:
                yield label, one


@cache
def _fields(cls: type) -> tuple[tuple[str, str, type | None], ...]:
    left_out = DIGESTS | TOLD_FIRST if issubclass(cls, Record) else DIGESTS
    return tuple(
        (each.name, each.label, each.part)
        for each in fields_of(cls)
        if each.shape in SAID and each.name not in left_out
    )


# --- asking -----------------------------------------------------------------------------------------------------------


def search(
    ordered: Mapping[str, tuple[Record, ...]], texts: Texts, words: str, limit: int, names: Mapping[str, str]
) -> tuple[Hit, ...]:
    """The records that say all of the words, the nearest first, then in the order of kinds and references.

    names: person's reference -> name, which no record holds.
    """
    asked = plain(words)
    terms = asked.split()
    found: dict[Rank, list[Record]] = {rank: [] for rank in Rank}
    called = {ref for ref, name in names.items() if all(term in plain(name) for term in terms)}
    for kind in KINDS if terms else ():
        held = texts.get(kind, {})
        for record in ordered.get(kind, ()):
            text = held[record.ref]
            rank = _rank(text, asked, terms) if all(term in text for term in terms) else None
            if kind == "person" and record.ref in called:
                rank = Rank.TITLE if rank is None else min(rank, Rank.TITLE)
            if rank is not None and len(found[rank]) < limit:
                found[rank].append(record)
    ranked = [(rank, record) for rank in Rank for record in found[rank]][:limit]
    return tuple(_hit(record, rank, terms) for rank, record in ranked)


def matching(texts: Mapping[str, str], words: str, names: Mapping[str, str]) -> set[str]:
    """References of the records of one kind that say all of the words; names: of persons, where these are meant."""
    terms = plain(words).split()
    called = {ref for ref, name in names.items() if all(term in plain(name) for term in terms)}
    return {ref for ref, text in texts.items() if ref in called or all(term in text for term in terms)}


def _rank(text: str, asked: str, terms: list[str]) -> Rank | None:
    """How near a text is that has all terms somewhere; None where one is only in the middle of a reference."""
    called, title, rest = text.split("\n", 2)
    names = called.split("\t")
    if asked in names:
        return Rank.REFERENCE
    if any(name.startswith(asked) for name in names):
        return Rank.REFERENCE_BEGINS
    opening = f" {title}"
    if all(f" {term}" in opening for term in terms):
        return Rank.TITLE
    said = all(term in title or term in rest or any(name.startswith(term) for name in names) for term in terms)
    return Rank.TEXT if said else None


def _hit(record: Record, rank: Rank, terms: list[str]) -> Hit:
    if rank is not Rank.TEXT:
        return Hit(record, rank)
    told = list(said_by(record))
    best = max(told, key=lambda each: sum(term in plain(each[1]) for term in terms), default=("", ""))
    return Hit(record, rank, *best) if any(term in plain(best[1]) for term in terms) else Hit(record, rank)
