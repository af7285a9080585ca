"""The registers of certification: certificates and the visits of outside bodies."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

declare(
    Register(
        kind=kinds.Certificate,
        columns=("standard", "body", "number", "issued_on", "expires", "state"),
        filters=("standard", "body", "owner", "state"),
        groups=(
            ("What is certified", ("title", "standard", "scope_wording", "scope", "soa_version", "sites")),
            ("By whom", ("body", "number", "owner")),
            ("Until when", ("first_issued_on", "issued_on", "expires", "state", "note")),
        ),
        teach="The certificate you hold, or the one you apply for: enter it as soon as you have chosen a body. From "
        "its dates follow the visits of three years, and from those what has to be ready when.",
        page="certification:clock",
        page_label="The clock",
    ),
    Register(
        kind=kinds.Visit,
        columns=("visit_kind", "body", "planned_on", "days", "outcome", "state"),
        filters=("visit_kind", "body", "certificate", "outcome", "state"),
        groups=(
            ("The visit", ("title", "visit_kind", "certificate", "body", "scope", "sites", "owner")),
            ("When and how long", ("planned_on", "ends_on", "days", "people_in_scope", "days_note")),
            ("Who comes and what they may read", ("visitors", "opens", "open_from", "open_until")),
            ("What came of it", ("held_on", "outcome", "report", "findings", "state", "note")),
        ),
        teach="Audits by others: the certification body's stages and surveillance visits, a customer's audit. Name the "
        "visitors and what they may read, and they see just that, until the day you set.",
        page="certification:clock",
        page_label="The clock",
    ),
)
