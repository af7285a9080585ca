"""Records nobody answers for."""

from collections.abc import Iterator
from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    ControlState,
    Objective,
    Obligation,
    OwnControl,
    PolicyException,
    Record,
    Supplier,
    Vulnerability,
)
from plumbline.engine.domain.soa import declared_rows
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule

OWNED: tuple[tuple[type[Record], str], ...] = (
    (Asset, "A.5.9"),
    (OwnControl, "A.5.2"),
    (Supplier, "A.5.2"),
    (Obligation, "A.5.2"),
    (Objective, "5.3"),
    (Action, "5.3"),
    (PolicyException, "A.5.2"),
    (Vulnerability, "A.5.2"),
)
CLAUSES: dict[str, str] = {kind.KIND: clause for kind, clause in OWNED}


def owned_records(isms: Isms) -> Iterator[Record]:
    """What an owner is expected of. Whether states of controls have one is asked where some register keeps it."""
    for kind, _ in OWNED:
        yield from isms.live(kind)
    if kept(isms, ControlState, "owner"):
        yield from (each for each in isms.all(ControlState) if each.status not in ("", "none"))


def _owner(isms: Isms, record: Any) -> str:
    """Who answers: for an exception also who asked for it, for a control also whom the Statement names."""
    if record.owner:
        return str(record.owner)
    if isinstance(record, PolicyException):
        return record.requested_by
    if isinstance(record, ControlState):
        rows = isms.memo("owners in the statement", lambda: {each.ref: each.owner for each in declared_rows(isms)})
        return rows.get(record.ref, "")
    return ""


@rule(
    "DAT004",
    "owner-missing",
    clauses=("5.3", "A.5.2", "A.5.9"),
    grade=MINOR_UP,
    examines=Population(
        "live assets, controls, suppliers, obligations, objectives, actions, exceptions and vulnerabilities",
        owned_records,
    ),
    mend="Name the person or role that answers for it in the field “Owner”.",
)
def owner_missing(isms: Isms, record: Record) -> Iterator[Fault]:
    """Owners of risks are RSK003's, vacant roles ROL001's, leavers ROL003's."""
    owner = _owner(isms, record)
    clause = CLAUSES.get(record.KIND, "A.5.2")
    if not owner:
        yield Fault(record, gap="Nobody answers for it.", shows=("owner",), clause=clause)
    elif not isms.answers(owner):
        gap = f"Its owner “{owner}” is no person and no role on record."
        yield Fault(record, gap=gap, shows=("owner",), clause=clause)
