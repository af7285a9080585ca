"""The ordinary doors of audits, where what was signed stands and a rehearsal stays one."""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.apps.records.bonds import Bond, all_but
from plumbline.apps.records.decided import STILL_OPEN
from plumbline.apps.records.sources import Source
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds


class AuditWriter(Writer[kinds.Audit]):
    """Writes audits: one that was signed is not rewritten, and a rehearsal does not become an audit."""

    FREE = STILL_OPEN - {"state"} | {"reported_on", "reported_to"}
    PART_OF = ("ref", kinds.Audit)

    def bonds(self, before: kinds.Audit, found: Source) -> Iterator[Bond]:
        if before.audit_kind == "mock":
            said = f"{before.ref} was a rehearsal and stays one. Plan the audit from the programme."
            yield Bond(said, all_but(kinds.Audit, "audit_kind"), removable=True)
        yield from super().bonds(before, found)

    def bound(self, value: kinds.Audit, found: Source) -> str:
        if not value.ref or not value.signed_off_on:
            return ""
        return (
            f"{value.ref} is signed: it is not rewritten, not called off and not taken away. "
            "Add to its note what came later."
        )


class PaperWriter(Writer[kinds.AuditItem]):
    """Writes working papers of audits that are not signed."""

    PART_OF = ("audit", kinds.Audit)

    def bound(self, value: kinds.AuditItem, found: Source) -> str:
        return _signed(value.audit, found)


class FindingWriter(Writer[kinds.AuditFinding]):
    """Writes findings; of a signed audit only what answers them."""

    FREE = STILL_OPEN | {"answered_by", "no_answer_reason", "answer_due", "samples"}
    PART_OF = ("audit", kinds.Audit)

    def bound(self, value: kinds.AuditFinding, found: Source) -> str:
        return _signed(value.audit, found)


class SampleWriter(Writer[kinds.Sample]):
    """Writes samples; what a signed audit rests on is neither withdrawn nor taken away."""

    FREE = STILL_OPEN - {"state"}
    PART_OF = ("audit", kinds.Audit)

    def bound(self, value: kinds.Sample, found: Source) -> str:
        return _signed(value.audit, found)


class PopulationWriter(Writer[kinds.Population]):
    """Writes populations; one from which a sample of a signed audit was drawn is neither withdrawn nor taken away."""

    FREE = STILL_OPEN - {"state"}
    PART_OF = ("ref", kinds.Population)

    def bound(self, value: kinds.Population, found: Source) -> str:
        drawn = found.naming(kinds.Sample, "population", value.ref) if value.ref else ()
        return next(filter(None, (_signed(each.audit, found) for each in drawn)), "")


def _signed(words: str, found: Source) -> str:
    """Why what rests in an audit stands where it is signed; empty where not. One that is not on record binds nobody."""
    audit = found.one(kinds.Audit, words)
    if audit is None or not audit.signed_off_on:
        return ""
    return f"{words} is signed. What it rests on stands; what came later belongs in another."
