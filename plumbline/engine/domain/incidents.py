"""Events, incidents, notifications and lessons (A.5.24 to A.5.28, A.6.8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    decimal,
    flag,
    moment,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
)

Severity = Literal["", "low", "medium", "high", "critical"]


@record("event", prefix="EVT", subject="incident", register="Events", ended=("closed",))
class Event(Record):
    """Something seen and reported, to be decided on (A.5.25)."""

    description: str = prose()
    seen_at: datetime | None = moment()
    reported_at: datetime | None = moment()
    reported_by: str = responsible()
    decision: Literal["", "incident", "no incident"] = choice()
    decided_at: datetime | None = moment()
    decided_by: str = responsible()
    reason: str = prose()
    incident: str = ref("incident")
    state: Literal["open", "closed"] = choice("open")


@record("incident", prefix="INC", subject="incident", register="Incidents", ended=("closed",))
class Incident(Record):
    """An information security incident from detection to lessons."""

    incident_kind: str = text(label="Type")
    severity: Severity = choice()
    description: str = prose()
    assets: tuple[str, ...] = refs("asset", label="Affected assets")
    owner: str = responsible()
    reported_by: str = responsible()
    detected_by: str = text()
    detection_method: str = text()
    response_team: str = text()
    occurred_at: datetime | None = moment()
    detected_at: datetime | None = moment()
    reported_at: datetime | None = moment()
    contained_at: datetime | None = moment()
    resolved_at: datetime | None = moment()
    closed_at: datetime | None = moment()
    contain_within: str = text(label="Target to contain")
    resolve_within: str = text(label="Target to resolve")
    hours_to_resolve: Decimal | None = decimal(label="Hours to resolve")
    personal_data: Literal["", "yes", "no"] = choice(label="Personal data affected")
    personal_data_note: str = text(label="Reason for that decision")
    decided_on: date | None = day(label="Notification decided on")
    notify: Literal["", "yes", "no", "undecided"] = choice(label="Duty to notify")
    notify_note: str = text(label="Notification, as described")
    aware_at: datetime | None = moment(label="Aware since")
    obligations: tuple[str, ...] = refs("obligation")
    cause: str = prose(label="Root cause")
    caused_by_change: str = ref("change")
    lessons: str = prose()
    no_action_reason: str = prose(label="Why no action is needed")
    action_text: str = prose(label="Corrective action, as described")
    actions: tuple[str, ...] = refs("action", "nonconformity", label="Actions and nonconformities")
    state: Literal["open", "contained", "resolved", "closed"] = choice("open")


@record(
    "notification", prefix="NTF", subject="incident", register="Notifications", natural_key=("incident", "recipient")
)
class Notification(Record):
    """Telling an authority, a customer or the persons concerned (A.5.26, GDPR 33)."""

    incident: str = ref("incident")
    obligation: str = ref("obligation")
    recipient: str = text()
    limit: str = text(label="Limit")
    sent_at: datetime | None = moment()
    proof: str = text()
    delay_reason: str = prose(label="Reason for a delay")


@record("lesson", prefix="LSN", subject="incident", register="Lessons", ended=("closed",))
class Lesson(Record):
    """What an incident taught, and what is done about it (A.5.27)."""

    incident: str = ref("incident")
    description: str = prose()
    actions: tuple[str, ...] = refs("action", "nonconformity", "improvement")
    owner: str = responsible()
    agreed: bool | None = flag()
    state: Literal["open", "closed"] = choice("open")
