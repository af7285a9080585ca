"""Suppliers, their agreements, assessments and reviews (A.5.19 to A.5.23)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import Record, choice, day, flag, prose, record, ref, refs, responsible, text, texts

Criticality = Literal["", "low", "medium", "high", "critical"]


@record("supplier", prefix="SUP", subject="supplier", register="Suppliers", ended=("ended", "rejected"))
class Supplier(Record):
    """Somebody who provides something from outside."""

    service: str = prose()
    service_kind: Literal[
        "", "cloud", "hardware", "software", "network", "development", "professional", "facility", "other"
    ] = choice()
    category: str = text()
    criticality: Criticality = choice()
    data: str = text(label="Data accessed")
    sees_information: bool | None = flag(label="Processes or can affect in-scope information")
    sees_confidential: bool | None = flag(label="Has access to what is confidential")
    personal_data: bool | None = flag(label="Processes personal data for us")
    develops: bool | None = flag(label="Develops for us")
    single_source: bool | None = flag()
    location: str = text()
    owner: str = responsible()
    certificates: str = text(label="Certifications")
    service_began: date | None = day()
    ended_on: date | None = day()
    data_agreement: Literal["", "yes", "no", "not needed"] = choice(label="Data processing agreement")
    data_agreement_note: str = text()
    assessed_as_cloud: bool | None = flag(label="Assessed as a cloud service")
    responsibilities_split: str = prose(label="Split of responsibilities")
    data_place: str = text(label="Place of the data")
    way_out: str = prose(label="Way out")
    review_interval: str = text()
    next_review: date | None = day()
    state: Literal["proposed", "live", "ended", "rejected"] = choice("live")


@record(
    "supplier_agreement",
    prefix="SAG",
    subject="supplier",
    register="Supplier agreements",
    natural_key=("supplier", "starts"),
    ended=("terminated",),
)
class SupplierAgreement(Record):
    """A contract with a supplier and the terms found in it."""

    supplier: str = ref("supplier")
    starts: date | None = day(label="From")
    ends: date | None = day(label="To")
    rolling: bool | None = flag(label="Runs until cancelled")
    is_data_agreement: bool | None = flag()
    terms_examined: bool | None = flag()
    terms: tuple[str, ...] = texts(label="Terms present")
    renews: str = ref("supplier_agreement")
    state: Literal["in force", "terminated"] = choice("in force")


@record(
    "supplier_assessment",
    prefix="SAS",
    subject="supplier",
    register="Supplier assessments",
    natural_key=("supplier", "assessed_on"),
)
class SupplierAssessment(Record):
    """A look at a supplier before or while it serves us."""

    supplier: str = ref("supplier")
    assessed_on: date | None = day()
    by: str = responsible()
    result: Literal["", "accepted", "accepted with conditions", "rejected"] = choice()
    conditions: str = prose()
    answered_by: tuple[str, ...] = refs("action", "risk", "nonconformity", "supplier_review")


@record(
    "supplier_review",
    prefix="SRV",
    subject="supplier",
    register="Supplier reviews",
    natural_key=("supplier", "reviewed_on"),
)
class SupplierReview(Record):
    """A periodic review of what a supplier does (A.5.22)."""

    supplier: str = ref("supplier")
    reviewed_on: date | None = day()
    by: str = responsible()
    result: Literal["", "satisfactory", "with remarks", "unsatisfactory"] = choice()
    remark: str = prose()
    answered_by: tuple[str, ...] = refs("action", "risk", "nonconformity", "supplier_review")
