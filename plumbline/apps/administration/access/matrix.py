"""The matrix of permissions, drawn from the one table that the services ask; and the conditions on top, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from plumbline.apps.accounts.access_roles import GRANTED, OWN_ONLY, AccessRole
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.subjects import SUBJECTS

VERBS: Mapping[str, str] = {
    "accept": "accept",
    "acknowledge": "acknowledge, for oneself",
    "adopt": "adopt",
    "approve": "approve",
    "close": "judge and close",
    "erase": "erase names and values",
    "except": "grant exceptions",
    "export": "take out",
    "fork": "let it go on after a restore",
    "grant": "let people in",
    "import": "bring in",
    "link": "link names",
    "make": "make",
    "name": "enter names",
    "read": "read",
    "report": "report what they saw",
    "review": "review, when asked",
    "revoke": "see people out",
    "run": "see how it runs and begin jobs again",
    "sign": "sign off",
    "verify": "verify",
    "write": "write",
}
NOBODYS = frozenset({Permission.ORGANIZATION_FOUND})
"""Asked once, of an empty journal: no role holds it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A permission and, for each access role in order, `yes`, `own` or nothing."""

    permission: Permission
    verb: str
    cells: tuple[tuple[AccessRole, str], ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A condition on top of the table: what is decided, and who may not, or must."""

    what: str
    condition: str


DUTIES: tuple[Duty, ...] = (
    Duty(
        "Accepting a risk",
        "Only whoever owns it, never on their own request, and not who made themselves its owner or took that role.",
    ),
    Duty(
        "Approving a treatment plan",
        "Only the risk's owner, and not who made themselves its owner or took that role.",
    ),
    Duty("Adopting risk criteria", "Nobody who wrote the draft."),
    Duty(
        "Approving a version of a document", "Neither its author nor anybody who wrote it; the approver that was named."
    ),
    Duty("Approving the scope", "Nobody who wrote the draft; the approver that the organisation named."),
    Duty("Approving the Statement of Applicability", "Nobody who wrote the draft or may write the statement."),
    Duty("Granting an exception", "Neither who asked for it, nor who owns it, nor who wrote it down."),
    Duty("Approving a waiver", "Neither who asked for it, nor who wrote it down, nor who answers for what it excuses."),
    Duty("Judging a nonconformity", "Nobody who owns it, or ever owned it."),
    Duty("Approving an audit programme", "Nobody who wrote the draft."),
    Duty("Signing off an audit", "Its lead auditor."),
    Duty("Approving a management review", "Top management, and not who wrote its inputs alone."),
    Duty("Approving a change", "Neither who asked for it nor who carries it out."),
    Duty("Approving a continuity plan", "Nobody who wrote it."),
    Duty("Granting access", "Nobody to themselves; and the last administrator stays."),
    Duty("Auditing", "Auditors write findings and evidence, and nothing of what they audit."),
)
"""Who decides is not who prepared: the services refuse otherwise, whatever the access roles."""


def matrix() -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Every permission by subject, in the order of the table."""
    rows = (_row(each) for each in Permission if each not in NOBODYS)
    return tuple((SUBJECTS[name], tuple(some)) for name, some in groupby(rows, key=lambda row: row.permission.subject))


def _row(permission: Permission) -> Row:
    cells = tuple((role, _cell(role, permission)) for role in AccessRole)
    return Row(permission, VERBS[permission.verb], cells)


def _cell(role: AccessRole, permission: Permission) -> str:
    if permission in OWN_ONLY[role]:
        return "own"
    return "yes" if permission in GRANTED[role] else ""
