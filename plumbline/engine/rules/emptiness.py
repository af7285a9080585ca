"""What absence rules share: whether anything is on record at all, is live in a register, and how long ago it was."""

from collections.abc import Iterable
from datetime import date, datetime

from plumbline.engine.domain.documentation import documents_in_force
from plumbline.engine.domain.due import silence_start
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import Record
from plumbline.engine.rules.finding import Unjudged
from plumbline.engine.rules.wording import days_between

FOUNDED = frozenset({"organization", "person", "membership"})
"""The kinds that founding an organisation and letting people in writes."""


def only_founded(isms: Isms) -> bool:
    """Whether nothing is on record but the organisation and whoever was let in: these show nothing of the system."""
    held = {kind: len(records) for kind, records in isms.records.items() if records}
    return held.keys() <= FOUNDED and held.get("person", 0) <= held.get("membership", 0)


def nothing_live(isms: Isms, kind: type[Record], one: str, many: str = "") -> str:
    """The gap of a register without a live record; empty where it has one."""
    if isms.live(kind):
        return ""
    ended = len(isms.all(kind))
    if not ended:
        return f"No {one} is on record."
    if ended == 1:
        return f"The only {one} on record is no longer live."
    return f"None of the {ended} {many or one + 's'} on record is live."


def without_any_document(isms: Isms) -> Unjudged | None:
    """What an absence says that only a document could heal, while none at all is in force: DOC000 tells that hole."""
    return None if documents_in_force(isms) else Unjudged(isms.organization, "any document in force (DOC000)")


def silent(isms: Isms, what: str, subject: str, newest: date | None) -> str:
    """The gap of a register that has heard of nothing for longer than silence is believed; empty where it has."""
    start = silence_start(isms, subject)
    if newest is None:
        return f"No {what} is on record."
    if newest >= start:
        return ""
    return (
        f"The newest {what} is of {newest.isoformat()}, {days_between(newest, isms.on)} ago; "
        f"since {start.isoformat()} nothing is on record."
    )


def newest_day(isms: Isms, records: Iterable[Record], *fields: str) -> date | None:
    """The latest day on which one of these records happened: its first field with a day, else its journal entry."""
    days = (_happened(isms, each, fields) for each in records)
    return max((each for each in days if each is not None and each <= isms.on), default=None)


def _happened(isms: Isms, record: Record, fields: tuple[str, ...]) -> date | None:
    for name in fields:
        stated = getattr(record, name)
        if isinstance(stated, datetime):
            return stated.date()
        if isinstance(stated, date):
            return stated
    life = isms.lives.get((record.KIND, record.ref))
    return life.first if life else None
