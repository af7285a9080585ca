"""Promises and settings: what the organisation said it would do, and where it said so (rules.md, section 7)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import OwnRule
from plumbline.engine.domain.policies import commitments_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A promise or setting that can be adopted: its name, what it means and what we propose to begin with.

    `awaits` names the records that no register holds yet, where no rule reads the promise before they come.
    """

    name: str
    means: str
    starter: str = ""
    clause: str = ""
    unit: str = "interval"
    default: str = ""
    awaits: str = ""

    @property
    def is_setting(self) -> bool:
        """Settings belong to the tool and have a default that applies; promises do not."""
        return bool(self.default)


@dataclass(frozen=True, slots=True)
class Promise:
    """A value the organisation set itself, and where it is stated."""

    name: str
    setting: str
    stated: str

    @property
    def interval(self) -> Interval | None:
        """The promise as a span of time, where it is one."""
        return interval(self.setting)

    def __str__(self) -> str:
        return f"{self.name}: {self.setting}, {self.stated}"


COUNT, SHARE = re.compile(r"[0-9]{1,6}"), re.compile(r"0?\.[0-9]{1,6}|[01](\.0{1,6})?")


def fits(name: str, words: str) -> bool:
    """Whether words are a value that a setting of the tool can have; a promise may be told in words of its own."""
    kind = catalogue()[name]
    if not kind.is_setting:
        return True
    if kind.unit == "interval":
        return interval(words) is not None
    return bool((COUNT if kind.unit == "count" else SHARE).fullmatch(words.strip()))


@cache
def catalogue() -> Mapping[str, Kind]:
    """Every promise and setting by name."""
    raw = tomllib.loads(resources.files(__package__).joinpath("promises.toml").read_text(encoding="utf-8"))
    return {name: Kind(name=name, **fields) for name, fields in raw.items()}


def promise(isms: Isms, name: str, *subjects: str) -> Promise | None:
    """What stands: a commitment in force on the subject, else an own rule for it, else the general one, else None.

    subjects: what it is asked for, the most particular first (a level, a criticality, a kind).
    """
    if name not in catalogue():
        raise KeyError(f"{name} is no promise of the catalogue")
    for subject in (*subjects, ""):
        found = _remembered(isms, name, folded(subject))
        if found:
            return found
    return None


def _remembered(isms: Isms, name: str, subject: str) -> Promise | None:
    return isms.memo(("promise", name, subject), lambda: _stated(isms, name, subject))


def _stated(isms: Isms, name: str, subject: str) -> Promise | None:
    # A policy promises something once it is in force: a sentence that nobody approved takes nothing from an own rule.
    # How the tool judges is adopted, by those who may, and not written into a record.
    for commitment in commitments_in_force(isms) if not catalogue()[name].is_setting else ():
        if commitment.topic == name and folded(commitment.applies_to) == subject and commitment.promised:
            return Promise(name, commitment.promised, f"commitment {commitment.ref}")
    for rule in isms.live(OwnRule):
        if rule.title == name and folded(rule.applies_to) == subject and rule.setting:
            return Promise(
                name, rule.setting, f"own rule {rule.ref}" + (f", {rule.stated_in}" if rule.stated_in else "")
            )
    return None


def standing(isms: Isms, name: str) -> tuple[tuple[str, Promise], ...]:
    """Everything that stands under a name: what it applies to (empty for everything) and the promise."""
    subjects = {folded(each.applies_to): each.applies_to for each in isms.live(OwnRule) if each.title == name}
    subjects |= {folded(each.applies_to): each.applies_to for each in commitments_in_force(isms) if each.topic == name}
    found = ((words, _remembered(isms, name, subject)) for subject, words in sorted(subjects.items()))
    return tuple((words, each) for words, each in found if each)


def setting(isms: Isms, name: str, subject: str = "") -> str:
    """The value of a setting of the tool, as adopted or by default; words that are no such value are not believed."""
    found = promise(isms, name, subject) if subject else promise(isms, name)
    return found.setting if found and fits(name, found.setting) else catalogue()[name].default
