"""Keeping evidence and the runs of imports (7.5.3)."""

from __future__ import annotations

import dataclasses

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

evidence_items = writer(kinds.EvidenceItem, Permission.EVIDENCE_WRITE)


@action(Permission.EVIDENCE_WRITE)
def file_evidence(actor: Actor, *several: kinds.EvidenceItem) -> tuple[kinds.EvidenceItem, ...]:
    """Write down what was seen, one item for each file; the files are kept before this is called."""
    return tuple(evidence_items.add(actor, each) for each in several)


@action(Permission.EVIDENCE_WRITE)
def replace_evidence(actor: Actor, ref: str, value: kinds.EvidenceItem, *, seen: int) -> kinds.EvidenceItem:
    """Put a newer item in the place of one; that one is superseded, and its file stays."""
    before = store.held(kinds.EvidenceItem, ref, seen=seen)
    if not before.value.live:
        raise RefusedError(f"{ref} is {before.value.state} already. Add a new item instead.")
    evidence_items.change(actor, before.value.ref, seen=seen, state="superseded")
    return evidence_items.add(actor, dataclasses.replace(value, supersedes=before.value.ref))


@action(Permission.EVIDENCE_WRITE)
def withdraw_evidence(actor: Actor, ref: str, *, seen: int, reason: str) -> kinds.EvidenceItem:
    """Say that an item shows nothing after all, and why. It stays on record and counts for nothing."""
    return evidence_items.end(actor, ref, seen=seen, reason=reason, state="withdrawn")
