"""What comes again: how many alike in which time count as one fault (promise `recurrence`), and incidents that are."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.inventory import incidents_of_the_cycle
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset, Incident
from plumbline.engine.domain.promises import Promise, promise

HOW_MANY = re.compile(r"(?P<number>\d{1,6})\b.*?\bin\s+(?:an?\s+)?(?P<time>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How many alike in which time are too many, and where that is promised."""

    number: int
    window: Interval
    stated: Promise


def recurrence(isms: Isms) -> Recurrence | None:
    """The promise `recurrence` as “3 in a year”; None where nobody promised it or it says no number and time."""
    stated = promise(isms, "recurrence")
    found = HOW_MANY.fullmatch(stated.setting.strip()) if stated else None
    window = interval(found["time"]) if found else None
    return Recurrence(int(found["number"]), window, stated) if stated and found and window else None


def happened(incident: Incident) -> date | None:
    """The day of an incident: when it occurred, else when it was seen or told."""
    moment = incident.occurred_at or incident.detected_at or incident.reported_at
    return moment.date() if moment else None


def alike(isms: Isms) -> Mapping[Hashable, tuple[Incident, ...]]:
    """Incidents of the cycle by what two must share to be called alike, the earliest first."""

    def group() -> Mapping[Hashable, tuple[Incident, ...]]:
        groups: dict[Hashable, list[Incident]] = {}
        dated = [(day, each.ref, each) for each in incidents_of_the_cycle(isms) if (day := happened(each))]
        for _, _, incident in sorted(dated, key=lambda each: each[:2]):
            for key in likenesses(isms, incident):
                groups.setdefault(key, []).append(incident)
        return {key: tuple(each) for key, each in groups.items()}

    return isms.memo("incidents alike", group)


def likenesses(isms: Isms, incident: Incident) -> Iterator[Hashable]:
    """By what an incident may be like another: its cause, or its kind together with an asset."""
    if incident.cause:
        yield "cause", folded(incident.cause)
    if incident.incident_kind:
        for words in dict.fromkeys(incident.assets):
            found = isms.resolve(words, Asset)
            yield "kind and asset", folded(incident.incident_kind), found.ref if found else folded(words)
