"""What is done again and again so that controls run, and each time it was done (clause 8.1)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    flag,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
)


@record("activity", prefix="TASK", subject="control", register="Control calendar", ended=("ended",))
class Activity(Record):
    """A recurring task: who does what how often, and what counts as done."""

    description: str = prose(label="What is done")
    controls: tuple[str, ...] = control_keys()
    serves: tuple[str, ...] = refs("clause", "obligation", "objective", label="Clauses or duties it serves")
    subjects: tuple[str, ...] = refs(label="What it is done to")
    performer: str = responsible(label="Done by")
    owner: str = responsible()
    interval: str = text(label="Every")
    grace: str = text(label="Days of grace")
    starts: date | None = day(label="First due")
    criterion: str = prose(label="Counts as done when")
    procedure_promised: bool | None = flag(label="Needs a written procedure")
    procedure: str = ref("document", label="Procedure")
    wants_evidence: bool | None = flag(label="Each time leaves a proof")
    interval_reason: str = prose(label="Why the interval was changed")
    state: Literal["in use", "ended"] = choice("in use")


@record(
    "activity_run",
    prefix="DONE",
    subject="control",
    register="Done",
    natural_key=("activity", "done_on"),
)
class ActivityRun(Record):
    """One time that a recurring task was done, or failed."""

    activity: str = ref("activity")
    due: date | None = day(label="Was due")
    done_on: date | None = day(label="Done on")
    by: str = responsible(label="Done by")
    result: Literal["", "done", "done in part", "failed", "left out"] = choice()
    remark: str = prose()
    evidence: tuple[str, ...] = refs("evidence_item")
    answered_by: tuple[str, ...] = refs(
        "action", "incident", "nonconformity", "exception", label="What followed from a failure"
    )


@record("crypto_key", prefix="KEY", subject="control", register="Keys and certificates", ended=("replaced", "revoked"))
class CryptoKey(Record):
    """A key or certificate in use: where, until when, and when it is to be changed (A.8.24)."""

    key_kind: Literal["", "certificate", "signing key", "encryption key", "access key", "other"] = choice(label="Type")
    assets: tuple[str, ...] = refs("asset", label="Used by")
    owner: str = responsible()
    kept_in: str = text(label="Kept in")
    issued_on: date | None = day()
    expires: date | None = day()
    rotate_every: str = text(label="Changed every")
    rotated_on: date | None = day(label="Last changed")
    replaced_by: str = ref("crypto_key")
    state: Literal["in use", "replaced", "revoked"] = choice("in use")
