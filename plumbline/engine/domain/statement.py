"""The Statement of Applicability as it stands on record, row by row: what rules examine (6.1.3 d)."""

from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.engine.domain.controls import Implementation
from plumbline.engine.domain.drivers import Driver, drivers_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ControlState, OwnControl, SoaDeclared, SoaOverride
from plumbline.engine.domain.soa import approved, as_declared, declared_rows
from plumbline.engine.domain.soa_records import Applicable

APPLIED = frozenset({"implemented", "partly"})
"""States of a control that is at work, wholly or in part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One row as stated: `record` carries what was declared or approved, an override in force goes before it."""

    record: SoaDeclared
    applicable: Applicable
    status: Implementation
    reason: str
    override: SoaOverride | None
    state: ControlState | OwnControl | None
    drivers: tuple[Driver, ...]

    @property
    def key(self) -> str:
        """The control's key."""
        return self.record.ref

    @property
    def documents(self) -> tuple[str, ...]:
        """What the row and the control's own state refer to."""
        held = self.state.documents if isinstance(self.state, ControlState) else ()
        return tuple(dict.fromkeys((*self.record.documents, *held)))

    @property
    def words(self) -> str:
        """Everything written about the control, for finding a reference in it."""
        own = self.state.description if self.state else ""
        return " ".join((self.record.description, self.record.note, self.record.justification, self.reason, own))

    def unread(self, field: str) -> str:
        """The words of a field that could not be read as one of its values."""
        return dict(self.record.unread).get(field, "")


def stated_rows(isms: Isms) -> tuple[Stated, ...]:
    """Every row on record: those declared, and those of the approved version that nobody declared beside it."""

    def find() -> tuple[Stated, ...]:
        found = {each.ref: each for each in declared_rows(isms)}
        version = approved(isms)
        for frozen in version.rows if version else ():
            found.setdefault(frozen.key, as_declared(frozen))
        return tuple(_stated(isms, each) for each in found.values())

    return isms.memo("stated rows", find)


def stated_by_key(isms: Isms) -> Mapping[str, Stated]:
    """The rows on record by control."""
    return isms.memo("stated rows by key", lambda: {each.key: each for each in stated_rows(isms)})


def applied_rows(isms: Isms, *statuses: Implementation) -> tuple[Stated, ...]:
    """The rows that are not excluded and whose control is stated to be in one of these states."""
    return tuple(each for each in stated_rows(isms) if each.applicable != "no" and each.status in statuses)


def _stated(isms: Isms, record: SoaDeclared) -> Stated:
    override = isms.at(SoaOverride, record.ref)
    override = override if override and override.live and override.applicable else None
    state = isms.at(ControlState, record.ref) or isms.at(OwnControl, record.ref)
    return Stated(
        record=record,
        applicable=override.applicable if override else record.applicable,
        status=(state.status if state else "") or record.status,
        reason=override.reason if override else record.justification,
        override=override,
        state=state,
        drivers=drivers_of(isms, record.ref),
    )
