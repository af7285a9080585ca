"""The marks by which registers point at each other: numbers of controls, and references of records."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from plumbline.engine.standard.catalogue import standard
from plumbline.formats.table import Cell


class ControlKeys(NamedTuple):
    """What a cell says about controls.

    `keys` are controls of Annex A of 2022 in the order written, each once. `old` are numbers of the 2013 edition, to be
    migrated. `doubtful` are those of `keys` that need a look: a spreadsheet made 5.1 of 5.10, or a range does not rise.
    `leftovers` is the text that is neither.
    """

    keys: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    leftovers: str = ""


_STANDARD = re.compile(r"(?:ISO\s*/?\s*(?:IEC)?\s*-?\s*)?2700[12](?:\s*[:-]\s*20\d\d)?\s*/?", re.IGNORECASE)
_KEY = re.compile(
    r"(?<!\w)(?<!\w\.)(?:(?:Annex|Anhang|Annexe|Controls?|Maßnahmen?|Mesures?)\s*)?(?:A\s*[.:-]?\s*)?"
    r"0?(\d{1,2})\s?\.\s?0?(\d{1,2})(?:\.0?(\d{1,2}))?(?!\.?\d|[^\W\d_])",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|—|\.{2,3}|…|to|through|bis|à)\s*", re.IGNORECASE)
_SHORT_END = re.compile(r"[-–]0?(\d{1,2})(?!\w|\.\d)")
_SEPARATORS = re.compile(r"[\s,;/&+|·•()\[\]]+|\b(?:and|und|et)\b", re.IGNORECASE)
_HYPHENS = {0x2010: "-", 0x2011: "-", 0x2012: "-"}
_REFERENCE = re.compile(r"(?<![\w-])([A-Z][A-Z0-9]{0,9})-(?:(?:19|20)\d\d-)?\d{1,6}(?![\w-]|\.\d)")
# These look like references and are names of ciphers, standards and catalogues.
_NO_REFERENCES = frozenset(["AES", "BS", "CVE", "CWE", "EN", "IEC", "ISO", "NIST", "RFC", "SHA", "SP", "TLS", "UTF"])


class _Mark(NamedTuple):
    """One number in the text, as the key it would be, and where it stands."""

    key: str
    start: int
    end: int


def read_control_keys(text: str, cell: Cell | None = None) -> ControlKeys:
    """The controls a cell of a column for controls names: “A 5.17”, “A.5.17; 8.5”, “A.5.24-5.28”, “A.9.2.1”.

    Bare numbers count as controls, which in prose they are not: clauses look the same.
    """
    flat = _STANDARD.sub(" ", text.translate(_HYPHENS))
    found: dict[str, None] = {}
    doubtful: dict[str, None] = {}
    rest: list[str] = []
    at, before = 0, ""
    for mark in _marks(flat):
        gap = flat[at : mark.start]
        if before and _RANGE.fullmatch(gap):
            between = _range(before, mark.key)
            doubtful |= {} if between else {before: None, mark.key: None}
            found |= dict.fromkeys(between)
        else:
            rest.append(gap)
        found[mark.key] = None
        at, before = mark.end, mark.key
    rest.append(flat[at:])
    keys = tuple(key for key in found if key in standard().controls)
    if cell is not None and cell.kind == "number":
        # A spreadsheet that took 5.10 for a number kept 5.1.
        doubtful |= {key: None for key in keys if f"{key}0" in standard().controls}
    leftovers = " ".join(part for part in (" ".join(_SEPARATORS.sub(" ", piece).split()) for piece in rest) if part)
    return ControlKeys(keys, tuple(key for key in found if key not in keys), tuple(doubtful), leftovers)


def _marks(text: str) -> Iterator[_Mark]:
    """The numbers that are controls of either edition; a short end such as the 28 of “5.24-28” is one too."""
    for match in _KEY.finditer(text):
        key = "A." + ".".join(str(int(part)) for part in match.groups() if part)
        if key not in standard().controls and key not in _old_keys():
            continue
        yield _Mark(key, match.start(), match.end())
        end = _SHORT_END.match(text, match.end())
        if end:
            last = f"{key.rpartition('.')[0]}.{int(end[1])}"
            if _range(key, last):
                yield _Mark(last, end.start(1), end.end())


def _range(first: str, last: str) -> list[str]:
    """The keys from the first to the last of one group, those two included; nothing where it does not rise there."""
    group, _, start = first.rpartition(".")
    other, _, end = last.rpartition(".")
    if group != other or int(start) >= int(end):
        return []
    known = standard().controls.keys() | _old_keys()
    return [key for number in range(int(start), int(end) + 1) if (key := f"{group}.{number}") in known]


@cache
def _old_keys() -> frozenset[str]:
    """The controls of 2013 and their groups (A.9.2), which registers of that time name as well."""
    controls = {pair.old for pair in standard().correspondence if pair.old}
    return frozenset(controls | {key.rpartition(".")[0] for key in controls})


def find_refs(text: str, prefixes: Collection[str] = ()) -> tuple[str, ...]:
    """The references in a prose text, in order, each once: AST-001, EXC-2026-005; only of `prefixes` if given."""
    found = {
        match[0]: None
        for match in _REFERENCE.finditer(text.translate(_HYPHENS))
        if (match[1] in prefixes if prefixes else match[1] not in _NO_REFERENCES)
    }
    return tuple(found)
