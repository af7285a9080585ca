"""Who answers for a risk."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Risk
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MAJOR, live, rule


@rule(
    "RSK003",
    "risk-without-owner",
    clauses=("6.1.2.c.2",),
    grade=MAJOR,
    examines=live(Risk, "live risks"),
    mend="Choose somebody who may accept this risk in the field “Risk owner”.",
)
def risk_without_owner(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """Leavers are ROL003's, vacant roles ROL001's: here only what names nobody at all."""
    if not risk.owner:
        yield Fault(risk, gap="Nobody answers for this risk.", shows=("owner",))
    elif not isms.answers(risk.owner):
        yield Fault(risk, gap=f"Its owner “{risk.owner}” is no person and no role on record.", shows=("owner",))
