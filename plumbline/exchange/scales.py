"""Words of the risk scales: what “likely” or “sehr hoch” count as, by the criteria on record. No figure is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Criteria, ScaleLevel
from plumbline.exchange.registry import folded_word, normal
from plumbline.exchange.words import read_level

SCALED = ("likelihood", "combined")
NO_FIGURE = (
    "It is no figure, and no word of a scale on record. It is kept beside the risk: write the number of the level, or "
    "enter the risk criteria with the words of their scales, approve them, and import this file again."
)
DIMENSIONS = {
    "confidentiality": "c confidentiality vertraulichkeit confidentialite",
    "integrity": "i integrity integritat integrite",
    "availability": "a availability verfugbarkeit disponibilite",
    "financial": "financial finance finances finanziell finanzielle finanzen financier financiere",
    "operational": "operational operations operation operativ operative betrieb operationnel operationnelle",
    "reputational": "reputational reputation image ruf reputationell reputationelle reputationnel",
    "legal": "legal regulatory compliance recht rechtlich rechtliche regulatorisch juridique reglementaire",
    "health and safety": "health safety gesundheit sicherheit sante securite arbeitssicherheit",
    "privacy": "privacy datenschutz vie privee",
    "environmental": "environment environmental umwelt environnement",
}
_KEYS = {word: key for key, words in DIMENSIONS.items() for word in words.split()}
_SMALL = frozenset(["and", "und", "et", "on", "auf", "sur"])

Figures = Mapping[str, int]
"""Folded words of a scale, and the level each of them stands for."""


def dimension(words: str) -> str:
    """The key of an impact dimension by its heading: ours where it is one of the usual, else its own words."""
    keys = [_KEYS.get(each, "") for each in normal(words).split() if each not in _SMALL]
    if keys and all(keys) and len(set(keys)) == 1:
        return keys[0]
    return normal(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """The words on which all approved versions of the criteria agree, so that one figure only can be meant."""

    likelihood: Figures = field(default_factory=dict)
    impacts: Mapping[str, Figures] = field(default_factory=dict)

    @classmethod
    def of(cls, isms: Isms) -> Scales:
        """The scales of the criteria on record."""
        versions = [
            each
            for each in isms.all(Criteria)
            if each.approved_on is not None and each.state in ("in force", "superseded")
        ]
        by_key: dict[str, list[Sequence[ScaleLevel]]] = {}
        for version in versions:
            for each in version.dimensions:
                by_key.setdefault(dimension(each.key), []).append(each.levels)
        return cls(
            likelihood=_agreed(_words(version.likelihood) for version in versions),
            impacts={key: _agreed(map(_words, scales)) for key, scales in by_key.items()},
        )

    def figures(self, target: str) -> Figures:
        """The words of the scale that a column is filled from; for a combined impact what all dimensions agree on."""
        stage, of_one, words = target.partition("impacts.")
        if of_one:
            return self.impacts.get(dimension(words), {})
        name = stage.rpartition(".")[2]
        if name == "likelihood":
            return self.likelihood
        return _agreed(self.impacts.values()) if name == "combined" else {}


def figure(figures: Figures, text: str) -> int | None:
    """The figure a text stands for: as the scale words it, else by the usual words for the same level."""
    word = folded_word(text)
    if word in figures:
        return figures[word]
    level = read_level(text)
    same = {number for each, number in figures.items() if level and read_level(each) == level}
    return same.pop() if len(same) == 1 else None


def _words(levels: Sequence[ScaleLevel]) -> Figures:
    """The words of one scale; a word that stands for two of its levels says neither."""
    numbers: dict[str, set[int]] = {}
    for each in levels:
        if each.label:
            numbers.setdefault(folded_word(each.label), set()).add(each.number)
    return {word: found.copy().pop() for word, found in numbers.items() if len(found) == 1}


def _agreed(scales: Iterable[Figures]) -> Figures:
    """The words that stand for one figure in every scale."""
    first, *others = list(scales) or [{}]
    return {word: number for word, number in first.items() if all(each.get(word) == number for each in others)}
