"""What one row of a combined register becomes: a composer per register that needs more than columns onto fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plumbline.exchange.composers.assets import compose_asset
from plumbline.exchange.composers.documents import compose_document
from plumbline.exchange.composers.improvement import compose_action, compose_nonconformity
from plumbline.exchange.composers.incidents import compose_incident
from plumbline.exchange.composers.objectives import compose_objective
from plumbline.exchange.composers.obligations import compose_obligation
from plumbline.exchange.composers.people import compose_training
from plumbline.exchange.composers.risks import compose_risk
from plumbline.exchange.composers.soa import compose_exception, compose_soa
from plumbline.exchange.composers.suppliers import compose_supplier
from plumbline.exchange.drafts import Entry

COMPOSERS: Mapping[str, Callable[[Entry], None]] = {
    "assets": compose_asset,
    "documents": compose_document,
    "exceptions": compose_exception,
    "incidents": compose_incident,
    "nonconformities": compose_nonconformity,
    "objectives": compose_objective,
    "obligations": compose_obligation,
    "risks": compose_risk,
    "statement of applicability": compose_soa,
    "suppliers": compose_supplier,
    "trainings": compose_training,
    "treatment plan": compose_action,
}


def compose(register: str, entry: Entry) -> None:
    """Let the register's composer finish an entry; most registers need none."""
    if register in COMPOSERS:
        COMPOSERS[register](entry)
