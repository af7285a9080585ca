"""Whether single audits are planned, examined by people without a stake, and reported (9.2.2)."""

from collections.abc import Iterator

from plumbline.engine.domain.audit_coverage import day_of, is_held, own_audits
from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.impartiality import Conflict, accepted, compensation, conflicts, examinations, look_back
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, AuditItem, Person, Record
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed

Examination = tuple[Audit, Person, str]
NAMED_AT_MOST = 6
DID = {"owns": "owns", "wrote": "wrote", "approved": "approved", "performed": "performed", "led": "leads or led"}


def _begun(isms: Isms) -> Iterator[Audit]:
    """Own audits of the cycle that began."""
    for each in own_audits(isms):
        if (each.began_on or is_held(each) or each.state == "under way") and in_cycle(isms, day_of(each)):
            yield each


@rule(
    "AUD004",
    "audit-half-documented",
    clauses=("9.2.2.a", "9.2.2-doc"),
    grade=MINOR_UP,
    examines=Population("internal audits that began", _begun),
    mend="Enter criteria and scope; file a working paper for what was examined, or name the papers kept elsewhere.",
)
def audit_half_documented(isms: Isms, audit: Audit) -> Iterator[Fault]:
    """What an audit is held against has to be known before it begins; what was examined, when it is over."""
    missing = [words for words, held in (("criteria", audit.criteria), ("scope", audit.scope)) if not held]
    if missing:
        began = f"began on {audit.began_on}" if audit.began_on else "began"
        yield Fault(audit, gap=f"It {began} without {listed(missing)}.", shows=("criteria", "scope"))
    elif is_held(audit) and not audit.papers and not isms.of_parent(AuditItem, "audit", audit):
        gap = "It was held, and no paper shows what was examined."
        yield Fault(audit, gap=gap, shows=("held_on", "papers"), clause="9.2.2-doc")


def _examinations(isms: Isms) -> Iterator[Examination]:
    """Every auditor and item of own audits that are ahead or lie in the cycle."""
    for audit in own_audits(isms):
        if in_cycle(isms, day_of(audit)):
            yield from ((audit, auditor, item) for auditor, item in examinations(isms, audit))


@rule(
    "AUD005",
    "auditor-audits-own-work",
    clauses=("9.2.2.b",),
    grade=MINOR_UP,
    examines=Population("pairs of an auditor and what they examine", _examinations),
    mend="Let somebody else examine it, or enter under “What makes up for missing distance” who looks a second time.",
)
def auditor_audits_own_work(isms: Isms, examination: Examination) -> Iterator[Fault | Unjudged]:
    """Computed from roles, fields and the journal; a compensation names the auditor and what is done instead."""
    audit, auditor, item = examination
    period = look_back(isms, audit)
    if period is None:
        yield Unjudged(audit, "no promise `look_back`")
        return
    found = conflicts(isms, auditor, item, period.start, period.end)
    bound = [each for each in found if each.record.ref != audit.ref and not compensation(isms, audit, each)]
    if bound:
        told = listed([_told(each) for each in bound[:NAMED_AT_MOST]])
        more = f" and {counted(len(bound) - NAMED_AT_MOST, 'more part')}" if len(bound) > NAMED_AT_MOST else ""
        known = "; it was accepted at signing" if all(accepted(isms, audit, each) for each in bound) else ""
        gap = f"{auditor.ref} examines {item} and {told}{more}; nothing makes up for it{known}."
        cites: tuple[Record | Cited, ...] = (auditor, *(each.record for each in bound[:NAMED_AT_MOST]))
        yield Fault(audit, gap=gap, shows=("lead", "auditors"), cites=cites, stated=period.stated)


def _told(conflict: Conflict) -> str:
    by = f" as {conflict.role}" if conflict.role else ""
    dated = f" {conflict.when}" if conflict.since or conflict.until else ""
    return f"{DID[conflict.how]} {conflict.record.ref}{by}{dated}"


def _held(isms: Isms) -> Iterator[Audit]:
    """Own audits of the cycle that were held."""
    for each in own_audits(isms):
        if is_held(each) and in_cycle(isms, day_of(each)):
            yield each


@rule(
    "AUD006",
    "audit-unreported",
    clauses=("9.2.2.c",),
    grade=MINOR_UP,
    examines=Population("internal audits that were held", _held),
    mend="Report to the managers responsible and enter when and to whom.",
)
def audit_unreported(isms: Isms, audit: Audit) -> Iterator[Fault | Unjudged]:
    """A report that reached nobody is none."""
    shows = ("held_on", "reported_on", "reported_to")
    stated = promise(isms, "report_within")
    within = stated.interval if stated else None
    if audit.reported_on and not audit.reported_to:
        yield Fault(audit, gap=f"The report of {audit.reported_on} names nobody who received it.", shows=shows)
    elif within is None:
        yield Unjudged(audit, "no promise `report_within`")
    elif audit.held_on is None:
        yield Unjudged(audit, "the day it was held until")
    elif audit.reported_on is None and within.after(audit.held_on) < isms.on:
        gap = f"It was held until {audit.held_on}, {days_between(audit.held_on, isms.on)} ago, and was not reported."
        yield Fault(audit, gap=gap, shows=shows, stated=stated)
    elif audit.reported_on and within.after(audit.held_on) < audit.reported_on:
        gap = f"It was reported {days_between(audit.held_on, audit.reported_on)} after it was held."
        yield Fault(audit, gap=gap, shows=shows, stated=stated)
