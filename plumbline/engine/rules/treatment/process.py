"""Whether there is a way of treating risks, and a plan that does."""

from collections.abc import Iterator

from plumbline.engine.domain.documentation import serving
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Organization, Risk
from plumbline.engine.domain.method import criteria_in_force
from plumbline.engine.domain.treatment import accepted_by_rule, option_of, treatment_actions
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MAJOR, WHOLE_SYSTEM, absence, rule
from plumbline.engine.rules.wording import counted

SERVED = ("6.1.3", "6.1.3-doc")
"""What a document that describes the treatment process is marked to serve."""


def to_be_treated(isms: Isms, risk: Risk) -> bool:
    """By its option, by its verdict, or because the rules do not accept it and nobody chose to keep or to avoid it."""
    option = option_of(risk)
    if option:
        return option == "modify"
    return risk.verdict == "to be treated" or (not risk.verdict and accepted_by_rule(isms, risk) is False)


@absence(
    "TRT000",
    "treatment-plan-missing",
    clauses=("6.1.3.e", "6.1.3"),
    grade=MAJOR,
    of="treatment actions",
    mend="Plan for each risk that is to be treated what is done, by whom and until when.",
)
def treatment_plan_missing(isms: Isms) -> str | None:
    """Silent where every risk is within the acceptance rules: then nothing has to be planned."""
    if treatment_actions(isms):
        return ""
    waiting = [each.ref for each in isms.live(Risk) if to_be_treated(isms, each)]
    if not waiting:
        return None
    number = counted(len(waiting), "live risk is", "live risks are")
    return f"{number} to be treated, {waiting[0]} first, and no treatment action is on record."


@rule(
    "TRT001",
    "treatment-process-missing",
    clauses=("6.1.3-doc", "6.1.3"),
    grade=MAJOR,
    examines=WHOLE_SYSTEM,
    mend="Describe the treatment process in the risk criteria or in a document that serves 6.1.3; have it approved.",
)
def treatment_process_missing(isms: Isms, organization: Organization) -> Iterator[Fault]:
    """The criteria in force may hold it, or a document of its own."""
    criteria = criteria_in_force(isms)
    if (criteria and criteria.treatment_process) or any(serving(isms, key) for key in SERVED):
        return
    if criteria is None:
        gap = "No approved criteria and no document in force describe how risks are treated."
        yield Fault(organization, gap=gap)
    else:
        gap = f"{criteria.ref} describes no treatment process, and no document in force is marked to serve 6.1.3."
        yield Fault(organization, gap=gap, cites=(criteria,))
