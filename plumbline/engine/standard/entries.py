"""What a standard consists of, as frozen values: clauses, requirements, controls and what we say about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """The four themes of Annex A, in the order of their numbers."""

    ORGANIZATIONAL = "organizational"
    PEOPLE = "people"
    PHYSICAL = "physical"
    TECHNOLOGICAL = "technological"


class RequirementKind(StrEnum):
    """Whether something is to be done, to be so, or to be written down."""

    REQUIREMENT = "requirement"
    CONTENT_OR_CONDITION = "content_or_condition"
    DOCUMENTED_INFORMATION = "documented_information"


class Source(StrEnum):
    """Where a requirement's id comes from: `own` ids are ours, for sentences that the standard does not letter."""

    CLAUSE = "clause"
    LETTER = "letter"
    AMENDMENT = "amendment"
    OWN = "own"


class Status(StrEnum):
    """How firmly documented information is asked for."""

    MANDATORY = "mandatory"
    MANDATORY_IF_DETERMINED = "mandatory_if_determined"
    IF_CONTROL_APPLICABLE = "if_control_applicable"
    COMMONLY_EXPECTED = "commonly_expected"


class CorrespondenceChange(StrEnum):
    """What became of a control of the 2013 edition."""

    ONE_TO_ONE = "one_to_one"
    MERGED = "merged"
    SPLIT = "split"
    NEW_IN_2022 = "new_in_2022"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered clause of 4 to 10; `text` is empty unless a licensed overlay gives it, here as elsewhere."""

    key: str
    title: str
    parent: str | None
    amendment: str | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing clauses 4 to 10 demand, with a label in our own words; `clause` is the key it stands under."""

    key: str
    clause: str
    label: str
    kind: RequirementKind
    source: Source
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control of Annex A with its five attributes."""

    key: str
    title: str
    title_27002: str
    theme: Theme
    control_types: tuple[str, ...]
    security_properties: tuple[str, ...]
    cybersecurity_concepts: tuple[str, ...]
    operational_capabilities: tuple[str, ...]
    security_domains: tuple[str, ...]
    new_in_2022: bool
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article of the GDPR; its key is `gdpr/` and its number."""

    key: str
    title: str
    chapter: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedInformation:
    """Something to be had in writing; `key` is the clause, requirement or control that asks for it."""

    slug: str
    key: str
    name: str
    is_record: bool
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """One pair of the table from the 2013 to the 2022 edition; `old` is null for a control that is new."""

    old: str | None
    old_title: str
    new: str
    change: CorrespondenceChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Our own words on a control or requirement.

    What it is for, what good looks like in a company of fifty, what an auditor would accept as evidence and the two
    questions an auditor would ask.
    """

    purpose: str
    good: str
    evidence: tuple[str, ...]
    questions: tuple[str, str]
