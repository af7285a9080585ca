"""Suppliers with what binds and what was found: who matters, their agreements, and when they were looked at."""

import re
from datetime import date

from plumbline.engine.domain.documentation import serving, version_in_force
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    Nonconformity,
    Supplier,
    SupplierAgreement,
    SupplierAssessment,
    SupplierReview,
)
from plumbline.engine.domain.treatment import runs

Look = SupplierAssessment | SupplierReview
WORD = re.compile(r"[\w-]+")
SUPPLIER_PROCEDURE = "A.5.19"
WITH_THEM = ("cloud", "supplier")
UNKNOWN_REACH = "whether it processes or can affect in-scope information"
SHORTEST_NAME = 4
"""From how many letters the name of a supplier, found in words, may be taken for the supplier."""


def serving_us(isms: Isms) -> tuple[Supplier, ...]:
    """Suppliers whose service is running: neither proposed nor ended nor yet to begin."""

    def find() -> tuple[Supplier, ...]:
        live = (each for each in isms.live(Supplier) if each.state == "live")
        return tuple(each for each in live if each.service_began is None or each.service_began <= isms.on)

    return isms.memo("suppliers serving us", find)


def reaches_information(isms: Isms, supplier: Supplier) -> bool | None:
    """Whether a supplier processes or can affect in-scope information; None where no record says."""
    if supplier.sees_information or supplier.sees_confidential or supplier.personal_data or supplier.develops:
        return True
    if any(each.live and each.in_scope is not False and each.hosting in WITH_THEM for each in provides(isms, supplier)):
        return True
    return supplier.sees_information


def suppliers_that_matter(isms: Isms) -> tuple[Supplier, ...]:
    """Those serving us, without those that are known to reach no information of the scope."""
    return isms.memo(
        "suppliers that matter",
        lambda: tuple(each for each in serving_us(isms) if reaches_information(isms, each) is not False),
    )


def provides(isms: Isms, supplier: Supplier) -> tuple[Asset, ...]:
    """The assets that name a supplier as their provider."""
    return isms.of_parent(Asset, "supplier", supplier)


# --- agreements ------------------------------------------------------------------------------------------------------


def service_agreements(isms: Isms, supplier: Supplier) -> tuple[SupplierAgreement, ...]:
    """The agreements on the service, the one that ends last at the end; those on data where there are no others."""
    found = isms.of_parent(SupplierAgreement, "supplier", supplier)
    chosen = [each for each in found if not each.is_data_agreement] or list(found)
    return tuple(sorted(chosen, key=lambda each: (each.ends or date.max, each.starts or date.min, each.ref)))


def agreements_in_force(isms: Isms, supplier: Supplier) -> tuple[SupplierAgreement, ...]:
    """Every agreement with a supplier that is in force on the day, those on data among them."""
    found = isms.of_parent(SupplierAgreement, "supplier", supplier)
    return tuple(each for each in found if runs(each, isms.on))


def data_agreements(isms: Isms, supplier: Supplier) -> tuple[SupplierAgreement, ...]:
    """The agreements on the processing of personal data, in force or not."""
    return tuple(each for each in isms.of_parent(SupplierAgreement, "supplier", supplier) if each.is_data_agreement)


# --- looking at suppliers --------------------------------------------------------------------------------------------


def looked_on(look: Look) -> date | None:
    """The day of an assessment or a review."""
    return look.assessed_on if isinstance(look, SupplierAssessment) else look.reviewed_on


def looks(isms: Isms, supplier: Supplier) -> tuple[Look, ...]:
    """Every assessment and review of a supplier, the earliest first."""
    found: list[Look] = [*isms.of_parent(SupplierAssessment, "supplier", supplier)]
    found += isms.of_parent(SupplierReview, "supplier", supplier)
    return tuple(sorted(found, key=lambda each: (looked_on(each) or date.min, each.KIND, each.ref)))


def procedure_since(isms: Isms) -> date | None:
    """Since when the supplier procedure in force has been so; None where there is none."""
    versions = (version_in_force(isms, each) for each in serving(isms, SUPPLIER_PROCEDURE))
    days = [each.effective or each.approved_on for each in versions if each]
    return min((each for each in days if each), default=None)


def left_open(look: Look) -> str:
    """The remark or condition a look ended with; empty where there is none."""
    if isinstance(look, SupplierAssessment):
        return look.conditions or (look.result if look.result == "accepted with conditions" else "")
    return look.remark or (look.result if look.result in ("with remarks", "unsatisfactory") else "")


def is_answered(isms: Isms, supplier: Supplier, look: Look) -> bool:
    """Whether an action, a risk, a nonconformity or a later satisfactory review answers a remark."""
    if any(isms.resolve(words) for words in look.answered_by):
        return True
    if isms.of_parent(Nonconformity, "source_refs", look):
        return True
    if isms.of_parent(Action, "answers", look):
        return True
    later = looks(isms, supplier)[looks(isms, supplier).index(look) + 1 :]
    if any(isinstance(each, SupplierReview) and each.result == "satisfactory" for each in later):
        return True
    return _told_in_words(isms, supplier)


def _told_in_words(isms: Isms, supplier: Supplier) -> bool:
    """Registers of others link by words: an action or nonconformity that names the supplier may be the answer."""
    told = isms.memo("words of actions and nonconformities", lambda: _plain(_said(isms)))
    names = [each for each in (supplier.ref, supplier.title) if len(each) >= SHORTEST_NAME]
    return isms.memo(("told of", supplier.ref), lambda: any(_plain(each) in told for each in names))


def _said(isms: Isms) -> str:
    said = [f"{each.title} {each.description} {' '.join(each.answers)} {each.result}" for each in isms.all(Action)]
    said += [
        f"{each.title} {each.description} {each.source} {each.corrective_action}" for each in isms.all(Nonconformity)
    ]
    return " | ".join(said)


def _plain(words: str) -> str:
    """Words one space apart with a space on either side, so that SUP-1 is not found in SUP-10."""
    return f" {' '.join(WORD.findall(folded(words)))} "
