"""ISO/IEC 27001:2022 with Amendment 1:2024, and the GDPR's articles, to look up by key.

Keys are short in code and tables (`A.5.9`, `6.1.2.c.2`) and full in records (`iso27001:2022/A.5.9`); look-ups take
either. An article is `gdpr/33` in both.

An overlay is a folder that lays licensed text or a translation over ours. All its files are optional, as is every
entry and field in them; what is absent stays ours:

    clauses.toml                 ["6.1.2"]       title, text
    requirements.toml            ["6.1.2.c.2"]   label, text
    controls.toml                ["A.5.9"]       title, title_27002, text
    documented_information.toml  ["isms-scope"]  name
    gdpr.toml                    ["33"]          title, text
    guidance/<any name>.toml     ["A.5.9"]       purpose, good, evidence (list), questions (two)
    interviews.toml              "A.5.9" = …     what an auditor takes in hand
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from plumbline.engine.standard import loading
from plumbline.engine.standard.entries import (
    Article,
    Clause,
    Control,
    Correspondence,
    DocumentedInformation,
    Guidance,
    Requirement,
)

NAME = "ISO/IEC 27001:2022"
PREFIX = "iso27001:2022/"

_Entry = TypeVar("_Entry")


class UnknownKeyError(LookupError):
    """A key that the standard does not have."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{NAME} has no {key}. Use a key such as 6.1.2, 6.1.2.c.2, A.5.9 or gdpr/33.")


def short_key(key: str) -> str:
    """Return the key without the standard's prefix: `A.5.9` for `iso27001:2022/A.5.9`."""
    return key.removeprefix(PREFIX)


def full_key(key: str) -> str:
    """Return the key as records hold it: `iso27001:2022/A.5.9` for `A.5.9`; a key with a prefix stays as it is."""
    return key if "/" in key else PREFIX + key


@dataclass(frozen=True, eq=False, kw_only=True)
class Standard:
    """The standard by key, each mapping in the standard's own order. No slots, since guidance is read when asked."""

    clauses: Mapping[str, Clause]
    requirements: Mapping[str, Requirement]
    controls: Mapping[str, Control]
    articles: Mapping[str, Article]
    documented_information: tuple[DocumentedInformation, ...]
    correspondence: tuple[Correspondence, ...]
    overlay: Path | None = None

    def clause(self, key: str) -> Clause:
        """Return a clause; raise UnknownKeyError if there is none."""
        return _found(self.clauses, key)

    def requirement(self, key: str) -> Requirement:
        """Return a requirement; raise UnknownKeyError if there is none."""
        return _found(self.requirements, key)

    def control(self, key: str) -> Control:
        """Return a control of Annex A; raise UnknownKeyError if there is none."""
        return _found(self.controls, key)

    def guidance(self, key: str) -> Guidance:
        """Return what we say about a requirement or control; raise UnknownKeyError for anything else."""
        return _found(self.all_guidance, key)

    def exists(self, key: str) -> bool:
        """Say whether the key names a clause, a requirement, a control or an article."""
        return short_key(key) in self._positions

    def label(self, key: str) -> str:
        """Return a few words for a key: a requirement's own label, else the title; raise UnknownKeyError."""
        key = short_key(key)
        if key in self.requirements:
            return self.requirements[key].label
        titled: tuple[Mapping[str, Clause | Control | Article], ...] = (self.controls, self.clauses, self.articles)
        for entries in titled:
            if key in entries:
                return entries[key].title
        raise UnknownKeyError(key)

    def title(self, key: str) -> str:
        """Return what a clause, control or article is called; of a requirement within a clause its label."""
        key = short_key(key)
        return self.clauses[key].title if key in self.clauses else self.label(key)

    def position(self, key: str) -> int:
        """Return a number to sort keys by: clauses, then Annex A, then articles; raise UnknownKeyError."""
        return _found(self._positions, key)

    def migrate_2013(self, old: str) -> tuple[str, ...]:
        """Return the 2022 controls that a 2013 control went to (`A.9.2.1` → `A.5.16`); empty if it is no such id."""
        return tuple(pair.new for pair in self.correspondence if pair.old == old)

    @cached_property
    def all_guidance(self) -> Mapping[str, Guidance]:
        """The guidance on every requirement and control, read on first use."""
        return loading.guidance(self.overlay)

    @cached_property
    def interviews(self) -> Mapping[str, str]:
        """What an auditor takes in hand, by clause (4.1), control or kind of record (`supplier`), read on first use."""
        return loading.interviews(self.overlay)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        order: dict[str, None] = {}
        for clause in self.clauses:
            order[clause] = None
            order.update((key, None) for key, requirement in self.requirements.items() if requirement.clause == clause)
        order.update(dict.fromkeys([*self.controls, *self.articles]))
        return {key: position for position, key in enumerate(order)}


_laid_over: Path | None = None


def lay_over(folder: Path | None) -> None:
    """From now on `standard()` gives the standard with this folder's words; None gives ours again.

    Raises StandardError, naming file and entry, if the folder cannot be used; then nothing changes.
    """
    global _laid_over  # noqa: PLW0603 - the installation has one licensed copy, said once at the start
    _read(folder)
    _laid_over = folder


def standard(overlay: Path | None = None) -> Standard:
    """Return the standard, with the words of an overlay, or of the folder that was laid over; read once a process.

    Raises StandardError, naming file and entry, if the overlay cannot be used.
    """
    return _read(overlay or _laid_over)


@cache
def _read(overlay: Path | None) -> Standard:
    loading.check_overlay(overlay)
    return Standard(
        clauses=loading.clauses(overlay),
        requirements=loading.requirements(overlay),
        controls=loading.controls(overlay),
        articles=loading.articles(overlay),
        documented_information=loading.documented_information(overlay),
        correspondence=loading.correspondence(),
        overlay=overlay,
    )


def _found(entries: Mapping[str, _Entry], key: str) -> _Entry:
    try:
        return entries[short_key(key)]
    except KeyError:
        raise UnknownKeyError(key) from None
