"""Decisions are signed at once, and a journal that is older than what was signed is only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plumbline.apps.accounts.action import ACTIONS, SIGNED
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.exporting import _note
from plumbline.apps.journal import checkpoints, reading, signer
from plumbline.apps.records import writers
from plumbline.apps.records.bulk import Change, write_many
from plumbline.apps.records.reading import isms_now
from plumbline.apps.risk.services import accept_risk, risks
from plumbline.engine.domain import kinds
from tests.stories import Firm


def signed(firm: Firm) -> int:
    last = checkpoints.latest(firm.id)
    return 0 if last is None else last.size


def test_an_ordinary_change_is_not_signed_and_a_decision_is(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    assert signed(firm) == 0
    accept_risk(firm.cleo, risk.ref, seen=firm.seen(risk), until=date(2027, 6, 1), reason="Insured.")
    assert signed(firm) == reading.head(firm.id) > 0


def test_an_import_and_an_export_are_signed(firm: Firm) -> None:
    write_many(firm.ada, [Change(kind="risk", ref="R-7", value=kinds.Risk(ref="R-7", title="Flood"))])
    assert signed(firm) == reading.head(firm.id)
    before = signed(firm)
    _note(firm.ada, isms_now(firm.ada, date(2026, 11, 22)), ())
    assert signed(firm) == reading.head(firm.id) == before + 1


def test_every_approval_is_among_what_is_signed() -> None:
    writers.gather()
    deciding = {permission for permission in ACTIONS.values() if permission.verb in SIGNED}
    assert deciding >= {each for each in Permission if each.verb in ("approve", "accept", "except", "adopt")}


def test_a_key_that_cannot_be_used_is_told_before_anything_is_decided(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    (signer._folder(firm.id) / signer.KEY).chmod(0o644)
    size = reading.head(firm.id)
    with pytest.raises(signer.KeyTroubleError, match="chmod 600"):
        accept_risk(firm.cleo, risk.ref, seen=firm.seen(risk), until=date(2027, 6, 1), reason="Insured.")
    assert reading.head(firm.id) == size


def test_nothing_is_written_to_a_journal_older_than_what_was_signed_not_even_a_denial(firm: Firm) -> None:
    size = reading.head(firm.id)
    checkpoints.cut(firm.id)
    then = signer.memory(firm.id)
    for other in (replace(then, size=then.size + 1), replace(then, root=bytes(32))):
        signer.remember(firm.id, other)
        for who in (firm.ada, firm.dan):
            with pytest.raises(signer.ForkError, match="Nothing is written or signed any more"):
                risks.add(who, kinds.Risk(title="Flood"))
    assert reading.head(firm.id) == size
    signer.remember(firm.id, then)
    assert risks.add(firm.ada, kinds.Risk(title="Flood")).ref == "R-1"
