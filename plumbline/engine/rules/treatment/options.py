"""What was chosen for a risk, and whether the records bear it out."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Action, Risk, Supplier, SupplierAgreement
from plumbline.engine.domain.method import acceptances, actions_for, criteria_in_force
from plumbline.engine.domain.treatment import acceptance_on_record, accepted_by_rule, is_retained, option_of, runs
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.treatment.process import to_be_treated
from plumbline.engine.rules.wording import counted, listed

WORDS = frozenset({"modify", "retain", "avoid", "share"})


def _decided(isms: Isms) -> Iterator[Risk]:
    """Evaluated live risks, and those that are declared avoided."""
    for risk in isms.all(Risk):
        evaluated = bool(risk.verdict) or accepted_by_rule(isms, risk) is not None
        if (risk.live and evaluated) or risk.state == "avoided":
            yield risk


@rule(
    "TRT002",
    "option-unsupported",
    clauses=("6.1.3.a", "6.1.3.b"),
    grade=MINOR_UP,
    examines=Population("evaluated risks", _decided),
    mend="Choose a treatment option and record what it rests on: controls, an agreement or a reason.",
)
def option_unsupported(isms: Isms, risk: Risk) -> Iterator[Fault | Unjudged]:
    """A risk kept without an acceptance is told by TRT005 and TRT014; here only one kept without a reason."""
    criteria = criteria_in_force(isms)
    offered = {folded(each) for each in criteria.options} if criteria else set()
    option = option_of(risk)
    if risk.state == "avoided":
        yield from _avoided(isms, risk)
    elif not option and "option" in dict(risk.unread):
        yield Unjudged(risk, "a treatment option that can be read")
    elif not option and to_be_treated(isms, risk):
        yield Fault(risk, gap="It is to be treated, and no treatment option is chosen.", shows=("option", "verdict"))
    elif option and offered and offered <= WORDS and option not in offered:
        gap = f"The option “{option}” is none of the method, which offers {listed(sorted(offered))}."
        yield Fault(risk, gap=gap, shows=("option",), cites=(Cited(criteria, ("options",)),) if criteria else ())
    elif option in _UNSUPPORTED:
        yield from _UNSUPPORTED[option](isms, risk)


def _modified(isms: Isms, risk: Risk) -> Iterator[Fault]:
    if not (risk.controls or risk.planned_controls or risk.existing_controls or actions_for(isms, risk)):
        yield Fault(risk, gap="It is to be modified, and neither a control nor an action is named.", shows=("option",))


def _shared(isms: Isms, risk: Risk) -> Iterator[Fault]:
    known = _agreements(isms, risk)
    if any(runs(each, isms.on) for each in known):
        return
    gap = "It is shared, and no agreement with the other side is on record."
    if known:
        ended = max((each.ends for each in known if each.ends), default=None)
        gap = f"It is shared by an agreement that is not in force{f'; the last ended on {ended}' if ended else ''}."
    cites = tuple(Cited(each, ("starts", "ends")) for each in known)
    yield Fault(risk, gap=gap, shows=("option", "agreement", "provider"), cites=cites)


def _agreements(isms: Isms, risk: Risk) -> tuple[SupplierAgreement, ...]:
    """The agreement a risk names, else all agreements with its provider."""
    named = isms.resolve(risk.agreement, SupplierAgreement)
    if named:
        return (named,) if isinstance(named, SupplierAgreement) else ()
    provider = isms.resolve(risk.provider, Supplier)
    return isms.of_parent(SupplierAgreement, "supplier", provider) if provider else ()


def _retained(isms: Isms, risk: Risk) -> Iterator[Fault]:
    held = acceptance_on_record(isms, risk)
    explained = risk.option_reason or any(each.reason for each in acceptances(isms, risk))
    if held and not explained and accepted_by_rule(isms, risk) is not True:
        gap = f"It is retained, and neither the risk nor its acceptance {held.ref} says why."
        yield Fault(risk, gap=gap, shows=("option", "option_reason"), cites=(Cited(held, ("accepted_on", "reason")),))


def _avoided(isms: Isms, risk: Risk) -> Iterator[Fault]:
    if risk.activity_live and not risk.option_reason:
        gap = "It is declared avoided while the activity that causes it still runs, and no reason is recorded."
        yield Fault(risk, gap=gap, shows=("state", "activity_live"))


_UNSUPPORTED = {"modify": _modified, "share": _shared, "retain": _retained}
"""What each option rests on; to avoid a risk rests on nothing until it is declared done."""


def _said(risk: Risk) -> str:
    """What is recorded of a risk that is left alone, in the register's own words where it has some."""
    if words := dict(risk.unread).get("option"):
        return f"decided as “{words}”"
    return "retained" if option_of(risk) == "retain" else risk.state


def _left_alone(isms: Isms) -> Iterator[Risk]:
    """Risks that are kept as they are, and those declared avoided."""
    for risk in isms.all(Risk):
        if (risk.live and is_retained(risk)) or risk.state == "avoided":
            yield risk


@rule(
    "TRT003",
    "option-contradicts-actions",
    clauses=("6.1.3.a", "6.1.3.e"),
    grade=MINOR,
    examines=Population("risks retained, accepted or avoided", _left_alone),
    mend="Change the option to modify, or close the actions with the reason.",
)
def option_contradicts_actions(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """Work on the way to avoiding a risk is coherent; work on one that is declared avoided is not."""
    open_still: tuple[Action, ...] = tuple(each for each in actions_for(isms, risk) if each.live)
    if open_still:
        said = _said(risk)
        number = counted(len(open_still), "live action")
        verb = "treats" if len(open_still) == 1 else "treat"
        cites = tuple(Cited(each, ("state", "due")) for each in open_still)
        yield Fault(
            risk, gap=f"The risk is {said}, and {number} still {verb} it.", shows=("option", "state"), cites=cites
        )
