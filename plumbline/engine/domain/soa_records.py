"""What is declared, overruled, approved, excepted and waived about controls and rules (clause 6.1.3 d, A.5.36)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.controls import Implementation
from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    parts,
    prose,
    record,
    ref,
    refs,
    responsible,
    responsibles,
    text,
    value,
    whole,
)

Applicable = Literal["", "yes", "no"]


@record(
    "soa_declared",
    prefix="",
    subject="soa",
    register="Statement of Applicability",
    natural_key=("ref",),
    ended=("withdrawn",),
)
class SoaDeclared(Record):
    """One row of the Statement of Applicability as the organisation declares it; its reference is the control's key."""

    applicable: Applicable = choice()
    justification: str = prose()
    status: Implementation = choice(label="Implementation status")
    description: str = prose(label="Implementation")
    documents: tuple[str, ...] = refs("document", label="Reference")
    owner: str = responsible()
    theme: str = text()
    state: Literal["declared", "withdrawn"] = choice("declared")


@record("soa_override", prefix="", subject="soa", register="SoA overrides", natural_key=("ref",), ended=("withdrawn",))
class SoaOverride(Record):
    """A person's decision that overrules the computed row, with the reason."""

    applicable: Applicable = choice()
    reason: str = prose()
    decided_by: str = responsible()
    decided_on: date | None = day()
    state: Literal["in force", "withdrawn"] = choice("in force")


@value
class FrozenRow:
    """A row as it was approved."""

    key: str
    applicable: Applicable = ""
    status: Implementation = ""
    justification: str = ""
    drivers: tuple[str, ...] = ()


@record(
    "soa_version",
    prefix="SOA",
    subject="soa",
    register="SoA versions",
    natural_key=("number",),
    ended=("superseded", "withdrawn"),
)
class SoaVersion(Record):
    """An approved, frozen Statement of Applicability."""

    number: str = text(label="Version")
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    scope: str = ref("scope", label="Scope version")
    computed_at: int | None = whole(label="Journal entry it was computed at")
    rows: tuple[FrozenRow, ...] = parts()
    json_sha256: str = text()
    pdf_sha256: str = text()
    state: Literal["draft", "approved", "superseded", "withdrawn"] = choice("draft")


@record("exception", prefix="EXC", subject="soa", register="Exceptions", ended=("ended", "rejected"))
class PolicyException(Record):
    """Leave for a person or system to depart from a policy, for a time."""

    exception_kind: str = text(label="Type")
    description: str = prose()
    applies_to: str = text(label="Scope")
    assets: tuple[str, ...] = refs("asset")
    controls: tuple[str, ...] = control_keys()
    policy: str = ref("document")
    commitment: str = ref("commitment", "own_rule", label="Promise it departs from")
    departs_from: str = text(label="Value it says it departs from")
    roles: tuple[str, ...] = refs("role", label="Incompatible roles it allows")
    reason: str = prose()
    compensation: str = prose(label="Compensating controls")
    risk: str = ref("risk")
    owner: str = responsible()
    requested_by: str = responsible()
    approvers: tuple[str, ...] = responsibles(label="Approved by")
    requested_on: date | None = day()
    granted: date | None = day()
    expires: date | None = day()
    state: Literal["requested", "live", "ended", "rejected"] = choice("live")


@record("rule_waiver", prefix="WVR", subject="waiver", register="Rule waivers", ended=("withdrawn", "rejected"))
class RuleWaiver(Record):
    """We know of a finding and accept it until a day."""

    rule: str = text()
    records: tuple[str, ...] = refs()
    whole_rule: Literal["no", "yes"] = choice("no", label="All of this rule")
    reason: str = prose()
    compensation: str = prose()
    risk: str = ref("risk")
    requested_by: str = responsible()
    approved_by: str = responsible(label="Approver")
    granted: date | None = day()
    expires: date | None = day()
    state: Literal["requested", "in force", "withdrawn", "rejected"] = choice("in force")
