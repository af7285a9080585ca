"""Whether the owner of a risk has approved its plan in the form it has."""

from collections.abc import Iterator

from plumbline.engine.domain.fingerprints import plan_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Risk, TreatmentPlan
from plumbline.engine.domain.method import actions_for
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted

SEEN = ("approved_by", "approved_on")


def _plan(isms: Isms, risk: Risk) -> tuple[Action, ...]:
    return tuple(each for each in actions_for(isms, risk) if each.state != "dropped")


def _planned(isms: Isms) -> Iterator[Risk]:
    for risk in isms.live(Risk):
        if _plan(isms, risk):
            yield risk


@rule(
    "TRT004",
    "plan-unapproved-by-owner",
    clauses=("6.1.3.f",),
    grade=MINOR_UP,
    examines=Population("live risks with treatment actions", _planned),
    mend="Show the owner the plan as it stands and record the approval with its day.",
)
def plan_unapproved_by_owner(isms: Isms, risk: Risk) -> Iterator[Fault | Unjudged]:
    """An approval holds for the form it was given to; progress on an action does not change that form."""
    approvals = [each for each in isms.of_parent(TreatmentPlan, "risk", risk) if each.live and each.approved_on]
    actions = _plan(isms, risk)
    if not approvals:
        gap = f"{counted(len(actions), 'action treats', 'actions treat')} it, and no approval of the plan is on record."
        yield Fault(risk, gap=gap, shows=("owner",), cites=actions)
        return
    if not isms.answers(risk.owner):
        yield Unjudged(risk, "an owner on record who could approve its plan")
        return
    by_owner = [each for each in approvals if speaks_for(isms, each.approved_by, risk.owner, each.approved_on)]
    newest = max(by_owner or approvals, key=lambda each: (str(each.approved_on), each.ref))
    if not by_owner:
        gap = f"Its plan was approved on {newest.approved_on}, and not by the owner of the risk."
        yield Fault(risk, gap=gap, shows=("owner",), cites=(Cited(newest, SEEN),))
    elif why := _moved_on(isms, risk, newest):
        gap = f"The owner approved the plan on {newest.approved_on}; {why}."
        yield Fault(risk, gap=gap, shows=("option",), cites=(Cited(newest, SEEN), *actions))


def _moved_on(isms: Isms, risk: Risk, approval: TreatmentPlan) -> str:
    """How the plan differs from the one approved; where no form was frozen, which actions came later."""
    if approval.form:
        changed = "since then option, measures, days or what shall remain have changed"
        return "" if approval.form == plan_of(isms, risk) else changed
    later = [each.ref for each in _plan(isms, risk) if _came_after(isms, each, approval)]
    return f"{later[0]} was added after that day" if later else ""


def _came_after(isms: Isms, action: Action, approval: TreatmentPlan) -> bool:
    day = action.raised_on
    return day is not None and approval.approved_on is not None and day > approval.approved_on
