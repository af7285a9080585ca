"""Who is meant by the words of a cell: a person, who gets an opaque id, or a role."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from plumbline.exchange.cells import unaccented

_TITLED = re.compile(r"^(mr|mrs|ms|dr|prof|herr|frau|m|mme|monsieur|madame)\.?\s+\S", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_SEVERAL = re.compile(r"\s*[+;\n]\s*")
_PERHAPS_SEVERAL = re.compile(r"\s*[,/&]\s*|\s+(?:and|und|et)\s+")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


@cache
def _words() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = tomllib.loads(
        resources.files(__package__).joinpath("who.toml").read_text(encoding="utf-8")
    )
    return found


@cache
def _organizational() -> frozenset[str]:
    return frozenset(unaccented(word) for word in _words()["organizational"])


def role_kind(title: str) -> str:
    """The kind of role that a title plainly says; empty where it does not."""
    words = f" {unaccented(title)} "
    for kind in ("top management", "auditor", "developer", "administration"):
        if any(f" {unaccented(word)} " in words for word in _words()[kind]):
            return kind
    return ""


def looks_personal(text: str) -> bool:
    """Whether words are plainly somebody's name: “Anna Weber”, “Weber, Anna”, “Dr. A. Weber”, not “Head of Sales”."""
    if _TITLED.match(text):
        return True
    name = _ASIDE.sub("", text)
    family_first = name.count(",") == 1
    words = name.replace(",", " ").split()
    if not 2 <= len(words) <= 4 or not all(_NAME.fullmatch(word) for word in words):
        return False
    if any(unaccented(word).rstrip(".") in _organizational() for word in words):
        return False
    given = [word for word in words if unaccented(word) not in PARTICLES]
    capital = all(word[0].isupper() and (not word.isupper() or len(word.rstrip(".")) == 1) for word in given)
    return capital and len(given) >= 2 and (not family_first or len(words) <= 3)


PARTICLES = frozenset(
    ["von", "van", "der", "den", "de", "del", "della", "di", "da", "du", "la", "le", "zu", "zur", "bin", "al"]
)


def several(text: str) -> tuple[str, ...]:
    """The several who are named in one cell: “ISO + CEO”, one per line or semicolon, or whole names in a row."""
    names = _PERHAPS_SEVERAL.split(text.strip())
    if len(names) > 1 and all(looks_personal(each) for each in names):
        return tuple(names)
    return tuple(each for each in _SEVERAL.split(text.strip()) if each)


def name_key(name: str) -> str:
    """A person's name for comparing: no titles, no accents, given name first."""
    words = _ASIDE.sub("", name).strip()
    if words.count(",") == 1:
        family, given = words.split(",")
        words = f"{given} {family}"
    words = re.sub(r"^(?:(?:mr|mrs|ms|dr|prof|herr|frau|mme|monsieur|madame)\.?\s+)+", "", unaccented(words))
    return " ".join(words.replace(".", " ").replace("-", " ").split())


def alike(first: str, second: str) -> bool:
    """Whether two different names may be one person's: same family name, and given names that begin alike."""
    one, two = name_key(first).split(), name_key(second).split()
    if not one or not two or one == two:
        return False
    if sorted(one) == sorted(two):
        return True
    return one[-1] == two[-1] and (one[0].startswith(two[0]) or two[0].startswith(one[0]))
