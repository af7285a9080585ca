"""Telling others of an incident: who has to be told, until when, what was sent (A.5.26, GDPR article 33)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Incident, Notification, Obligation
from plumbline.engine.domain.promises import Promise, promise


@dataclass(frozen=True, slots=True)
class Owed:
    """One notice that is owed: what was recorded of it, where it comes from, and the limit that binds it."""

    notice: Notification | None
    duty: Obligation | None
    limit: Interval | None
    stated: Promise | None = None


def notices(isms: Isms, incident: Incident) -> tuple[Notification, ...]:
    """What is recorded of telling others of an incident."""
    return isms.of_parent(Notification, "incident", incident)


def was_told(notice: Notification) -> bool:
    """Whether a notice claims to have been given: a time or a proof stands there."""
    return notice.sent_at is not None or bool(notice.proof)


def duties_to_tell(isms: Isms, incident: Incident) -> tuple[Obligation, ...]:
    """The obligations an incident touches that ask for a notice."""
    found = (isms.resolve(words, Obligation) for words in incident.obligations)
    return tuple(each for each in found if isinstance(each, Obligation) and (each.notify_within or each.reports_to))


def is_said_to_be_told(isms: Isms, incident: Incident) -> bool:
    """Whether only words claim that others were told, with no notice on record: INC007's, not INC006's."""
    return bool(incident.notify_note) and not notices(isms, incident)


def aware(incident: Incident) -> datetime | None:
    """Since when an incident was known; where nobody entered it, since it was detected or reported."""
    return incident.aware_at or incident.detected_at or incident.reported_at


def owed(isms: Isms, incident: Incident) -> Iterator[Owed]:
    """Each notice on record with its limit, then each duty that none serves; a nameless one where there is neither."""
    served = set()
    for notice in notices(isms, incident):
        duty = isms.resolve(notice.obligation, Obligation) if notice.obligation else None
        found = duty if isinstance(duty, Obligation) else None
        served.add(found.ref if found else "")
        yield _owed(isms, notice, found)
    for duty in duties_to_tell(isms, incident):
        if duty.ref not in served and "" not in served:
            yield _owed(isms, None, duty)
            served.add(duty.ref)
    if not served:
        yield _owed(isms, None, None)


def _owed(isms: Isms, notice: Notification | None, duty: Obligation | None) -> Owed:
    own = interval(notice.limit) if notice else None
    own = own or (interval(duty.notify_within) if duty else None)
    if own:
        return Owed(notice, duty, own)
    stated = promise(isms, "notify_within")
    return Owed(notice, duty, stated.interval if stated else None, stated)
