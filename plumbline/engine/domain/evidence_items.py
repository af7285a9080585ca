"""Evidence: what shows that a control runs, for which period (clauses 7.5.3, 8.1)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    flag,
    part,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    whole,
)


@record("evidence_item", prefix="EVD", subject="evidence", register="Evidence", ended=("withdrawn", "superseded"))
class EvidenceItem(Record):
    """One thing that shows something, with the period it covers and the day it was observed."""

    shows: str = prose(label="What it shows")
    controls: tuple[str, ...] = control_keys(label="Controls it supports")
    records: tuple[str, ...] = refs(label="Records it supports")
    method: Literal["", "export", "query", "log", "photo", "interview", "document", "test", "observation"] = choice()
    evidence_kind: Literal["", "point", "span", "event"] = choice()
    covers_from: date | None = day()
    covers_to: date | None = day()
    observed_on: date | None = day()
    collected_on: date | None = day()
    collected_by: str = responsible()
    result: Literal["", "holds", "holds in part", "fails"] = choice()
    examined: int | None = whole(label="Looked at")
    faulted: int | None = whole(label="Of these, not as they should be")
    claimed_only: bool | None = flag(label="Only claimed by a vendor")
    reviewed_by: str = responsible()
    reviewed_on: date | None = day()
    blob: Blob | None = part(label="File")
    location: str = text(label="Place or link")
    supersedes: str = ref("evidence_item")
    state: Literal["current", "superseded", "withdrawn"] = choice("current")


@record("import_run", prefix="IMR", subject="register", register="Imports", natural_key=("fingerprint",))
class ImportRun(Record):
    """One import of files: what came in, in how many parts, and what was set aside or left as it was."""

    fingerprint: str = text(label="SHA-256 of the files")
    files: int | None = whole()
    parts: int | None = whole()
    parts_done: int | None = whole()
    new: int | None = whole()
    changed: int | None = whole()
    unchanged: int | None = whole()
    set_aside: int | None = whole()
    left: int | None = whole(label="Cells left")
    state: Literal["under way", "finished"] = choice("under way")
