"""The certificate and the visits of outside bodies."""

from datetime import date
from decimal import Decimal
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    decimal,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    texts,
    whole,
)

VisitKind = Literal[
    "", "stage 1", "stage 2", "surveillance 1", "surveillance 2", "recertification", "special", "customer"
]


@record(
    "certificate",
    prefix="CERT",
    subject="certification",
    register="Certificates",
    natural_key=("standard", "body", "number"),
    ended=("expired", "withdrawn", "superseded"),
)
class Certificate(Record):
    """What a body certified, in which words, for which places, and until when."""

    standard: str = text(label="Standard")
    body: str = text(label="Certification body")
    number: str = text(label="Certificate number")
    scope_wording: str = prose(label="Scope as certified")
    scope: str = ref("scope", label="Scope version it rests on")
    soa_version: str = ref("soa_version", label="Statement of Applicability it rests on")
    sites: tuple[str, ...] = refs("site")
    first_issued_on: date | None = day()
    issued_on: date | None = day()
    expires: date | None = day()
    owner: str = responsible()
    state: Literal["applied for", "valid", "suspended", "expired", "withdrawn", "superseded"] = choice("applied for")


@record("visit", prefix="VIS", subject="certification", register="Visits of outside bodies", ended=("cancelled",))
class Visit(Record):
    """An audit by an outside body: when, for how long, by whom, what they may see, and what came of it."""

    visit_kind: VisitKind = choice(label="Type")
    certificate: str = ref("certificate")
    body: str = text(label="Body or customer")
    planned_on: date | None = day(label="First day")
    ends_on: date | None = day(label="Last day")
    days: Decimal | None = decimal(label="Auditor days")
    people_in_scope: int | None = whole(label="People in scope")
    days_note: str = prose(label="Why more or fewer days")
    visitors: tuple[str, ...] = refs("person", label="Visitors")
    sites: tuple[str, ...] = refs("site")
    scope: str = prose(label="What it looks at")
    opens: tuple[str, ...] = texts(label="Subjects the visitors may read")
    open_from: date | None = day(label="May read from")
    open_until: date | None = day(label="May read until")
    owner: str = responsible(label="Prepared by")
    held_on: date | None = day()
    outcome: Literal["", "recommended", "recommended with conditions", "not recommended"] = choice()
    report: str = ref("document", "evidence_item")
    findings: tuple[str, ...] = refs("nonconformity", "improvement", label="Findings of the body")
    state: Literal["planned", "confirmed", "held", "cancelled"] = choice("planned")
