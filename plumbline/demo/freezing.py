"""What people approved or accepted is frozen from the records themselves, so that the company is sound on its own day.

In the registers `@form` stands for the fingerprint of what was approved or accepted, and a Statement of Applicability
approved without rows takes the rows computed from the registers.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.fingerprints import plan_of, state_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Acceptance, Record, Risk, SoaVersion, TreatmentPlan
from plumbline.engine.domain.soa import frozen_rows


def frozen(records: Sequence[Record], day: date) -> tuple[Record, ...]:
    """The records with every open form filled in from the state they make together."""
    isms = assemble(records, on=day)
    return tuple(_filled(isms, each) for each in records)


def _filled(isms: Isms, record: Record) -> Record:
    match record:
        case TreatmentPlan(form="@form") if risk := _risk(isms, record.risk):
            return dataclasses.replace(record, form=plan_of(isms, risk))
        case Acceptance(form="@form") if risk := _risk(isms, record.risk):
            return dataclasses.replace(record, form=state_of(isms, risk))
        case SoaVersion(state="approved", rows=()):
            return dataclasses.replace(record, rows=frozen_rows(isms))
    return record


def _risk(isms: Isms, reference: str) -> Risk | None:
    found = isms.resolve(reference, Risk)
    return found if isinstance(found, Risk) else None
