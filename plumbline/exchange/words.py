"""Words that people put into cells, in English, German and French: nothing, yes and no, how much."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

Level = Literal["very low", "low", "medium", "high", "very high", "critical"]

_BLANK = frozenset(
    [
        *[
            "n/a",
            "na",
            "n.a.",
            "n.a",
            "#n/a",
            "#nv",
            "null",
            "nil",
            "n.v.",
            "k.a.",
            "k.a",
            "ka",
            "k/a",
            "s.o.",
            "s.o",
            "s/o",
        ],
        *["-", "--", "---", "–", "—", "/", ".", "...", "entfällt", "entf.", "keineangabe", "keineangaben"],
        *["notapplicable", "nichtzutreffend", "sansobjet", "nonapplicable", "nonrenseigné"],
    ]
)
_YES = frozenset(["yes", "y", "ja", "j", "oui", "o", "x", "✓", "✔", "☑", "☒", "true", "wahr", "vrai", "1", "on"])
_NO = frozenset(["no", "n", "nein", "non", "false", "falsch", "faux", "0", "off", "✗", "✘", "☐"])
_LEVELS: dict[Level, tuple[str, ...]] = {
    "very low": (
        *("very low", "vl", "negligible", "sehr niedrig", "sehr gering", "vernachlässigbar"),
        *("très faible", "très bas", "négligeable"),
    ),
    "low": ("low", "l", "minor", "niedrig", "gering", "klein", "faible", "bas", "basse", "mineur", "mineure"),
    "medium": (
        *("medium", "med", "mid", "m", "moderate", "mittel", "mäßig", "moderat"),
        *("moyen", "moyenne", "modéré", "modérée"),
    ),
    "high": ("high", "h", "hoch", "élevé", "élevée", "haut", "haute", "fort", "forte"),
    "very high": (
        *("very high", "vh", "sehr hoch", "très élevé", "très élevée"),
        *("très haut", "très haute", "très fort", "très forte"),
    ),
    "critical": ("critical", "crit", "c", "kritisch", "critique", "existenzbedrohend"),
}
_REMARKED = re.compile(r"(\w+|[✓✔☑☒✗✘☐])\s*(?:[,;:.–—]\s+|-\s|\s-|\()\s*(.+)", re.DOTALL)
_NUMBERED = re.compile(r"\(?\d+\)?\s*[-–—:.=]?\s*([^\d()]+)|([^\d()]+?)\s*[-–—:=]?\s*\(?\d+\)?")


def plain(text: str) -> str:
    """The text as it is compared: composed, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def unaccented(text: str) -> str:
    """`plain` without accents, for words that people type with and without them."""
    return "".join(letter for letter in unicodedata.normalize("NFD", plain(text)) if not unicodedata.combining(letter))


_LEVEL_OF = {unaccented(word): level for level, words in _LEVELS.items() for word in words}


class Answer(NamedTuple):
    """Yes, no, or neither (None), and what was said besides: “Yes (told on Monday)” is yes with a remark."""

    value: bool | None
    remark: str


def is_blank(text: str) -> bool:
    """Whether the cell says nothing: empty, n/a, k. A., a dash, entfällt, sans objet. “TBD” says something."""
    words = plain(text).replace(" ", "")
    return not words or words in _BLANK


def read_bool(text: str) -> bool | None:
    """Yes or no where the cell says just that, in words, ticks or figures; None for all else."""
    words = plain(text).rstrip(".!")
    if words in _YES:
        return True
    return False if words in _NO else None


def read_answer(text: str) -> Answer:
    """Yes or no with the remark behind it; the remark is the whole text where it begins with neither."""
    value = read_bool(text)
    if value is not None:
        return Answer(value, "")
    found = _REMARKED.fullmatch(text.strip())
    # A single letter or figure before a comma is more likely a list than an answer.
    if found and (len(found[1]) > 1 or not found[1].isalnum()):
        value = read_bool(found[1])
    if found is None or value is None:
        return Answer(None, text.strip())
    remark = found[2].strip()
    return Answer(value, remark[:-1] if remark.endswith(")") and "(" not in remark else remark)


def read_level(text: str) -> Level | None:
    """The level a word names, also as “4 - High” or “hoch (3)”; None for words of no scale we know."""
    words = unaccented(text).rstrip(".")
    if words not in _LEVEL_OF and len(words) < 60:
        found = _NUMBERED.fullmatch(words)
        words = (found[1] or found[2]).strip() if found else ""
    return _LEVEL_OF.get(words)
