"""The statement as it is about to be approved, and its two documents: for programs, and to hand over (trust.md 2).

The JSON names people by reference, so that it comes out the same for ever from the journal at the entry it was computed
at. The PDF keeps the names they were signed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from plumbline.apps.soa.services import Statement
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import SoaVersion
from plumbline.engine.domain.soa_approval import approved_form, once_approved
from plumbline.reports.soa.render import render
from plumbline.reports.soa.rows import soa_report


def freeze(isms: Isms, version: SoaVersion, *, by: str, made_at: datetime, names: Mapping[str, str]) -> Statement:
    """The statement that a person (`by`) approves on the day the system is judged on; version: its number and scope."""
    value = approved_form(isms, version, by=by, on=isms.on)
    return Statement(
        scope=value.scope,
        rows=value.rows,
        computed_at=isms.head,
        on=isms.on,
        json=statement_json(isms, value, made_at=made_at),
        pdf=render(soa_report(once_approved(isms, value), made_at=made_at, names=names), "pdf"),
    )


def statement_json(isms: Isms, version: SoaVersion, *, made_at: datetime) -> bytes:
    """The canonical document of an approved version, from the system at the entry it was computed at."""
    return render(soa_report(once_approved(isms, version), made_at=made_at), "json")
