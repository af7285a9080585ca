"""When something is due: from its own date, its own interval, or what the organisation promised."""

from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.promises import Promise, promise, setting


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which something is owed; `stated` is the promise it follows from, None for the record's own date."""

    day: date
    stated: Promise | None = None


def next_due(isms: Isms, own: date | None, last: date | None, own_interval: str, *promised: str) -> Due | None:
    """The next due day: the record's own date, else last + its own interval, else last + the promised interval.

    promised: the name of the promise and, after it, what it is asked for (the most particular first). None where
    nothing is known to count from or nobody promised: then the record cannot be judged.
    """
    if own:
        return Due(own)
    if last is None:
        return None
    if mine := interval(own_interval):
        return Due(mine.after(last))
    if not promised:
        return None
    name, *subjects = promised
    stated = promise(isms, name, *subjects)
    return Due(stated.interval.after(last), stated) if stated and stated.interval else None


def overdue(isms: Isms, day: date | None) -> bool:
    """Whether a day lies before the day judged on."""
    return day is not None and day < isms.on


def younger(isms: Isms, day: date) -> bool:
    """Whether the system came into operation only after a day: what was owed before that it could not do."""
    return isms.organization.started is not None and isms.organization.started > day


def cycle_start(isms: Isms) -> date:
    """The first day of the audit cycle that ends today: what lies before it and is over is not examined any more."""
    stated = promise(isms, "audit_cycle")
    span = stated.interval if stated else interval("36 m")
    return span.before(isms.on) if span else date.min


def in_cycle(isms: Isms, day: date | None) -> bool:
    """Whether something over lies in the current audit cycle; what has no day is looked at."""
    return day is None or day >= cycle_start(isms)


def silence_start(isms: Isms, kind: str = "") -> date:
    """The day before which an empty register is no longer believed (setting `silence`, by kind)."""
    span = interval(setting(isms, "silence", kind))
    return span.before(isms.on) if span else date.min


def younger_than_silence(isms: Isms, kind: str = "") -> bool:
    """Whether the system itself is younger than the silence it would be blamed for."""
    started = isms.organization.started
    return started is not None and started > silence_start(isms, kind)
