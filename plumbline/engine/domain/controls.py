"""What we do about a control, and controls beyond Annex A (clause 8.1)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import Record, choice, control_keys, day, prose, record, refs, responsible, text

Implementation = Literal["", "implemented", "partly", "planned", "none"]


@record("control_state", prefix="", subject="control", register="Controls", natural_key=("ref",))
class ControlState(Record):
    """The state of one control of Annex A; its reference is the key of the catalogue."""

    status: Implementation = choice(label="Implementation status")
    owner: str = responsible()
    description: str = prose(label="How it is done here")
    since: date | None = day()
    cadence: str = text(label="Evidence every")
    grace: str = text()
    max_age: str = text(label="Evidence good for")
    cadence_from: date | None = day(label="Cadence valid from")
    documents: tuple[str, ...] = refs("document")
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()


@record("own_control", prefix="OC", subject="control", register="Own controls", ended=("withdrawn",))
class OwnControl(Record):
    """A control of our own, beyond Annex A."""

    description: str = prose()
    status: Implementation = choice(label="Implementation status")
    owner: str = responsible()
    related: tuple[str, ...] = control_keys(label="Related controls")
    since: date | None = day()
    cadence: str = text(label="Evidence every")
    max_age: str = text(label="Evidence good for")
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["in use", "withdrawn"] = choice("in use")
