"""Who is meant by the words of a cell: a person, who gets an opaque id, or a role."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources

from plumbline.exchange.cells import unaccented

_TITLED = re.compile(r"^(mr|mrs|ms|dr|prof|herr|frau|m|mme|monsieur|madame)\.?\s+\S", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_SEVERAL = re.compile(r"\s*[+;\n]\s*")
_STROKES = re.compile(r"\s*[/&]\s*|\s+(?:and|und|et)\s+")
_COMMAS = re.compile(r"\s*,\s*")
_LAST_COMMA = re.compile(r"\s*,\s*(?=[^,]*$)")
_PERHAPS_SEVERAL = re.compile(rf"{_COMMAS.pattern}|{_STROKES.pattern}")
_DIVIDED = re.compile(r"\s*[()\[\]]\s*|\s*:\s+|\s+[-–—]\s+")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
SHORTEST_ALIKE = 4


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
    """The several who are named in one cell: “ISO + CEO”, one per line or semicolon, or names in a row."""
    return tuple(each for row in _pieces(_SEVERAL, text.strip()) for each in _in_a_row(row))


def _in_a_row(text: str) -> tuple[str, ...]:
    """Commas and strokes part only where somebody's name stands between them: they are part of many a title."""
    names = _pieces(_PERHAPS_SEVERAL, text)
    if len(names) > 1 and all(looks_personal(each) for each in names):
        return names
    if looks_personal(text):
        return (text,)
    for separator in (_STROKES, _COMMAS, _LAST_COMMA):
        names = _pieces(separator, text)
        if len(names) > 1 and any(looks_personal(part) for each in names for part in divided(each)):
            return tuple(part for each in names for part in _in_a_row(each))
    return (text,)


def divided(text: str) -> tuple[str, ...]:
    """One mention as function and name, who answers first: “Head of IT (Jane Miller)”, “Jane Miller – Head of IT”."""
    pieces = () if looks_personal(text) else tuple(each for each in _DIVIDED.split(text.strip()) if each)
    parts = tuple(part for each in pieces for part in several(each)) if len(pieces) > 1 else ()
    return parts if any(looks_personal(part) for part in parts) else (text,)


def _pieces(separator: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The text parted, unless that would tear a bracket."""
    pieces = tuple(each for each in separator.split(text) if each)
    return pieces if all(each.count("(") == each.count(")") for each in pieces) else (text,)


def aside_of(text: str) -> str:
    """What stands in brackets behind a name, with its brackets: “ (Head of IT)”; not if that is a name as well."""
    found = _ASIDE.search(text)
    words = found[0].strip() if found else ""
    return "" if any(looks_personal(each) for each in several(words[1:-1])) else f" {words}".rstrip()


def name_key(name: str) -> str:
    """A person's name for comparing: no titles, no accents, given name first."""
    words = _ASIDE.sub("", name).strip()
    if words.count(",") == 1:
        family, given = words.split(",")
        words = f"{given} {family}"
    words = re.sub(r"^(?:(?:mr|mrs|ms|dr|prof|herr|frau|mme|monsieur|madame)\.?\s+)+", "", unaccented(words))
    return " ".join(words.replace(".", " ").replace("-", " ").split())


def alike(first: str, second: str) -> bool:
    """Whether two names may be one person's: given names that begin alike, or a letter's difference in the family's."""
    one, two = name_key(first).split(), name_key(second).split()
    if not one or not two or one == two:
        return False
    if sorted(one) == sorted(two):
        return True
    if one[-1] == two[-1]:
        return one[0].startswith(two[0]) or two[0].startswith(one[0])
    return len(one) > 1 and one[:-1] == two[:-1] and _one_letter_apart(one[-1], two[-1])


def _one_letter_apart(one: str, two: str) -> bool:
    """One letter more, less or other; of very short names that would make strangers one."""
    if len(one) > len(two):
        one, two = two, one
    if len(one) < SHORTEST_ALIKE or len(two) - len(one) > 1:
        return False
    same = next((at for at, letter in enumerate(one) if letter != two[at]), len(one))
    return one[same + (len(one) == len(two)) :] == two[same + 1 :]


class KnownNames:
    """Names by the parts that two spellings of one person share: a staff list is not compared each with each."""

    def __init__(self) -> None:
        self._called: dict[str, str] = {}
        self._place: dict[str, int] = {}
        self._sharing: dict[tuple[str, ...], list[str]] = defaultdict(list)

    def add(self, ref: str, name: str) -> None:
        """Make a person's name known."""
        self._called[ref] = name
        self._place.setdefault(ref, len(self._place))
        for part in _parts(name):
            self._sharing[part].append(ref)

    def like(self, name: str) -> tuple[tuple[str, str], ...]:
        """Reference and name of everybody who may be the same person, in the order in which they came."""
        near = {ref for part in _parts(name) for ref in self._sharing.get(part, ()) if alike(name, self._called[ref])}
        return tuple((ref, self._called[ref]) for ref in sorted(near, key=self._place.__getitem__))


def _parts(name: str) -> tuple[tuple[str, ...], ...]:
    """What of a name `alike` wants to be equal: all its words in any order, the last one, or all but the last."""
    words = name_key(name).split()
    return (("words", *sorted(words)), ("last", *words[-1:]), ("others", *words[:-1])) if words else ()
