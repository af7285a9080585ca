"""How risks are treated and accepted: options as meant, treatment actions, the acceptance that is relied on (6.1.3)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.isms import Isms, covers, folded
from plumbline.engine.domain.kinds import Acceptance, Action, Risk, SupplierAgreement
from plumbline.engine.domain.method import acceptances, outcome, what_remains

Option = Literal["", "modify", "retain", "avoid", "share"]
MEANT: tuple[tuple[str, Option], ...] = (
    ("accept", "retain"),
    ("akzept", "retain"),
    ("retain", "retain"),
    ("toler", "retain"),
    ("avoid", "avoid"),
    ("vermeid", "avoid"),
    ("éviter", "avoid"),
)
"""How a decision begins that says more than an option, such as “Accept with monitoring”."""


def option_of(risk: Risk) -> Option:
    """The option chosen; where the words could not be read as one, the option they begin with."""
    if risk.option:
        return risk.option
    words = folded(dict(risk.unread).get("option", ""))
    return next((option for opening, option in MEANT if words.startswith(opening)), "")


def is_retained(risk: Risk) -> bool:
    """Whether a risk is kept as it is: by the option chosen or marked as accepted."""
    return option_of(risk) == "retain" or risk.state == "accepted"


def treats(isms: Isms, action: Action) -> bool:
    """Whether an action treats a risk: by its kind, or because it answers one and states no kind."""
    return action.action_kind == "treat" or (not action.action_kind and bool(risks_of(isms, action)))


def treatment_actions(isms: Isms) -> tuple[Action, ...]:
    """All treatment actions that were not dropped."""
    return isms.memo(
        "treatment actions",
        lambda: tuple(each for each in isms.all(Action) if each.state != "dropped" and treats(isms, each)),
    )


def risks_of(isms: Isms, action: Action) -> tuple[Risk, ...]:
    """The risks an action is for."""
    return tuple(found for words in action.answers if isinstance(found := isms.find(words), Risk))


def acceptance_on_record(isms: Isms, risk: Risk) -> Acceptance | None:
    """The newest acceptance of a risk that says who accepted and when."""
    whole = [each for each in acceptances(isms, risk) if each.accepted_by and each.accepted_on]
    return whole[-1] if whole else None


def relied_on(isms: Isms) -> tuple[tuple[Risk, Acceptance], ...]:
    """Live risks that stand on an acceptance because the rules do not accept them by themselves."""

    def find() -> tuple[tuple[Risk, Acceptance], ...]:
        pairs = ((risk, acceptance_on_record(isms, risk)) for risk in isms.live(Risk))
        return tuple((risk, held) for risk, held in pairs if held and accepted_by_rule(isms, risk) is not True)

    return isms.memo("acceptances relied on", find)


def accepted_by_rule(isms: Isms, risk: Risk) -> bool | None:
    """Whether the criteria accept what remains of a risk by themselves; None where they cannot be asked."""
    left = what_remains(isms, risk)
    found = outcome(isms, left) if left else None
    return found.accepted if found else None


def runs(agreement: SupplierAgreement, day: date) -> bool:
    """Whether an agreement is in force on a day."""
    return agreement.live and covers(agreement.starts, None if agreement.rolling else agreement.ends, day)
