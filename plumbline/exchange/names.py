"""Every name that may be meant: of records we have and of those in this import, by kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from plumbline.exchange.cells import unaccented

_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")
_TOKEN = re.compile(r"[\w./]*-[\w-]+")
_SCHEME = re.compile(r"\b\w+://")
SHORTEST_NAME = 3
SHORTEST_BEGINNING = 8


class Names:
    """References by kind and folded name. A reference names its record; a title or alias only if no other has it."""

    def __init__(self) -> None:
        self.refs: dict[str, str] = {}
        # One reference per name, or several joined by a blank: a set for each of many thousand names is too dear.
        self.named: dict[str, dict[str, str]] = defaultdict(dict)

    def add(self, kind: str, ref: str, names: Iterable[str]) -> None:
        """Make a record known under its reference and names."""
        if ref:
            self.refs[ref] = kind
        known = self.named[kind]
        for name in names:
            if name and name != ref:
                folded = unaccented(name)
                others = known.get(folded)
                if others is None:
                    known[folded] = ref
                elif ref not in others.split():
                    known[folded] = f"{others} {ref}"

    def kind_of(self, ref: str) -> str:
        """The kind of the record with a reference; empty where there is none."""
        return self.refs.get(ref, "")

    def find(self, words: str, kinds: Iterable[str]) -> str:
        """The one record of the kinds that the words name by reference, alias or exact title; empty otherwise."""
        wanted = tuple(kinds)
        text = words.strip()
        if text in self.refs and (not wanted or self.refs[text] in wanted):
            return text
        folded = unaccented(text)
        found = {ref for kind in wanted or tuple(self.named) for ref in self._named(kind, folded)}
        return found.pop() if len(found) == 1 else ""

    def _named(self, kind: str, folded: str) -> list[str]:
        return self.named[kind].get(folded, "").split() if kind in self.named else []


class AssetNames:
    """Finds the assets that a text speaks of, the way a careful reader would and no further."""

    def __init__(self, names: Names, titles: Iterable[tuple[str, str]]) -> None:
        self.names = names
        self.bare: dict[str, list[str]] = defaultdict(list)
        self.tokens: dict[str, set[str]] = defaultdict(set)
        for ref, title in titles:
            plain = without_brackets(title)
            if len(plain) >= SHORTEST_NAME:
                self.bare[plain].append(ref)
            for token in _TOKEN.findall(unaccented(title)):
                self.tokens[token].add(ref)
        self.pattern: re.Pattern[str] | None = None
        self.memo: dict[str, tuple[str, ...]] = {}

    def find(self, text: str) -> tuple[str, ...]:
        """References of the assets named; nothing where none or no certain one is."""
        if text not in self.memo:
            self.memo[text] = self._find(text)
        return self.memo[text]

    def _find(self, text: str) -> tuple[str, ...]:
        exact = self.names.find(text, ("asset",))
        if exact:
            return (exact,)
        words = unaccented(_SCHEME.sub(" ", text))
        found = self._contained(words) or self._beginning(without_brackets(words))
        if found:
            return found
        spelled = {
            ref for token in _TOKEN.findall(words) if len(self.tokens.get(token, ())) == 1 for ref in self.tokens[token]
        }
        return tuple(sorted(spelled))

    def _contained(self, words: str) -> tuple[str, ...]:
        """Assets whose whole name, brackets apart, stands in the text."""
        if self.pattern is None:
            longest_first = sorted(self.bare, key=len, reverse=True)
            self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")
        hits = dict.fromkeys(self.pattern.findall(words))
        return tuple(dict.fromkeys(ref for name in hits if len(self.bare[name]) == 1 for ref in self.bare[name]))

    def _beginning(self, words: str) -> tuple[str, ...]:
        """The one asset in whose name the text stands; part of a word counts only from its beginning and if long."""
        if len(words) < SHORTEST_NAME:
            return ()
        whole = re.compile(rf"(?<!\w){re.escape(words)}" + (r"(?!\w)" if len(words) < SHORTEST_BEGINNING else ""))
        found = [ref for name, refs in self.bare.items() if whole.search(name) for ref in refs]
        return tuple(found) if len(found) == 1 else ()


def without_brackets(name: str) -> str:
    """A name as it is compared, without what stands in brackets."""
    return " ".join(_BRACKETS.sub(" ", unaccented(name)).split())
