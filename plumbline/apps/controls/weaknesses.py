"""Weaknesses by age and severity against what was promised (A.8.8), and keys that run out (A.8.24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.importance import LEVELS
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import CryptoKey, PolicyException, Vulnerability
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.weaknesses import Limit, date_of_the_list, deadline, exception_for

GRAVEST_FIRST = (*reversed(LEVELS), "")
AGES: tuple[tuple[str, int | None], ...] = (
    ("a week", 7),
    ("a month", 30),
    ("a quarter", 90),
    ("half a year", 182),
    ("older", None),
)
"""Bands of age: their name, and up to how many days they reach."""
SOON = timedelta(days=7)
KEYS_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Open:
    """An open weakness: how old it is, until when it is to be remedied and why then, and what excuses it."""

    weakness: Vulnerability
    age: int | None
    limit: Limit | None
    excused: PolicyException | None
    late: int
    soon: bool

    @property
    def exploited(self) -> bool:
        """Whether it stands on the list of exploited ones."""
        return bool(self.weakness.exploited)


@dataclass(frozen=True, slots=True)
class Row:
    """One severity: what is promised for it, and how many open weaknesses of each age."""

    severity: str
    promised: str
    by_age: tuple[int, ...]
    late: int
    total: int


def open_weaknesses(isms: Isms) -> tuple[Open, ...]:
    """Every open weakness: exploited ones first, then what is latest, then by severity and age."""
    found = [_open(isms, each) for each in isms.live(Vulnerability)]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.exploited,
                -each.late,
                GRAVEST_FIRST.index(each.weakness.severity),
                -(each.age or 0),
                each.weakness.ref,
            ),
        )
    )


def _open(isms: Isms, weakness: Vulnerability) -> Open:
    limits = [each for each in (deadline(isms, weakness), date_of_the_list(isms, weakness)) if each]
    limit = min(limits, key=lambda each: each.day, default=None)
    excused = exception_for(isms, weakness, isms.on)
    late = (isms.on - limit.day).days if limit and limit.day < isms.on and excused is None else 0
    return Open(
        weakness=weakness,
        age=(isms.on - weakness.discovered).days if weakness.discovered else None,
        limit=limit,
        excused=excused,
        late=late,
        soon=bool(limit and not late and limit.day <= isms.on + SOON),
    )


def by_age_and_severity(isms: Isms, found: tuple[Open, ...]) -> tuple[Row, ...]:
    """The open weaknesses as a table; severities of which none is open are left out."""
    rows = []
    for severity in GRAVEST_FIRST:
        mine = [each for each in found if each.weakness.severity == severity]
        if mine:
            stated = promise(isms, "remediate_within", severity) if severity else None
            rows.append(
                Row(
                    severity=severity,
                    promised=stated.setting if stated else "",
                    by_age=tuple(sum(_band(each) == place for each in mine) for place in range(len(AGES))),
                    late=sum(each.late > 0 for each in mine),
                    total=len(mine),
                )
            )
    return tuple(rows)


def _band(each: Open) -> int:
    if each.age is None:
        return len(AGES) - 1
    return next(place for place, (_, most) in enumerate(AGES) if most is None or each.age <= most)


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A key or certificate in use: the next day on which something is to be done about it, and what."""

    key: CryptoKey
    day: date | None
    what: str
    late: bool
    soon: bool


def keys(isms: Isms) -> tuple[Lapsing, ...]:
    """Keys and certificates in use, the next to lapse first; those without any day last."""
    found = [_lapsing(isms, each) for each in isms.live(CryptoKey)]
    return tuple(sorted(found, key=lambda each: (each.day or date.max, each.key.ref)))


def _lapsing(isms: Isms, key: CryptoKey) -> Lapsing:
    rotation, since = interval(key.rotate_every), key.rotated_on or key.issued_on
    changed = rotation.after(since) if rotation and since else None
    told = ((changed, "to be changed"), (key.expires, "expires"))
    days: Mapping[date, str] = {each: what for each, what in told if each is not None}
    day = min(days, default=None)
    return Lapsing(
        key=key,
        day=day,
        what=days[day] if day else "",
        late=day is not None and day < isms.on,
        soon=day is not None and isms.on <= day <= isms.on + KEYS_SOON,
    )
