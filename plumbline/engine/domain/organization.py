"""The organisation, its own rules, and the boundaries of its management system (clauses 4.1, 4.3)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    flag,
    parts,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    texts,
    value,
    whole,
)


@value
class PurposeChange:
    """A dated change of purpose or strategy, after which policy and context want a look."""

    on: date
    what: str


@value
class ClassLevel:
    """One level of the classification scheme; levels are listed from open to strict."""

    name: str
    may_see: Literal["anyone", "everyone inside", "those named"] = "everyone inside"
    documents_need_it: bool = False


@value
class RolePair:
    """Two roles that one person must not hold together (A.5.3)."""

    first: str
    second: str
    why: str = ""


@value
class ApprovalRule:
    """Who has to approve a kind of document or record: `document:policy`, `exception`, `waiver`."""

    what: str
    approver: str


@record("organization", prefix="ORG", subject="organization", register="Organisation")
class Organization(Record):
    """Whose management system this is. `title` is its name."""

    legal_form: str = text()
    headcount: int | None = whole()
    sector: str = text()
    country: str = text()
    time_zone: str = text()
    currency: str = text()
    language: str = text()
    editions: tuple[str, ...] = texts(label="Standards in use")
    started: date | None = day(label="ISMS in operation since")
    purpose: str = prose()
    purpose_changes: tuple[PurposeChange, ...] = parts()
    classes: tuple[ClassLevel, ...] = parts(label="Classification scheme")
    incompatible_roles: tuple[RolePair, ...] = parts()
    approval_rules: tuple[ApprovalRule, ...] = parts()
    no_opportunity_on: date | None = day(label="Last looked for opportunities, none found")
    nothing_external_on: date | None = day(label="Determined that nothing is provided from outside")


@record(
    "own_rule",
    prefix="RULE",
    subject="organization",
    register="Own rules",
    natural_key=("title", "applies_to"),
    ended=("withdrawn",),
)
class OwnRule(Record):
    """A promise or setting the organisation adopted: `title` is its name in the catalogue of promises."""

    applies_to: str = text(label="Applies to")
    setting: str = text(label="Value")
    stated_in: str = ref("document", label="Stated in")
    adopted_on: date | None = day()
    adopted_by: str = responsible()
    state: Literal["in force", "withdrawn"] = choice("in force")


@value
class Inspection:
    """A walk-round of a site and what it looked at."""

    on: date
    by: str = ""
    covered: tuple[str, ...] = ()
    result: str = ""


@record("site", prefix="SITE", subject="scope", register="Sites", ended=("given up",))
class Site(Record):
    """A place, unit or service that is inside or outside the scope."""

    site_kind: Literal["", "office", "workshop", "warehouse", "data room", "home", "unit", "service", "other"] = (
        choice()
    )
    address: str = text()
    verdict: Literal["", "in", "out"] = choice(label="In or out of scope")
    reason: str = prose()
    owner: str = responsible()
    inspections: tuple[Inspection, ...] = parts()
    state: Literal["in use", "given up"] = choice("in use")


@value
class ScopeItem:
    """Something the scope statement takes in or leaves out."""

    what: str
    verdict: Literal["in", "out"]
    reason: str = ""


@record("scope", prefix="SCOPE", subject="scope", register="Scope", ended=("superseded", "withdrawn"))
class Scope(Record):
    """One version of the scope (4.3)."""

    number: str = text(label="Version")
    statement: str = prose()
    boundaries: str = prose()
    activities: str = prose()
    items: tuple[ScopeItem, ...] = parts()
    considered: tuple[str, ...] = refs(
        "issue", "party_requirement", "obligation", label="Issues and requirements considered"
    )
    considered_kept: bool | None = flag(label="Keeps a list of what it considered")
    reviewed_on: date | None = day()
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    effective: date | None = day(label="In force from")
    until: date | None = day(label="In force until")
    state: Literal["draft", "in force", "superseded", "withdrawn"] = choice("draft")


@record("interface", prefix="IF", subject="scope", register="Interfaces and dependencies", ended=("ended",))
class Interface(Record):
    """Where the scope meets what lies outside it (4.3 c)."""

    inside: tuple[str, ...] = refs("asset", "site", "process", label="Inside")
    outside: tuple[str, ...] = refs("asset", "site", "supplier", "party", label="Outside")
    provider: str = ref("supplier", label="Provider")
    description: str = prose()
    secured_by: str = prose(label="How it is secured")
    owner: str = responsible()
    state: Literal["in use", "ended"] = choice("in use")
