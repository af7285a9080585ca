"""Finding records by what they say: case and accents do not matter, and what is nearest comes first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from plumbline.apps.records.state import Change
from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.kinds import Record, Shape, fields_of

Texts = Mapping[str, Mapping[str, str]]
"""By kind and reference, the plain words of a record: what it is called, its title, and the rest, a line each."""
SAID = frozenset({Shape.TEXT, Shape.LONG_TEXT, Shape.TEXTS, Shape.PAIRS, Shape.PART, Shape.PARTS})
TOLD_FIRST = frozenset({"ref", "aliases", "title"})
DIGESTS = frozenset({"sha256", "json_sha256", "pdf_sha256"})
LONGEST = 500
"""So many letters of a question are asked: one of sixty thousand words would keep everybody waiting for minutes."""


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
    """The plain words after records changed, still in the order of references."""
    after: dict[str, dict[str, str]] = {}
    late: set[str] = set()
    for one, old, now in changes:
        held = after[one.KIND] = after[one.KIND] if one.KIND in after else dict(texts.get(one.KIND, {}))
        if now is None:
            held.pop(one.ref, None)
            continue
        if old is None and held and _place(one.ref) < _place(next(reversed(held))):
            late.add(one.KIND)
        held[one.ref] = _text(now)
    for kind in late:
        after[kind] = dict(sorted(after[kind].items(), key=lambda each: _place(each[0])))
    return {**texts, **after}


def _place(ref: str) -> tuple[object, ...]:
    return natural(ref), ref


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
    records: Mapping[str, Mapping[str, Record]], texts: Texts, words: str, limit: int, names: Mapping[str, str]
) -> tuple[Hit, ...]:
    """The records that say all of the words, the nearest first, then in the order of the texts.

    names: person's reference -> name, which no record holds.
    """
    asked = plain(words[:LONGEST])
    terms = _terms(asked)
    called = {ref for ref, name in names.items() if all(term in plain(name) for term in terms)}
    found: dict[Rank, list[tuple[str, str]]] = {rank: [] for rank in Rank}
    for kind, told in texts.items() if terms else ():
        for ref, text in _holding(told, terms, called if kind == "person" else set()):
            rank = _rank(text, asked, terms)
            if ref in called and kind == "person":
                rank = Rank.TITLE if rank is None else min(rank, Rank.TITLE)
            if rank is not None and len(found[rank]) < limit:
                found[rank].append((kind, ref))
    ranked = [(rank, kind, ref) for rank in Rank for kind, ref in found[rank]][:limit]
    return tuple(_hit(records[kind][ref], rank, terms) for rank, kind, ref in ranked)


def _holding(texts: Mapping[str, str], terms: list[str], besides: set[str]) -> list[tuple[str, str]]:
    """The texts that hold all terms: the longest, which is the rarest as a rule, is looked for first."""
    first, *others = sorted(terms, key=len, reverse=True)
    if besides:
        return [each for each in texts.items() if each[0] in besides or all(term in each[1] for term in terms)]
    held = [each for each in texts.items() if first in each[1]]
    return [each for each in held if all(term in each[1] for term in others)] if others else held


def matching(texts: Mapping[str, str], words: str, names: Mapping[str, str]) -> set[str]:
    """References of the records of one kind that say all of the words; names: of persons, where these are meant."""
    terms = _terms(plain(words[:LONGEST]))
    called = {ref for ref, name in names.items() if all(term in plain(name) for term in terms)}
    return {ref for ref, text in texts.items() if ref in called or all(term in text for term in terms)}


def _terms(asked: str) -> list[str]:
    """The words of a question, each once."""
    return list(dict.fromkeys(asked.split()))


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
