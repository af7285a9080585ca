"""How each supplier stands: what binds it, when somebody last looked, when the next look is due, what is not agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.due import Due, next_due
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset, Supplier, SupplierAgreement
from plumbline.engine.domain.supply import (
    Look,
    agreements_in_force,
    is_answered,
    left_open,
    looked_on,
    looks,
    provides,
    reaches_information,
    service_agreements,
    serving_us,
)
from plumbline.engine.domain.treatment import runs
from plumbline.engine.rules.suppliers.agreements import DEVELOPMENT, TERMS

GRAVE: Mapping[str, str] = {
    "critical": "Critical",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    "": "Criticality not stated",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A supplier as it stands.

    `agreement` is the one in force, else the latest; `until` the end it states. `absent` are terms that no agreement in
    force holds, `unread` says that one of these was never examined. `open_remark` is what the last look left open.
    """

    supplier: Supplier
    reaches: bool | None
    agreement: SupplierAgreement | None
    in_force: bool
    until: date | None
    absent: tuple[str, ...]
    unread: bool
    data_agreement: str
    last: Look | None
    looked: date | None
    open_remark: str
    due: date | None
    overdue: bool
    assets: tuple[Asset, ...]

    @property
    def needs_somebody(self) -> bool:
        """Whether something about it is missing, late or open. Who reaches nothing needs no agreement with us."""
        bound = self.reaches is False or self.in_force
        return not bound or self.overdue or bool(self.open_remark) or self.data_agreement == "missing"


@dataclass(frozen=True, slots=True)
class Group:
    """Suppliers of one criticality."""

    key: str
    title: str
    standings: tuple[Standing, ...]


def standings(isms: Isms) -> tuple[Standing, ...]:
    """Every supplier that serves us now, by reference."""
    return isms.memo("suppliers at a glance", lambda: tuple(standing(isms, each) for each in serving_us(isms)))


def groups(found: tuple[Standing, ...]) -> tuple[Group, ...]:
    """The same by criticality, those that need somebody first."""
    made = (
        Group(key, title, tuple(sorted((e for e in found if e.supplier.criticality == key), key=_first_first)))
        for key, title in GRAVE.items()
    )
    return tuple(each for each in made if each.standings)


def _first_first(each: Standing) -> tuple[bool, date, str]:
    return not each.needs_somebody, each.due or date.max, each.supplier.ref


def standing(isms: Isms, supplier: Supplier) -> Standing:
    """One supplier as it stands on the day."""
    agreements = service_agreements(isms, supplier)
    running = next((each for each in reversed(agreements) if runs(each, isms.on)), None)
    agreement = running or (agreements[-1] if agreements else None)
    seen = [each for each in looks(isms, supplier) if (day := looked_on(each)) is None or day <= isms.on]
    last = seen[-1] if seen else None
    remark = left_open(last) if last else ""
    due = _next_look(isms, supplier, looked_on(last) if last else None)
    absent, unread = _terms(isms, supplier)
    return Standing(
        supplier,
        reaches_information(isms, supplier),
        agreement,
        running is not None,
        agreement.ends if agreement else None,
        absent,
        unread,
        _data_agreement(isms, supplier),
        last,
        looked_on(last) if last else None,
        remark if last and remark and not is_answered(isms, supplier, last) else "",
        due.day if due else None,
        due is not None and due.day < isms.on,
        provides(isms, supplier),
    )


def _next_look(isms: Isms, supplier: Supplier, seen: date | None) -> Due | None:
    """When somebody is to look again, as SUP004 counts it: a date that a look has kept is over."""
    life = isms.lives.get((supplier.KIND, supplier.ref))
    since = seen or supplier.service_began or (life.first if life else None)
    own = None if supplier.next_review and seen and seen >= supplier.next_review else supplier.next_review
    return next_due(isms, own, since, supplier.review_interval, "supplier_review", supplier.criticality)


def _terms(isms: Isms, supplier: Supplier) -> tuple[tuple[str, ...], bool]:
    """The terms that no examined agreement in force holds, and whether one was not examined; by the words of SUP003."""
    running = agreements_in_force(isms, supplier)
    read = [each for each in running if each.terms_examined or each.terms]
    if not read or reaches_information(isms, supplier) is False:
        return (), bool(running) and not read
    present = [folded(term) for each in read for term in each.terms]
    wanted = (*TERMS, DEVELOPMENT) if supplier.develops else TERMS
    absent = tuple(name for name, words in wanted if not any(word in term for term in present for word in words))
    return absent, len(read) < len(running)


def _data_agreement(isms: Isms, supplier: Supplier) -> str:
    if not supplier.personal_data:
        return ""
    if any(each.is_data_agreement for each in agreements_in_force(isms, supplier)) or supplier.data_agreement == "yes":
        return "in force"
    return supplier.data_agreement_note or "not needed" if supplier.data_agreement == "not needed" else "missing"
