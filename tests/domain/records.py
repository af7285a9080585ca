"""Small systems for the tests of the domain."""

from __future__ import annotations

from datetime import date

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Organization, Record
from plumbline.engine.domain.soa import SoaRow, row

DAY = date(2026, 11, 22)


def system(*records: Record, on: date = DAY) -> Isms:
    """The records as one system; a nameless organisation where none is among them."""
    return assemble(records, on=on)


def row_of(key: str, *records: Record) -> SoaRow:
    """One computed row of the system that the records make."""
    found = row(system(*records), key)
    assert found is not None, f"{key} is no row"
    return found


def named(**fields: object) -> Organization:
    """An organisation with fields of its own."""
    return Organization(ref="ORG-1", title="Nordlicht", **fields)  # type: ignore[arg-type]  # each test names its field
