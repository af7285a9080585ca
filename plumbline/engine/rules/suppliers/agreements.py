"""Whether what a supplier owes us is agreed, in force and complete (A.5.20, A.5.34)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Supplier, SupplierAgreement
from plumbline.engine.domain.supply import (
    UNKNOWN_REACH,
    agreements_in_force,
    data_agreements,
    provides,
    reaches_information,
    service_agreements,
    serving_us,
    suppliers_that_matter,
)
from plumbline.engine.domain.treatment import runs
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.suppliers.looking import THAT_MATTER
from plumbline.engine.rules.wording import days_between, listed

TERMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("security", ("security", "sicherheit", "sécurité")),
    ("confidentiality", ("confidential", "non-disclosure", "secrecy", "vertraulich", "geheimhaltung")),
    ("notice of incidents", ("incident", "breach", "vorfall", "vorfäll")),
    ("sub-suppliers", ("sub-supplier", "subcontract", "sub-contract", "sub-processor", "subprocessor", "unterauftrag")),
    ("right to check", ("right to check", "audit", "prüf", "kontrollrecht")),
    ("return and deletion", ("return", "deletion", "erasure", "rückgabe", "löschung")),
)
"""What an agreement with somebody who reaches our information holds, and the words by which each is recognised."""
DEVELOPMENT = ("rules of development", ("development", "entwicklung"))
MOST_SHOWN = 3


@rule(
    "SUP002",
    "agreement-not-in-force",
    clauses=("A.5.20", "8.1-5"),
    grade=MINOR_UP,
    examines=THAT_MATTER,
    mend="Record the renewal with its dates and terms, or end the service and its access.",
)
def agreement_not_in_force(isms: Isms, supplier: Supplier) -> Iterator[Fault | Unjudged]:
    """What runs until cancelled, or states no end, is in force; a later agreement renews an earlier one."""
    found = service_agreements(isms, supplier)
    if any(runs(each, isms.on) for each in found):
        return
    last = found[-1] if found else None
    if reaches_information(isms, supplier) is None:
        yield Unjudged(supplier, UNKNOWN_REACH)
    elif last is None:
        gap = "It serves with no agreement on record."
        yield Fault(supplier, gap=gap, shows=("service", "data", "service_began"))
    else:
        cited = Cited(last, ("starts", "ends", "rolling", "state"))
        yield Fault(supplier, gap=_lapse(isms, last), shows=("state", "data"), cites=(cited,))


def _lapse(isms: Isms, last: SupplierAgreement) -> str:
    if not last.live:
        return f"It still serves after {last.ref} was terminated, with no other agreement in force."
    if last.ends and last.ends < isms.on:
        return (
            f"It has served for {days_between(last.ends, isms.on)} since {last.ref} ended, with no agreement in force."
        )
    return f"It serves already, and its agreement {last.ref} begins only on {last.starts}."


def with_terms_examined(isms: Isms) -> Iterator[tuple[Supplier, tuple[SupplierAgreement, ...]]]:
    """Suppliers that reach our information, with their agreements in force of which the terms were examined."""
    for supplier in suppliers_that_matter(isms):
        found = tuple(each for each in agreements_in_force(isms, supplier) if each.terms_examined or each.terms)
        if found and reaches_information(isms, supplier):
            yield supplier, found


@rule(
    "SUP003",
    "agreement-lacks-terms",
    clauses=("A.5.20", "A.5.21", "A.8.30", "A.6.6"),
    grade=MINOR,
    examines=Population("suppliers whose agreements in force were examined", with_terms_examined),
    mend="Agree on the missing term in writing and enter it under “Terms present”.",
)
def agreement_lacks_terms(
    isms: Isms, subject: tuple[Supplier, tuple[SupplierAgreement, ...]]
) -> Iterator[Fault | Unjudged]:
    """A term may stand in any agreement with the supplier; what nobody has read yet may hold it too."""
    supplier, examined = subject
    present = [folded(term) for each in examined for term in each.terms]
    wanted = (*TERMS, DEVELOPMENT) if supplier.develops else TERMS
    absent = [name for name, words in wanted if not any(word in term for term in present for word in words)]
    if not absent:
        return
    unread = [each for each in agreements_in_force(isms, supplier) if each not in examined]
    if unread:
        yield Unjudged(examined[0], f"the terms of {listed(each.ref for each in unread)}")
        return
    also = ", nor has any other agreement in force" if len(examined) > 1 else ""
    gap = f"{examined[0].ref} has no term on {listed(absent, 'or')}{also}."
    cites = tuple(Cited(each, ("terms",)) for each in examined[1:])
    profile = Cited(supplier, ("data", "sees_confidential", "develops"))
    yield Fault(examined[0], gap=gap, shows=("terms",), cites=(profile, *cites))


@rule(
    "SUP006",
    "data-agreement-missing",
    clauses=("A.5.34", "A.5.20", "gdpr/28"),
    grade=MINOR_UP,
    examines=Population(
        "live suppliers that process personal data for us",
        lambda isms: tuple(each for each in serving_us(isms) if each.personal_data),
    ),
    mend="Sign the data processing agreement and record it; until then limit the data the supplier receives.",
)
def data_agreement_missing(isms: Isms, supplier: Supplier) -> Iterator[Fault]:
    """“Not needed” wants its reason: the supplier may decide on the data by itself, as an adviser or a carrier does."""
    found = data_agreements(isms, supplier)
    if any(runs(each, isms.on) for each in found):
        return
    if found:
        ended = found[-1].ends.isoformat() if found[-1].ends else "a day not recorded"
        gap = (
            f"It processes personal data, and its data agreement {found[-1].ref} is not in force; it ended on {ended}."
        )
    elif supplier.data_agreement == "yes" or (supplier.data_agreement == "not needed" and supplier.data_agreement_note):
        return
    elif supplier.data_agreement == "not needed":
        gap = "It processes personal data, and a data agreement is said not to be needed without a reason."
    else:
        gap = "It processes personal data with no data agreement in force."
    shows = ("data", "data_agreement", "data_agreement_note")
    held = [Cited(each, ("personal_data",)) for each in provides(isms, supplier) if each.live and each.personal_data]
    agreements = tuple(Cited(each, ("ends", "state")) for each in found[-1:])
    yield Fault(supplier, gap=gap, shows=shows, cites=(*agreements, *held[:MOST_SHOWN]))
