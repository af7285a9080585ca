"""Vulnerabilities: until when they are to be remedied, how grave their score is, and what excepts them (A.8.8)."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.importance import LEVELS
from plumbline.engine.domain.inventory import vulnerabilities_of_the_cycle
from plumbline.engine.domain.isms import Isms, covers, folded
from plumbline.engine.domain.kinds import Asset, PolicyException, Vulnerability
from plumbline.engine.domain.promises import Promise, promise

WEAKNESS_CONTROL = "A.8.8"
WORD = re.compile(r"[\w-]+")
EXPLOITED = "exploited"
"""What an own rule `remediate_within` applies to that adopts the dates of the list of exploited vulnerabilities."""
BANDS: tuple[tuple[Decimal, str], ...] = (
    (Decimal("9.0"), "critical"),
    (Decimal("7.0"), "high"),
    (Decimal("4.0"), "medium"),
    (Decimal("0.1"), "low"),
)
"""The qualitative bands that CVSS publishes: from which score on a severity begins."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A day by which a vulnerability is to be remedied, where it comes from, and the promise it rests on."""

    day: date
    source: str
    stated: Promise | None = None


def band(score: Decimal) -> str:
    """The severity a CVSS score calls for; empty for 0.0."""
    return next((name for least, name in BANDS if score >= least), "")


def is_graver(one: str, other: str) -> bool:
    """Whether a severity is above another; what is on no scale is not."""
    return one in LEVELS and other in LEVELS and LEVELS.index(one) > LEVELS.index(other)


def allowed(isms: Isms, weakness: Vulnerability) -> Limit | None:
    """The last day that the promise for its severity allows; None without discovery or promise."""
    stated = promise(isms, "remediate_within", weakness.severity) if weakness.severity else None
    if not stated or not stated.interval or not weakness.discovered:
        return None
    return Limit(stated.interval.after(weakness.discovered), f"what “{weakness.severity}” allows", stated)


def deadline(isms: Isms, weakness: Vulnerability) -> Limit | None:
    """Its own deadline, else the last day its severity allows."""
    return Limit(weakness.deadline, "its deadline") if weakness.deadline else allowed(isms, weakness)


def date_of_the_list(isms: Isms, weakness: Vulnerability) -> Limit | None:
    """The date that the list of exploited vulnerabilities sets, with the own rule that adopts such dates, if any."""
    if not weakness.exploited or not weakness.exploited_due:
        return None
    stated = promise(isms, "remediate_within", EXPLOITED)
    adopted = stated if stated and adopts_the_list(isms) else None
    return Limit(weakness.exploited_due, "the date of the list of exploited vulnerabilities", adopted)


def adopts_the_list(isms: Isms) -> bool:
    """Whether an own rule or commitment says that dates of the exploited list bind."""
    found = promise(isms, "remediate_within", EXPLOITED)
    return found is not None and found != promise(isms, "remediate_within")


def on_the_list(isms: Isms) -> tuple[Vulnerability, ...]:
    """Open vulnerabilities on the list of exploited ones: VUL002's."""
    return tuple(each for each in isms.live(Vulnerability) if each.exploited)


def others(isms: Isms) -> tuple[Vulnerability, ...]:
    """Vulnerabilities of the audit cycle save those: VUL001's."""
    return tuple(each for each in vulnerabilities_of_the_cycle(isms) if not (each.live and each.exploited))


def exception_for(isms: Isms, weakness: Vulnerability, day: date) -> PolicyException | None:
    """An exception granted that covers a day and speaks of this vulnerability, or of A.8.8 on one of its assets."""
    named = isms.memo("exceptions by word", lambda: _by_word(isms))
    for name in (weakness.cve, weakness.ref):
        for each in named.get(folded(name), ()):
            if covers(each.granted, each.expires, day):
                return each
    for asset in resolved(isms, weakness.assets, Asset):
        for each in isms.of_parent(PolicyException, "assets", asset):
            if _was_granted(each) and WEAKNESS_CONTROL in each.controls and covers(each.granted, each.expires, day):
                return each
    return None


def _by_word(isms: Isms) -> Mapping[str, tuple[PolicyException, ...]]:
    """Exceptions by each word they use, so that a number such as CVE-2026-0001 leads to those that speak of it."""
    found: dict[str, list[PolicyException]] = defaultdict(list)
    for each in isms.all(PolicyException):
        if _was_granted(each):
            for word in set(WORD.findall(folded(f"{each.title} {each.description} {each.applies_to}"))):
                found[word].append(each)
    return {word: tuple(each) for word, each in found.items()}


def _was_granted(exception: PolicyException) -> bool:
    return exception.state in ("live", "ended")
