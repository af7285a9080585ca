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
    "derived": "derived from records",
    "declared": "declared",
    "overridden": "decided by a person",
    "none": "not decided",
}
EVIDENCE: Mapping[str, str] = {"fresh": "fresh", "stale": "stale", "none": "none", "unjudged": "not judged"}


def evidence_line(evidence: Freshness) -> str:
    """The newest evidence and what its age means, with its day and the count of items."""
    if evidence.newest is None:
        return "No evidence on record"
    items = f"{evidence.count} item{'' if evidence.count == 1 else 's'}"
    newest = f"newest {evidence.newest.ref}" + (f" of {evidence.observed.isoformat()}" if evidence.observed else "")
    if evidence.verdict == "unjudged":
        return f"{items}, {newest}; not judged: no {evidence.missing} stated"
    limit = evidence.good_until.isoformat() if evidence.good_until else ""
    return f"{items}, {newest}; " + (f"fresh until {limit}" if evidence.verdict == "fresh" else f"stale since {limit}")
