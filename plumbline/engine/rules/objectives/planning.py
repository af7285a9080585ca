"""Whether objectives are planned, serve something and are known (6.2 a to e, h to l)."""

import re
from collections.abc import Iterator

from plumbline.engine.domain.documentation import serving
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Acknowledgement, Action, Document, Objective
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, live, rule
from plumbline.engine.rules.wording import listed

A_YEAR = re.compile(r"\b20\d\d\b")


@rule(
    "OBJ001",
    "objective-half-planned",
    clauses=("6.2.b", "6.2.h", "6.2.i", "6.2.j", "6.2.k", "6.2.l"),
    grade=MINOR_UP,
    examines=live(Objective, "live objectives"),
    mend="Complete the objective: what is measured and reached, by which actions and means, until when, how judged.",
)
def objective_half_planned(isms: Isms, objective: Objective) -> Iterator[Fault]:
    """Who answers for it is DAT004's to ask."""
    lacks = {
        "a metric": ("metric", objective.metric or objective.unmeasurable_reason),
        "a target": ("target", objective.target or objective.target_value is not None or objective.unmeasurable_reason),
        "actions": ("actions", _has_actions(isms, objective)),
        "resources": ("resources", objective.resources),
        "a date": ("target_date", _has_date(objective)),
        "a way to judge the result": ("evaluation", objective.evaluation),
    }
    missing = {what: field for what, (field, held) in lacks.items() if not held}
    if missing:
        yield Fault(objective, gap=f"Its plan lacks {listed(missing)}.", shows=tuple(missing.values()))


def _has_actions(isms: Isms, objective: Objective) -> bool:
    return bool(objective.actions) or any(
        each.state != "dropped" for each in isms.of_parent(Action, "answers", objective)
    )


def _has_date(objective: Objective) -> bool:
    """A year in the words of the target is a date, if a coarse one."""
    return objective.target_date is not None or bool(A_YEAR.search(objective.target))


@rule(
    "OBJ002",
    "objective-unrooted",
    clauses=("6.2.a", "6.2.c", "5.1.a"),
    grade=MINOR,
    examines=live(Objective, "live objectives"),
    mend="Link the sentence of the policy it serves and the requirement, risk or result it rests on.",
)
def objective_unrooted(isms: Isms, objective: Objective) -> Iterator[Fault | Unjudged]:
    """A register that links no objective to the policy at all leaves that half open."""
    shows = ("policy_link", "basis")
    if not objective.basis:
        where = "Neither the policy nor a" if not objective.policy_link else "No"
        gap = f"{where} requirement, risk or treatment result is named that this objective rests on."
        yield Fault(objective, gap=gap, shows=shows)
    elif not objective.policy_link and kept(isms, Objective, "policy_link"):
        yield Fault(objective, gap="No statement of the policy is named that this objective serves.", shows=shows)
    elif not objective.policy_link:
        yield Unjudged(objective, "the statement of the policy it serves")


@rule(
    "OBJ006",
    "objective-not-communicated",
    clauses=("6.2.e",),
    grade=MINOR,
    examines=live(Objective, "live objectives"),
    mend="Tell those concerned and note in “Communicated in” where it was said.",
)
def objective_not_communicated(isms: Isms, objective: Objective) -> Iterator[Fault | Unjudged]:
    """The document that holds all objectives, once acknowledged, tells of each of them."""
    shows = ("communicated", "communicated_in")
    if objective.communicated is False:
        yield Fault(objective, gap="It is recorded as not communicated.", shows=shows)
    elif objective.communicated or objective.communicated_in or _told_together(isms):
        return
    elif kept(isms, Objective, "communicated", "communicated_in"):
        gap = "No message names it, and nobody has acknowledged a document that holds the objectives."
        yield Fault(objective, gap=gap, shows=shows)
    else:
        yield Unjudged(objective, "whether and where it was communicated")


def _told_together(isms: Isms) -> bool:
    """Whether somebody acknowledged a document in force that holds the objectives."""

    def find() -> bool:
        held = {each.ref for each in serving(isms, "6.2")}
        named = (isms.resolve(each.document, Document) for each in isms.all(Acknowledgement) if each.given_on)
        return any(each is not None and each.ref in held for each in named)

    return isms.memo("objectives told together", find)
