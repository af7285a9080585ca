"""The system as it stands once a version of the statement is approved, which is what the frozen document shows."""

import dataclasses
from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record, SoaVersion
from plumbline.engine.domain.soa import frozen_rows


def approved_form(isms: Isms, version: SoaVersion, *, by: str, on: date) -> SoaVersion:
    """A version as its approval makes it: with the rows of that moment and the journal entry they were computed at."""
    return dataclasses.replace(
        version, state="approved", approved_on=on, approved_by=(by,), rows=frozen_rows(isms), computed_at=isms.head
    )


def once_approved(isms: Isms, version: SoaVersion) -> Isms:
    """The same system with this version approved and the one before superseded."""
    return assemble(
        _records(isms, version),
        on=isms.on,
        as_of=isms.as_of,
        head=isms.head,
        lives=isms.lives,
        missing_blobs=isms.missing_blobs,
    )


def _records(isms: Isms, version: SoaVersion) -> Iterator[Record]:
    yield version
    for records in isms.records.values():
        for each in records:
            if not isinstance(each, SoaVersion):
                yield each
            elif each.ref != version.ref:
                yield dataclasses.replace(each, state="superseded") if each.state == "approved" else each
