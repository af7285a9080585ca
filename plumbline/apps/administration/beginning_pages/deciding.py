"""What was decided about each card: confirmed, left out, later; and the changes that somebody typed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.tenancy import tenant_rows, within
from plumbline.apps.administration.models import BeginningCard, Decision
from plumbline.apps.journal import ports

Changes = Mapping[tuple[str, str], Any]
"""What was typed, by key of the proposed record and field."""
DECISIONS = (Decision.LEFT_OUT, Decision.LATER, Decision.OPEN)


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a card. `references` and `proposed` are by key of the record; empty before it is confirmed."""

    decision: str = Decision.OPEN
    changes: Changes = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    proposed: Mapping[str, Any] = field(default_factory=dict)
    proposed_on: date | None = None
    decided_by: str = ""
    decided_at: datetime | None = None

    @property
    def confirmed(self) -> bool:
        """Whether its records were written."""
        return self.decision == Decision.CONFIRMED


def decided(actor: Actor) -> Mapping[str, Decided]:
    """What was decided in the actor's organisation, by card."""
    return {each.key: _read(each) for each in tenant_rows(BeginningCard, actor.organization_id)}


def references(held: Mapping[str, Decided]) -> dict[str, str]:
    """The references of everything written so far, by key."""
    return {key: ref for each in held.values() for key, ref in each.references.items()}


def keep_changes(actor: Actor, changes: Mapping[str, Changes]) -> None:
    """Keep what was typed into open cards, so that it is there tomorrow; nothing typed lets go of what was kept."""
    with within(actor.organization_id), transaction.atomic():
        for key, each in changes.items():
            row = _row(actor, key)
            if row.decision != Decision.CONFIRMED:
                row.changes = json.dumps([[record, name, value] for (record, name), value in each.items()])
                row.save(update_fields=["changes"])


def decide(actor: Actor, keys: Collection[str], decision: str) -> int:
    """Leave cards out, put them off or take that back; returns how many it changed. Confirmed ones stay confirmed."""
    changed = 0
    with within(actor.organization_id), transaction.atomic():
        for key in keys:
            row = _row(actor, key)
            if row.decision not in (Decision.CONFIRMED, decision):
                row.decision, row.decided_by, row.decided_at = decision, actor.person, ports.now()
                row.save(update_fields=["decision", "decided_by", "decided_at"])
                changed += 1
    return changed


def note_confirmed(actor: Actor, key: str, written: Mapping[str, str], proposed: Mapping[str, Any], on: date) -> None:
    """Note that a card is confirmed, in the transaction that writes its records."""
    row = _row(actor, key)
    row.decision, row.decided_by, row.decided_at = Decision.CONFIRMED, actor.person, ports.now()
    row.references, row.proposed, row.proposed_on = json.dumps(dict(written)), json.dumps(dict(proposed)), on
    row.save()


def _row(actor: Actor, key: str) -> BeginningCard:
    row, _ = BeginningCard.objects.get_or_create(
        organization_id=actor.organization_id, key=key, defaults={"decided_at": ports.now()}
    )
    return row


def _read(row: BeginningCard) -> Decided:
    changes = {(record, name): value for record, name, value in json.loads(row.changes)}
    return Decided(
        decision=row.decision,
        changes=changes,
        references=json.loads(row.references),
        proposed=json.loads(row.proposed),
        proposed_on=row.proposed_on,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
