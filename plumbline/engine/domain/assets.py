"""The inventory of information and other associated assets (A.5.9)."""

from datetime import date
from decimal import Decimal
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    decimal,
    flag,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
)

AssetKind = Literal[
    "",
    "information",
    "application",
    "service",
    "hardware",
    "network",
    "device",
    "media",
    "facility",
    "process",
    "people",
    "key",
    "repository",
    "other",
]
Hosting = Literal["", "own premises", "cloud", "supplier", "distributed"]


@record("asset", prefix="AST", subject="asset", register="Assets", ended=("retired", "disposed"))
class Asset(Record):
    """Something of value: information, or what holds, processes or carries it."""

    asset_kind: AssetKind = choice(label="Type")
    category: str = text()
    description: str = prose()
    owner: str = responsible()
    custodian: str = responsible()
    holder: str = ref("person", label="Held by")
    classification: str = text()
    criticality: Literal["", "low", "medium", "high", "critical"] = choice()
    confidentiality: str = text()
    integrity: str = text()
    availability: str = text()
    need_reason: str = prose(label="Why its class or need is lower than what it holds")
    recovery_time: str = text(label="Recovery time needed")
    recovery_point: str = text(label="Recovery point needed")
    environment: Literal["", "production", "test", "development", "staging"] = choice()
    location: str = text()
    site: str = ref("site")
    hosting: Hosting = choice()
    supplier: str = ref("supplier", label="Provider")
    in_scope: bool | None = flag()
    scope_reason: str = text(label="Why out of scope")
    personal_data: bool | None = flag()
    masked: bool | None = flag(label="Production data in it is masked")
    portable: bool | None = flag()
    holds: tuple[str, ...] = refs("asset", label="Holds")
    depends_on: tuple[str, ...] = refs("asset", "supplier", label="Depends on")
    value_amount: Decimal | None = decimal(label="Value")
    acquired_on: date | None = day()
    retired_on: date | None = day()
    disposed_on: date | None = day()
    disposal: str = prose(label="How it was disposed of or erased")
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["planned", "live", "retired", "disposed"] = choice("live")
