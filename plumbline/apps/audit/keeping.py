"""The ordinary doors of audits, where what was signed stands and a rehearsal stays one."""

from __future__ import annotations

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.records import store
from plumbline.apps.records.decided import STILL_OPEN
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds


class AuditWriter(Writer[kinds.Audit]):
    """Writes audits: one that was signed is not rewritten, and a rehearsal does not become an audit."""

    FREE = STILL_OPEN - {"state"} | {"reported_on", "reported_to"}
    PART_OF = ("ref", kinds.Audit)

    def refuse(self, before: kinds.Audit | None, after: kinds.Audit | None) -> None:
        if before is not None and after is not None and before.audit_kind == "mock" != after.audit_kind:
            raise RefusedError(f"{before.ref} was a rehearsal and stays one. Plan the audit from the programme.")
        super().refuse(before, after)

    def refuse_bound(self, value: kinds.Audit) -> None:
        if value.ref and value.signed_off_on:
            raise RefusedError(
                f"{value.ref} is signed: it is not rewritten, not called off and not taken away. "
                "Add to its note what came later."
            )


class PaperWriter(Writer[kinds.AuditItem]):
    """Writes working papers of audits that are not signed."""

    PART_OF = ("audit", kinds.Audit)

    def refuse_bound(self, value: kinds.AuditItem) -> None:
        _refuse_signed(value.audit)


class FindingWriter(Writer[kinds.AuditFinding]):
    """Writes findings; of a signed audit only what answers them."""

    FREE = STILL_OPEN | {"answered_by", "no_answer_reason", "answer_due", "samples"}
    PART_OF = ("audit", kinds.Audit)

    def refuse_bound(self, value: kinds.AuditFinding) -> None:
        _refuse_signed(value.audit)


class SampleWriter(Writer[kinds.Sample]):
    """Writes samples; what a signed audit rests on is neither withdrawn nor taken away."""

    FREE = STILL_OPEN - {"state"}
    PART_OF = ("audit", kinds.Audit)

    def refuse_bound(self, value: kinds.Sample) -> None:
        _refuse_signed(value.audit)


class PopulationWriter(Writer[kinds.Population]):
    """Writes populations; one from which a sample of a signed audit was drawn is neither withdrawn nor taken away."""

    FREE = STILL_OPEN - {"state"}
    PART_OF = ("ref", kinds.Population)

    def refuse_bound(self, value: kinds.Population) -> None:
        for drawn in store.all_of(kinds.Sample, population=value.ref) if value.ref else ():
            _refuse_signed(drawn.audit)


def _refuse_signed(words: str) -> None:
    """Raise RefusedError where the words name an audit that is signed; an audit that is not on record binds nobody."""
    found = store.all_of(kinds.Audit, ref=words)
    if found and found[0].signed_off_on:
        raise RefusedError(f"{words} is signed. What it rests on stands; what came later belongs in another.")
