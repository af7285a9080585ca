"""The clock of an incident: what has happened when, what is to happen by when, and who has to be told by then.

What it took counts from the detection, as the metrics do; targets from the report, or from the detection where there
was none; notices from when the incident was known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plumbline.apps.journal import ports
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Event, Incident, Notification, Obligation
from plumbline.engine.domain.notices import Owed, aware, duties_to_tell, is_said_to_be_told, owed, was_told
from plumbline.engine.domain.promises import promise

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Hand:
    """Something with a time: reached, or to be reached by a limit. `tone` says how it stands.

    `left` is the time to the limit, or past it; `took` from the beginning to when it was reached.
    """

    key: str
    label: str
    at: datetime | None
    limit: datetime | None
    tone: str
    left: str = ""
    took: str = ""

    @property
    def running(self) -> bool:
        """Whether a limit still runs."""
        return self.at is None and self.limit is not None


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who has to be told: recipient, the duty behind it, the limit, and when it was sent."""

    hand: Hand
    recipient: str
    notice: Notification | None
    duty: Obligation | None
    why_late: str


@dataclass(frozen=True, slots=True)
class Clock:
    """All of an incident's times; `unknown`: it is known since no stated time, so that no notice can be counted."""

    incident: Incident
    hands: tuple[Hand, ...]
    notices: tuple[Notice, ...]
    undecided: bool
    unknown: bool

    @property
    def reported(self) -> datetime | None:
        """When it was reported, where that was another time than that of its detection and a target counts from it."""
        targets = self.incident.contain_within or self.incident.resolve_within
        told, found = self.incident.reported_at, self.incident.detected_at
        return told if targets and found and told != found else None

    @property
    def late(self) -> bool:
        """Whether a limit has passed with nothing done."""
        return any(each.running and each.tone == "bad" for each in (*self.hands, *(n.hand for n in self.notices)))


def present() -> datetime:
    """This moment, to the second: more would pretend."""
    return ports.now().replace(microsecond=0)


def moment_of(visit: Visit) -> datetime:
    """The moment that a page counts to: now, or the end of the past day that is shown."""
    if visit.as_of is None:
        return ports.now()
    return datetime.combine(visit.as_of, time.max, ZoneInfo(visit.time_zone)).astimezone(UTC)


def clock(isms: Isms, incident: Incident, now: datetime) -> Clock:
    """What has happened and what is owed, counted to a moment."""
    known = aware(incident)
    asked = _must_tell(isms, incident)
    return Clock(
        incident,
        tuple(_hands(incident, now)),
        tuple(_notices(isms, incident, known, now)) if asked and known else (),
        undecided=incident.notify in ("", "undecided") and (asked or incident.personal_data == ""),
        unknown=asked and known is None,
    )


def _must_tell(isms: Isms, incident: Incident) -> bool:
    if incident.notify == "no" or is_said_to_be_told(isms, incident):
        return False
    return incident.notify == "yes" or incident.personal_data == "yes" or bool(duties_to_tell(isms, incident))


def _hands(incident: Incident, now: datetime) -> Iterator[Hand]:
    began = incident.detected_at or incident.reported_at
    counted = incident.reported_at or incident.detected_at
    yield _hand("detected", "Detected", began, None, None, now)
    for key, label, at, target in (
        ("contained", "Contained", incident.contained_at, incident.contain_within),
        ("resolved", "Resolved", incident.resolved_at, incident.resolve_within),
    ):
        span = interval(target) if target else None
        yield _hand(key, label, at, span.after_moment(counted) if span and counted else None, began, now)


def _hand(
    key: str, label: str, at: datetime | None, limit: datetime | None, began: datetime | None, now: datetime
) -> Hand:
    if at is not None:
        late = limit is not None and at > limit
        took = spoken(at - began) if began and at >= began else ""
        return Hand(key, label, at, limit, "warn" if late else "good", took=took)
    if limit is None:
        return Hand(key, label, None, None, "plain", took=spoken(now - began) if began and now > began else "")
    tone = "bad" if now > limit else "warn" if limit - now < SOON else "notice"
    return Hand(key, label, None, limit, tone, left=spoken(abs(limit - now)))


def _notices(isms: Isms, incident: Incident, known: datetime | None, now: datetime) -> Iterator[Notice]:
    if known is None:
        return
    for each in owed(isms, incident):
        limit = each.limit.after_moment(known) if each.limit else None
        sent = each.notice.sent_at if each.notice else None
        if sent is None and each.notice and was_told(each.notice):
            continue  # a proof without a time: the record says so, and a clock cannot
        hand = _hand("notice", _recipient(each), sent, limit, known, now)
        why = each.notice.delay_reason if each.notice else ""
        yield Notice(hand, _recipient(each), each.notice, each.duty, why)


def _recipient(each: Owed) -> str:
    named = (each.notice.recipient if each.notice else "") or (each.duty.reports_to if each.duty else "")
    return named or (each.duty.title if each.duty else "") or "Whoever has to be told"


def spoken(span: timedelta) -> str:
    """A span of time as people say it: `3 h 20 min`, `2 days 4 h`."""
    seconds = int(abs(span.total_seconds()))
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes else "")
    return f"{minutes} min" if minutes else "under a minute"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event nobody has decided on: since when, and until when it was to be."""

    event: Event
    hand: Hand


def waiting(isms: Isms, now: datetime) -> tuple[Waiting, ...]:
    """Open events, the oldest first."""
    stated = promise(isms, "triage_within")
    found = []
    for each in isms.live(Event):
        if each.decision or each.incident:
            continue
        heard = each.reported_at or each.seen_at
        limit = stated.interval.after_moment(heard) if stated and stated.interval and heard else None
        found.append(Waiting(each, _hand("decided", "To be decided", None, limit, heard, now)))
    return tuple(sorted(found, key=lambda each: (each.event.reported_at or each.event.seen_at or now, each.event.ref)))


def year_before(day: date) -> date:
    """The same day a year earlier, for counts that say of which time they are."""
    return day - timedelta(days=365)
