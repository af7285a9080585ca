"""The registers around the Statement of Applicability."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import PolicyException, Record
from plumbline.engine.domain.leave import Leave, authority


def how_long(isms: Isms, record: Record) -> str:
    """How long an exception runs yet; one that waits, expired or never ends says so."""
    if not isinstance(record, PolicyException) or not record.live:
        return ""
    if record.state == "requested":
        return "waits for a decision"
    if record.expires is None:
        return "no end stated"
    days = (record.expires - isms.on).days
    if days < 0:
        return f"expired {-days} day{'s' if days != -1 else ''} ago"
    return f"{days} day{'s' if days != 1 else ''} left" if days else "ends today"


def decided_by(isms: Isms, record: Record) -> str:
    """Who approved an exception; before that, who has to by the organisation's own rule."""
    if not isinstance(record, PolicyException):
        return ""
    if record.approvers:
        return ", ".join(_called(isms, each) for each in record.approvers)
    by_rule = authority(isms, Leave(record, ()))
    return f"to be decided by {_called(isms, by_rule)}" if by_rule and record.live else ""


def _called(isms: Isms, words: str) -> str:
    found = isms.answers(words)
    return found.title or found.ref if found else words


declare(
    Register(
        kind=kinds.SoaDeclared,
        clause="6.1.3.d",
        columns=("applicable", "status", "justification", "owner"),
        filters=("applicable", "status", "owner", "theme"),
        page="soa:statement",
        page_label="The Statement",
        teach="What you declared of each control: whether it applies, why, and how far it is done.",
    ),
    Register(
        kind=kinds.SoaOverride,
        clause="6.1.3.d.1",
        columns=("applicable", "reason", "decided_by", "decided_on", "state"),
        filters=("applicable", "decided_by", "state"),
        teach="Where you decided otherwise than your risks and duties say, with the reason and who decided.",
    ),
    Register(
        kind=kinds.SoaVersion,
        clause="6.1.3.d",
        columns=("number", "scope", "approved_by", "approved_on", "state"),
        filters=("state",),
        teach="Each Statement as it was approved; an auditor asks for the number of the latest.",
    ),
    Register(
        kind=kinds.PolicyException,
        clause="A.5.36",
        columns=("policy", "owner", "risk", "Decided by", "expires", "How long", "state"),
        computed={"Decided by": decided_by, "How long": how_long},
        filters=("policy", "owner", "expires", "state"),
        groups=(
            (
                "What is not followed",
                (
                    "title",
                    "description",
                    "policy",
                    "commitment",
                    "departs_from",
                    "exception_kind",
                    "applies_to",
                    "assets",
                    "controls",
                    "roles",
                ),
            ),
            ("Why, and what helps instead", ("reason", "compensation", "risk")),
            (
                "Who and how long",
                ("owner", "requested_by", "requested_on", "approvers", "granted", "expires", "state", "note"),
            ),
        ),
        teach="A rule of yours that somebody may leave aside for a while: why, what protects you instead, until when.",
    ),
)
