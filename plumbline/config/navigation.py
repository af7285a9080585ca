"""The navigation, in the order of the clauses: Plan, Do, Check, Act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity.standing import last, last_of_past
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.rules.finding import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation; `active` says that the page shown is it."""

    label: str
    url: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the navigation with its icon, its clauses and its lines."""

    label: str
    icon: str
    entries: tuple[Entry, ...]
    clauses: str = ""
    active: bool = False

    @property
    def url(self) -> str:
        """Where the heading itself leads: to its first line."""
        return self.entries[0].url


@dataclass(frozen=True, slots=True)
class Planned:
    """A section as it is declared: named addresses of pages, and kinds of registers."""

    label: str
    icon: str
    clauses: str
    pages: tuple[tuple[str, str, Permission], ...] = ()
    kinds: tuple[str, ...] = ()


READ = Permission.REGISTER_READ
LABELS = {"soa_declared": "SoA as declared", "activity": "Recurring tasks"}
"""Registers that bear the name of a page that shows more."""
SECTIONS: tuple[Planned, ...] = (
    Planned("Today", "home", "", (("Today", "home:today", READ),)),
    Planned("Path", "route", "", (("Path", "home:path", READ),)),
    Planned(
        "Findings",
        "list-check",
        "",
        (("Findings", "conformity:findings", READ), ("Rules", "conformity:rules", READ)),
    ),
    Planned(
        "Organisation",
        "building",
        "4, 5",
        kinds=(
            "organization",
            "scope",
            "site",
            "interface",
            "issue",
            "climate_decision",
            "party",
            "party_requirement",
            "obligation",
            "role",
            "assignment",
            "own_rule",
        ),
    ),
    Planned(
        "Risk",
        "alert-triangle",
        "6.1, 8.2, 8.3",
        pages=(
            ("Matrix", "risk:matrix", Permission.RISK_READ),
            ("Treatment board", "risk:board", Permission.RISK_READ),
            ("Method", "risk:method", Permission.RISK_READ),
        ),
        kinds=(
            "risk",
            "assessment",
            "criteria",
            "assessment_round",
            "threat",
            "weakness",
            "treatment_plan",
            "acceptance",
        ),
    ),
    Planned(
        "Controls and SoA",
        "shield-check",
        "6.1.3, Annex A",
        pages=(("Statement of Applicability", "soa:statement", Permission.SOA_READ),),
        kinds=("control_state", "own_control", "exception", "soa_version", "soa_declared", "soa_override"),
    ),
    Planned(
        "Objectives and metrics",
        "target",
        "6.2, 9.1",
        pages=(
            ("Progress", "performance:overview", Permission.PERFORMANCE_READ),
            ("Metrics at a glance", "performance:metrics", Permission.PERFORMANCE_READ),
        ),
        kinds=("objective", "metric", "reading"),
    ),
    Planned(
        "Documents",
        "file-text",
        "7.5",
        pages=(("Library", "documents:library", Permission.DOCUMENT_READ),),
        kinds=("document", "document_version", "commitment", "acknowledgement"),
    ),
    Planned(
        "People",
        "users",
        "7.1 to 7.4",
        pages=(
            ("Competence and training", "people:overview", Permission.PEOPLE_READ),
            ("Resources and messages", "people:support", Permission.PEOPLE_READ),
        ),
        kinds=(
            "person",
            "competence_need",
            "competence_proof",
            "course",
            "training",
            "screening",
            "agreement_signed",
            "resource_need",
            "communication",
        ),
    ),
    Planned(
        "Operation",
        "settings-automation",
        "8",
        pages=(
            ("Asset map", "assets:map", Permission.ASSET_READ),
            ("Suppliers at a glance", "suppliers:overview", Permission.SUPPLIER_READ),
            ("Incidents at work", "incidents:overview", Permission.INCIDENT_READ),
            ("Report something", "incidents:report", Permission.INCIDENT_REPORT),
            ("Control calendar", "controls:calendar", Permission.CONTROL_READ),
            ("Weaknesses and keys", "controls:weaknesses", Permission.VULNERABILITY_READ),
        ),
        kinds=(
            "asset",
            "supplier",
            "supplier_agreement",
            "supplier_assessment",
            "supplier_review",
            "event",
            "incident",
            "notification",
            "lesson",
            "vulnerability",
            "activity",
            "activity_run",
            "crypto_key",
        ),
    ),
    Planned(
        "Access",
        "key",
        "A.5.15 to A.5.18",
        pages=(("Joiners, movers, leavers", "access_rights:overview", Permission.ACCOUNT_READ),),
        kinds=("access_review", "access_entry", "account", "entitlement"),
    ),
    Planned(
        "Continuity",
        "refresh",
        "A.5.29, A.5.30",
        pages=(("Continuity at a glance", "continuity:overview", Permission.CONTINUITY_READ),),
        kinds=("plan", "exercise", "impact_analysis", "backup_job", "restore_test"),
    ),
    Planned(
        "Evidence",
        "certificate",
        "7.5.3, 9.1",
        pages=(("Calendar", "evidence:overview", Permission.EVIDENCE_READ),),
        kinds=("evidence_item",),
    ),
    Planned(
        "Audits",
        "clipboard-check",
        "9.2",
        pages=(
            ("Programme and coverage", "audits:programme", Permission.AUDIT_READ),
            ("Sampling workbench", "audits:workbench", Permission.AUDIT_READ),
        ),
        kinds=("audit_programme", "audit", "finding", "audit_item", "population", "sample"),
    ),
    Planned(
        "Management review",
        "eye",
        "9.3",
        pages=(("Review at work", "review:overview", Permission.REVIEW_READ),),
        kinds=("review", "review_input", "decision"),
    ),
    Planned(
        "Improvement",
        "trending-up",
        "6.3, 10",
        pages=(
            ("Nonconformities at work", "improvement:overview", Permission.IMPROVEMENT_READ),
            ("Response letters", "improvement:letter", Permission.REGISTER_EXPORT),
            ("Changes at work", "improvement:changes", Permission.IMPROVEMENT_READ),
        ),
        kinds=("nonconformity", "action", "change", "improvement", "rule_waiver"),
    ),
    Planned(
        "Certification",
        "award",
        "",
        pages=(
            ("Certificate clock", "certification:clock", Permission.CERTIFICATION_READ),
            ("Auditor's pack", "certification:pack", Permission.PACK_MAKE),
        ),
        kinds=("certificate", "visit"),
    ),
    Planned(
        "Settings",
        "settings",
        "",
        pages=(
            ("Overview", "settings:overview", Permission.ORGANIZATION_READ),
            ("Promises and rules", "settings:rules", Permission.ORGANIZATION_READ),
            ("Getting started", "beginning:overview", Permission.REGISTER_IMPORT),
            ("Import", "imports:start", Permission.REGISTER_IMPORT),
            ("Access", "access", Permission.ACCESS_READ),
            ("Journal", "journal:entries", Permission.LOG_READ),
            ("Installation", "settings:installation", Permission.INSTALLATION_RUN),
            ("Erase", "settings:erase", Permission.PEOPLE_ERASE),
        ),
        kinds=("membership", "import_run", "log_fork"),
    ),
)


def astray(visit: Visit) -> bool:
    """Whether the plumb line hangs aside: the last audit of what is shown found a major nonconformity.

    Of a past day nothing is claimed before somebody has had it judged; today's findings say nothing about it.
    """
    found = last_of_past(visit.system, visit.on) if visit.past else last(visit.organization_id)
    return found is not None and found.report is not None and found.report.counted[Severity.MAJOR] > 0


def navigation(visit: Visit, path: str) -> tuple[Section, ...]:
    """The sections that the visitor may open; the one shown is active."""
    return tuple(section for each in SECTIONS if (section := _section(each, visit, path)) is not None)


def _section(planned: Planned, visit: Visit, path: str) -> Section | None:
    entries = tuple(_entries(planned, visit, path))
    if not entries:
        return None
    return Section(planned.label, planned.icon, entries, planned.clauses, any(each.active for each in entries))


def _entries(planned: Planned, visit: Visit, path: str) -> Iterator[Entry]:
    open_to = [(label, url) for label, url, permission in _lines(planned) if visit.may(permission)]
    within = [url for _, url in open_to if path == url or (url != "/" and path.startswith(url))]
    shown = max(within, key=len, default="")
    for label, url in open_to:
        yield Entry(label, url, url == shown)


@cache
def _lines(planned: Planned) -> tuple[tuple[str, str, Permission], ...]:
    """Label, address and permission of each line: every page asks, and the addresses never change."""
    pages = ((label, reverse(name), permission) for label, name, permission in planned.pages)
    registers = (
        (
            LABELS.get(kind, KINDS[kind].REGISTER),
            reverse("records:register", args=[kind]),
            Permission(f"{KINDS[kind].SUBJECT}:read"),
        )
        for kind in planned.kinds
    )
    return (*pages, *registers)
