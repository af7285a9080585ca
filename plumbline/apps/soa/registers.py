"""The registers around the Statement of Applicability."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

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
        columns=("policy", "owner", "risk", "granted", "expires", "state"),
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
