"""The list of findings as somebody asks for it: narrowed by severity, clause, subject, owner or rule, and grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Organization
from plumbline.engine.rules.finding import Finding, Severity
from plumbline.reports.findings.grouping import clause_of, title_of

NOBODY = "nobody named"
ORDERS = ("clause", "subject", "owner", "severity")
A_PAGE = 100
SUBJECTS: Mapping[str, str] = {
    "ACC": "Access",
    "AST": "Assets",
    "AUD": "Internal audit",
    "CHG": "Changes",
    "COM": "Communication",
    "CON": "Continuity",
    "CTL": "Controls",
    "CTX": "Context",
    "DAT": "Quality of records",
    "DOC": "Documents",
    "EVD": "Evidence",
    "EXC": "Exceptions",
    "INC": "Incidents",
    "LDR": "Leadership",
    "LEG": "Obligations",
    "MET": "Measurement",
    "NCA": "Nonconformities",
    "OBJ": "Objectives",
    "OPS": "Operations",
    "PEO": "People",
    "PLN": "Planning",
    "POL": "Policies",
    "PRV": "Privacy",
    "PTY": "Interested parties",
    "REV": "Management review",
    "ROL": "Roles",
    "RSK": "Risk assessment",
    "SCP": "Scope",
    "SOA": "Statement of Applicability",
    "SUP": "Suppliers",
    "TRT": "Risk treatment",
    "VUL": "Vulnerabilities",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the list is narrowed, grouped and paged; empty words narrow nothing. `clause` may be several: `4.1,4.2`."""

    severity: str = ""
    clause: str = ""
    subject: str = ""
    owner: str = ""
    rule: str = ""
    record: str = ""
    waived: bool = False
    order: str = "clause"
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether something is left out."""
        return bool(self.severity or self.clause or self.subject or self.owner or self.rule or self.record)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under one heading; `total` counts those of other pages too."""

    key: str
    title: str
    findings: tuple[Finding, ...]
    total: int


def asked(words: QueryDict) -> Asked:
    """What an address asks for; what makes no sense in it is left out."""
    plain = {name: words.get(name, "").strip() for name in ("severity", "clause", "subject", "owner", "rule", "record")}
    order, page = words.get("order", "clause"), words.get("page", "1")
    return Asked(
        **{**plain, "severity": plain["severity"] if plain["severity"] in list(Severity) else ""},
        waived=words.get("waived") == "1",
        order=order if order in ORDERS else "clause",
        page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1,
    )


def narrowed(isms: Isms, findings: Iterable[Finding], wish: Asked) -> list[Finding]:
    """The findings that fit."""
    return [each for each in findings if _fits(isms, each, wish)]


def _fits(isms: Isms, finding: Finding, wish: Asked) -> bool:
    clause = clause_of(isms.standard, finding.clauses)
    return (
        bool(finding.waiver) == wish.waived
        and wish.severity in ("", finding.severity)
        and (not wish.clause or any(f"{clause}.".startswith(f"{each}.") for each in wish.clause.split(",")))
        and wish.subject in ("", finding.code[:3])
        and wish.rule in ("", finding.code)
        and (not wish.record or wish.record in finding.records)
        and (not wish.owner or owner_of(isms, finding) == wish.owner)
    )


def owner_of(isms: Isms, finding: Finding) -> str:
    """Who answers for the record at fault; empty where nobody is named."""
    record = isms.find(finding.records[0]) if finding.records else None
    if record is None or isinstance(record, Organization):
        return ""
    return str(getattr(record, "owner", "") or getattr(record, "person", "") or "")


def grouped(isms: Isms, findings: list[Finding], wish: Asked, names: Mapping[str, str]) -> tuple[Group, ...]:
    """The page of findings that is asked for, under its headings."""
    headings: dict[str, Callable[[Finding], tuple[str, str]]] = {
        "clause": lambda each: _clause(isms, each),
        "subject": lambda each: (each.code[:3], SUBJECTS.get(each.code[:3], each.code[:3])),
        "owner": lambda each: _owner(isms, each, names),
        "severity": lambda each: (each.severity.value, each.severity.value.capitalize()),
    }
    filed: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        filed[headings[wish.order](each)].append(each)
    return tuple(_paged(sorted(filed.items(), key=lambda group: _place(isms, wish.order, group[0])), wish.page))


def _clause(isms: Isms, finding: Finding) -> tuple[str, str]:
    clause = clause_of(isms.standard, finding.clauses)
    return clause, title_of(isms.standard, clause).removeprefix(clause).strip()


def _owner(isms: Isms, finding: Finding, names: Mapping[str, str]) -> tuple[str, str]:
    owner = owner_of(isms, finding)
    found = isms.find(owner) if owner else None
    return owner, names.get(owner) or (found.title if found else owner) or NOBODY


def _place(isms: Isms, order: str, heading: tuple[str, str]) -> tuple[int, str]:
    key, title = heading
    if order == "clause":
        return (isms.standard.position(key) if key else -1, "")
    if order == "severity":
        return (Severity(key).rank, "")
    return (0 if key else 1, title.casefold())


def _paged(groups: list[tuple[tuple[str, str], list[Finding]]], page: int) -> Iterator[Group]:
    first, last, seen = (page - 1) * A_PAGE, page * A_PAGE, 0
    for (key, title), findings in groups:
        here = findings[max(first - seen, 0) : max(last - seen, 0)]
        seen += len(findings)
        if here:
            yield Group(key, title, tuple(here), len(findings))
