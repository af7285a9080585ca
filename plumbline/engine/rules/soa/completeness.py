"""Whether every control has a row, and every row says whether it applies, why, and how far it is done (6.1.3 d)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.engine.domain.drivers import Driver, drivers_of
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.justification import listed
from plumbline.engine.domain.kinds import OwnControl, SoaDeclared
from plumbline.engine.domain.statement import APPLIED, Stated, stated_by_key, stated_rows
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.soa.cites import askers, overruling

NO_REASON = (
    "a any applicable applies apply at because control does doesn excluded for here in is it n na no none not "
    "of organisation organization our relevance relevant required requirement t the this to us we yes "
    "anwendbar anwendbarkeit ausgeschlossen der die diese entfällt erforderlich für ist keine maßnahme nicht "
    "nötig relevanz uns zutreffend applicable applique concerné exclu mesure ne non objet pas s sans"
)
SAYS_NOTHING = frozenset(NO_REASON.split())
"""Words that only repeat that a control does not apply; a text of nothing else gives no reason."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A control that the Statement has to list, and what asks for it."""

    key: str
    title: str
    asking: tuple[Driver, ...]


def _wanted(isms: Isms) -> Iterator[Wanted]:
    """Annex A whole, and own controls that risks or obligations use; nothing while there is no Statement at all."""
    if not stated_rows(isms):
        return
    for key, control in isms.standard.controls.items():
        yield Wanted(key, control.title, drivers_of(isms, key))
    for own in isms.live(OwnControl):
        asking = tuple(each for each in drivers_of(isms, own.ref) if each.kind in ("risk", "treatment", "obligation"))
        if asking:
            yield Wanted(own.ref, own.title, asking)


@rule(
    "SOA001",
    "control-absent-from-soa",
    clauses=("6.1.3.c", "6.1.3.d.1", "6.1.3.d.4"),
    grade=MINOR_UP,
    examines=Population("controls of Annex A and own controls in use", _wanted),
    mend="Add the row to the Statement and decide in it whether the control applies, and why.",
)
def control_absent_from_soa(isms: Isms, wanted: Wanted) -> Iterator[Fault]:
    """A row that is not there was neither taken in nor left out with a reason."""
    if wanted.key in stated_by_key(isms):
        return
    named = list(dict.fromkeys(each.ref for each in wanted.asking))
    tail = f", while {listed(named)} {'asks' if len(named) == 1 else 'ask'} for it" if named else ""
    yield Fault(
        SoaDeclared(ref=wanted.key, title=wanted.title),
        gap=f"{wanted.key} has no row in the Statement of Applicability{tail}.",
        cites=askers(isms, wanted.asking),
    )


def _excluded(isms: Isms) -> tuple[Stated, ...]:
    return tuple(each for each in stated_rows(isms) if each.applicable == "no" and each.key in isms.standard.controls)


@rule(
    "SOA002",
    "exclusion-without-justification",
    clauses=("6.1.3.d.4",),
    grade=MINOR_UP,
    examines=Population("excluded rows of Annex A", _excluded),
    mend="Write in “Justification” what is missing here that the control would protect.",
)
def exclusion_without_justification(isms: Isms, row: Stated) -> Iterator[Fault]:
    """Saying once more that a control does not apply is no reason for it."""
    words = re.findall(r"\w+", folded(row.reason))
    if not words:
        gap = f"{row.key} is excluded and no reason is stated."
    elif SAYS_NOTHING.issuperset(words):
        gap = f"{row.key} is excluded because of “{row.reason}”, which only says again that it is excluded."
    else:
        return
    yield Fault(row.record, gap=gap, shows=("applicable", "justification"), cites=overruling(row))


def _applicable(isms: Isms) -> tuple[Stated, ...]:
    return tuple(each for each in stated_rows(isms) if each.applicable == "yes")


@rule(
    "SOA003",
    "inclusion-without-justification",
    clauses=("6.1.3.d.2",),
    grade=MINOR_UP,
    examines=Population("applicable rows", _applicable),
    mend="Name the control in the risk, obligation or agreement that asks for it, or write the reason in the row.",
)
def inclusion_without_justification(isms: Isms, row: Stated) -> Iterator[Fault]:
    """What asks for a control justifies it as well as a text does."""
    if not row.drivers and not row.reason and not row.record.justification:
        gap = f"{row.key} is applicable; no record asks for it and no justification is stated."
        yield Fault(row.record, gap=gap, shows=("applicable", "justification"), cites=overruling(row))


@rule(
    "SOA006",
    "implementation-unstated",
    clauses=("6.1.3.d.3",),
    grade=MINOR_UP,
    examines=Population("rows of the Statement", stated_rows),
    mend="Decide whether the control applies, and state how far it is implemented.",
)
def implementation_unstated(isms: Isms, row: Stated) -> Iterator[Fault]:
    """Words that could not be read as a value are another matter: they are told as such."""
    if row.unread("applicable") or row.unread("status"):
        return
    if not row.applicable:
        gap = f"The row of {row.key} does not say whether the control applies."
    elif row.applicable == "yes" and not row.status:
        gap = f"{row.key} is applicable, and nothing says how far it is implemented."
    elif row.applicable == "no" and row.status in APPLIED:
        gap = f"{row.key} is excluded and at the same time stated as “{row.status}”."
    else:
        return
    yield Fault(row.record, gap=gap, shows=("applicable", "status"), cites=overruling(row))
