"""The words in which the statement speaks: the same in every format."""

from __future__ import annotations

from collections.abc import Mapping

from plumbline.engine.domain.evidence import Freshness

STATUS: Mapping[str, str] = {
    "implemented": "implemented",
    "partly": "partly implemented",
    "planned": "planned",
    "none": "not implemented",
    "": "not stated",
}
APPLICABLE: Mapping[str, str] = {"yes": "Yes", "no": "No", "undecided": "Undecided"}
BASIS: Mapping[str, str] = {
    "derived": "derived",
    "declared": "declared",
    "overridden": "decided",
    "none": "not decided",
}


def evidence_verdict(evidence: Freshness) -> str:
    """What the age of the newest evidence means."""
    limit = evidence.good_until.isoformat() if evidence.good_until else ""
    return {
        "none": "No evidence on record",
        "fresh": f"Fresh until {limit}",
        "stale": f"Stale since {limit}",
        "unjudged": f"Not judged: no {evidence.missing} stated",
    }[evidence.verdict]


def evidence_detail(evidence: Freshness) -> str:
    """How many items there are, and which is the newest; empty without any."""
    if evidence.newest is None:
        return ""
    items = f"{evidence.count} item{'' if evidence.count == 1 else 's'}"
    return f"{items}, newest {evidence.newest.ref}" + (f" of {evidence.observed}" if evidence.observed else "")
