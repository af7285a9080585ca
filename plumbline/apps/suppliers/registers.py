"""The registers of suppliers: who they are, what was agreed, how they were judged."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record, Supplier, SupplierReview


def last_review(isms: Isms, record: Record) -> str:
    """The day of the latest review of a supplier, and its result."""
    found = isms.of_parent(SupplierReview, "supplier", record) if isinstance(record, Supplier) else ()
    dated = [each for each in found if each.reviewed_on]
    if not dated:
        return "never"
    newest = max(dated, key=lambda each: each.reviewed_on or isms.on)
    return f"{newest.reviewed_on}, {newest.result}" if newest.result else str(newest.reviewed_on)


declare(
    Register(
        kind=kinds.Supplier,
        clause="A.5.19",
        columns=("service_kind", "criticality", "owner", "Last review", "data_agreement", "next_review", "state"),
        filters=("service_kind", "criticality", "owner", "personal_data", "data_agreement", "state"),
        computed={"Last review": last_review},
        groups=(
            (
                "What they do",
                ("title", "service", "service_kind", "category", "location", "service_began", "ended_on", "state"),
            ),
            (
                "What they reach",
                ("data", "sees_information", "sees_confidential", "personal_data", "develops", "data_place"),
            ),
            (
                "How much hangs on them",
                ("criticality", "single_source", "way_out", "responsibilities_split", "assessed_as_cloud"),
            ),
            ("What was agreed and shown", ("data_agreement", "data_agreement_note", "certificates")),
            ("Who answers", ("owner", "review_interval", "next_review", "note")),
        ),
        teach="Whoever could harm your information or your service by failing: hosting, software, cleaning staff "
        "with keys. "
        "Sort them by how much hangs on them, and look at the few critical ones every year.",
    ),
    Register(
        kind=kinds.SupplierAgreement,
        clause="A.5.20",
        columns=("supplier", "starts", "ends", "is_data_agreement", "terms_examined", "state"),
        filters=("supplier", "is_data_agreement", "terms_examined", "state"),
        teach="Contracts and the terms in them that protect you: security, notice of incidents, audits, the end.",
    ),
    Register(
        kind=kinds.SupplierAssessment,
        clause="A.5.19",
        columns=("supplier", "assessed_on", "by", "result"),
        filters=("supplier", "result", "assessed_on"),
        teach="The look you took before you trusted a supplier, and on which conditions you did.",
    ),
    Register(
        kind=kinds.SupplierReview,
        clause="A.5.22",
        columns=("supplier", "reviewed_on", "by", "result"),
        filters=("supplier", "result", "reviewed_on"),
        teach="How a supplier did since you last looked: outages, incidents, certificates that ran out.",
    ),
)
