"""What permissions and visits are about, in words: “soa” is the Statement of Applicability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SUBJECTS: Mapping[str, str] = {
    "access": "Access to Plumbline",
    "account": "Accounts and access rights",
    "asset": "Assets",
    "audit": "Audits and samples",
    "certification": "Certificates and visits",
    "context": "Context and interested parties",
    "continuity": "Continuity and backups",
    "control": "Controls and the control calendar",
    "document": "Documents",
    "evidence": "Evidence",
    "improvement": "Nonconformities, actions and changes",
    "incident": "Incidents",
    "installation": "Installation",
    "log": "Journal",
    "obligation": "Obligations",
    "organization": "Organisation and own rules",
    "pack": "Auditor's pack",
    "people": "People",
    "performance": "Objectives, metrics and readings",
    "register": "Every register",
    "review": "Management reviews",
    "risk": "Risks and criteria",
    "role": "Roles in the ISMS",
    "scope": "Scope",
    "soa": "Statement of Applicability",
    "supplier": "Suppliers",
    "vulnerability": "Vulnerabilities",
    "waiver": "Waivers",
}


def in_words(subjects: Iterable[str]) -> tuple[str, ...]:
    """Subjects as people call them, in alphabetical order; one that nobody knows stays as it was written."""
    return tuple(sorted(SUBJECTS.get(each, each) for each in subjects))
