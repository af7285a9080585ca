"""The ordinary doors of audits, where what was signed stands and a rehearsal stays one."""

from __future__ import annotations

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.records import store
from plumbline.apps.records.decided import STILL_OPEN
from plumbline.apps.records.writing import Writer
from plumbline.engine.domain import kinds

AFTER_SIGNING = STILL_OPEN - {"state"} | {"reported_on", "reported_to"}
ANSWERING = STILL_OPEN | {"answered_by", "no_answer_reason", "answer_due", "samples"}


class AuditWriter(Writer[kinds.Audit]):
    """Writes audits: one that was signed is not rewritten, and a rehearsal does not become an audit."""

    def _change(self, actor: Actor, ref: str, seen: int, fields: dict[str, object]) -> kinds.Audit:
        before = store.held(self.kind, ref).value
        if before.audit_kind == "mock" and fields.get("audit_kind", "mock") != "mock":
            raise RefusedError(f"{ref} was a rehearsal and stays one. Plan the audit from the programme.")
        if before.signed_off_on and (rewritten := _changed(before, fields) - AFTER_SIGNING):
            raise RefusedError(f"{ref} is signed: its “{min(rewritten)}” stays. Add to its note what came later.")
        return super()._change(actor, ref, seen, fields)

    def _remove(self, actor: Actor, ref: str, seen: int, reason: str) -> kinds.Audit:
        if store.held(self.kind, ref).value.signed_off_on:
            raise RefusedError(f"{ref} is signed. It is not taken away.")
        return super()._remove(actor, ref, seen, reason)

    def _end(self, actor: Actor, ref: str, seen: int, reason: str, state: str) -> kinds.Audit:
        if store.held(self.kind, ref).value.signed_off_on:
            raise RefusedError(f"{ref} is signed. It was held, so it is not called off.")
        return super()._end(actor, ref, seen, reason, state)


class PaperWriter(Writer[kinds.AuditItem]):
    """Writes working papers of audits that are not signed."""

    def _add(self, actor: Actor, value: kinds.AuditItem) -> kinds.AuditItem:
        _refuse_signed(value.audit)
        return super()._add(actor, value)

    def _change(self, actor: Actor, ref: str, seen: int, fields: dict[str, object]) -> kinds.AuditItem:
        _refuse_signed(store.held(self.kind, ref).value.audit)
        _refuse_signed(str(fields.get("audit", "")))
        return super()._change(actor, ref, seen, fields)

    def _remove(self, actor: Actor, ref: str, seen: int, reason: str) -> kinds.AuditItem:
        _refuse_signed(store.held(self.kind, ref).value.audit)
        return super()._remove(actor, ref, seen, reason)

    def _restore(self, actor: Actor, ref: str, to: int) -> kinds.AuditItem:
        again = super()._restore(actor, ref, to)
        _refuse_signed(again.audit)
        return again


class FindingWriter(Writer[kinds.AuditFinding]):
    """Writes findings; of a signed audit only what answers them."""

    def _add(self, actor: Actor, value: kinds.AuditFinding) -> kinds.AuditFinding:
        _refuse_signed(value.audit)
        return super()._add(actor, value)

    def _change(self, actor: Actor, ref: str, seen: int, fields: dict[str, object]) -> kinds.AuditFinding:
        before = store.held(self.kind, ref).value
        if _changed(before, fields) - ANSWERING:
            _refuse_signed(before.audit)
            _refuse_signed(str(fields.get("audit", "")))
        return super()._change(actor, ref, seen, fields)

    def _remove(self, actor: Actor, ref: str, seen: int, reason: str) -> kinds.AuditFinding:
        _refuse_signed(store.held(self.kind, ref).value.audit)
        return super()._remove(actor, ref, seen, reason)

    def _restore(self, actor: Actor, ref: str, to: int) -> kinds.AuditFinding:
        again = super()._restore(actor, ref, to)
        _refuse_signed(again.audit)
        return again


class SampleWriter(Writer[kinds.Sample]):
    """Writes samples; what a signed audit rests on is neither withdrawn nor taken away."""

    def _change(self, actor: Actor, ref: str, seen: int, fields: dict[str, object]) -> kinds.Sample:
        before = store.held(self.kind, ref).value
        if _changed(before, fields) - (STILL_OPEN - {"state"}):
            _refuse_signed(before.audit)
        return super()._change(actor, ref, seen, fields)

    def _end(self, actor: Actor, ref: str, seen: int, reason: str, state: str) -> kinds.Sample:
        _refuse_signed(store.held(self.kind, ref).value.audit)
        return super()._end(actor, ref, seen, reason, state)

    def _remove(self, actor: Actor, ref: str, seen: int, reason: str) -> kinds.Sample:
        _refuse_signed(store.held(self.kind, ref).value.audit)
        return super()._remove(actor, ref, seen, reason)


def _changed(before: object, fields: dict[str, object]) -> set[str]:
    return {name for name, wish in fields.items() if getattr(before, name, wish) != wish}


def _refuse_signed(words: str) -> None:
    """Raise RefusedError where the words name an audit that is signed; an audit that is not on record binds nobody."""
    found = store.all_of(kinds.Audit, ref=words)
    if found and found[0].signed_off_on:
        raise RefusedError(f"{words} is signed. What it rests on stands; what came later belongs in another.")
