"""The registers of incidents: what was reported, what was one, who was told, what was learned."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Incident, Record

HOUR = 3600


def took(isms: Isms, record: Record) -> str:
    """From the detection of an incident to its resolution, in hours."""
    if not isinstance(record, Incident) or record.detected_at is None:
        return ""
    if record.resolved_at is None:
        return "open"
    hours = (record.resolved_at - record.detected_at).total_seconds() / HOUR
    return f"{hours:.0f} h" if hours >= 1 else "under an hour"


declare(
    Register(
        kind=kinds.Event,
        clause="A.6.8",
        columns=("seen_at", "reported_by", "decision", "decided_by", "incident", "state"),
        filters=("decision", "state", "reported_by"),
        teach="Anything odd that somebody reported. Each gets an answer: an incident, or no incident and why. "
        "Many small reports are a good sign.",
    ),
    Register(
        kind=kinds.Incident,
        clause="A.5.26",
        columns=("severity", "owner", "detected_at", "Time to resolve", "notify", "state"),
        filters=("severity", "state", "owner", "personal_data", "notify"),
        computed={"Time to resolve": took},
        groups=(
            ("What happened", ("title", "incident_kind", "severity", "description", "assets", "state")),
            ("Who", ("owner", "reported_by", "detected_by", "detection_method", "response_team")),
            (
                "When",
                (
                    "occurred_at",
                    "detected_at",
                    "reported_at",
                    "contained_at",
                    "resolved_at",
                    "closed_at",
                    "contain_within",
                    "resolve_within",
                    "hours_to_resolve",
                ),
            ),
            (
                "Who has to be told",
                (
                    "personal_data",
                    "personal_data_note",
                    "aware_at",
                    "notify",
                    "notify_note",
                    "obligations",
                    "decided_on",
                ),
            ),
            (
                "What came of it",
                ("cause", "caused_by_change", "lessons", "actions", "action_text", "no_action_reason", "note"),
            ),
        ),
        teach="When confidentiality, integrity or availability was really harmed or nearly so. Note times as they "
        "happen: "
        "deadlines for telling authorities and customers count from them.",
    ),
    Register(
        kind=kinds.Notification,
        clause="A.5.5",
        columns=("incident", "recipient", "obligation", "limit", "sent_at"),
        filters=("incident", "obligation"),
        teach="Whom you told about an incident, when, and by which duty. Also that it was late, and why.",
    ),
    Register(
        kind=kinds.Lesson,
        clause="A.5.27",
        columns=("incident", "owner", "agreed", "state"),
        filters=("incident", "owner", "state"),
        teach="What an incident taught, and what you changed because of it.",
    ),
)
