"""Whether risks were assessed at all, and whether an assessment says all that makes one."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, Risk
from plumbline.engine.domain.method import assessments
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, Population, absence, rule
from plumbline.engine.rules.wording import counted, listed


def any_assessed(isms: Isms) -> bool:
    """Whether some live risk has a live assessment."""
    return isms.memo("any risk assessed", lambda: any(_judged(isms, each) for each in isms.live(Risk)))


def _judged(isms: Isms, risk: Risk) -> tuple[Assessment, ...]:
    return tuple(each for each in assessments(isms, risk) if each.live)


@absence(
    "RSK000",
    "no-risk-assessed",
    clauses=("8.2-doc", "6.1.2", "8.2"),
    grade=MAJOR,
    of="assessed risks",
    mend="Assess the risks by the method in force and record each assessment with its day.",
)
def no_risk_assessed(isms: Isms) -> str:
    """An empty register and one of bare titles are the same gap: no result of an assessment exists."""
    if any_assessed(isms):
        return ""
    number = len(isms.live(Risk))
    if not number:
        return "The register holds no live risk."
    return f"The register holds {counted(number, 'live risk')}, and none has an assessment."


def _where_some_are_assessed(isms: Isms) -> tuple[Risk, ...]:
    """All live risks; none while RSK000 says of all what this rule would repeat for each."""
    return isms.live(Risk) if any_assessed(isms) else ()


@rule(
    "RSK008",
    "risk-half-assessed",
    clauses=("6.1.2.c.1", "6.1.2.d.1", "6.1.2.d.2", "6.1.2.d.3"),
    grade=MINOR_UP,
    examines=Population("live risks", _where_some_are_assessed),
    mend="Open the risk and complete what is missing of its scenario and its assessment.",
)
def risk_half_assessed(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """A description may hold event and consequence; impacts on the scales say how bad it would be."""
    judged = _judged(isms, risk)
    if missing := [*_missing_of_scenario(risk, judged), *_missing_of_judgement(judged)]:
        cites = tuple(Cited(each, ("stage", "likelihood", "combined", "level")) for each in judged)
        yield Fault(risk, gap=f"Its assessment names no {listed(missing, 'and no')}.", shows=("assets",), cites=cites)


def _missing_of_scenario(risk: Risk, judged: tuple[Assessment, ...]) -> Iterator[str]:
    unread = dict(risk.unread)
    if not risk.assets and "assets" not in unread:
        yield "asset or process"
    if not (risk.event or risk.description or risk.threats or risk.source):
        yield "event"
    stated = any(each.impacts or each.combined is not None for each in judged)
    if not (stated or risk.consequence or risk.description):
        yield "consequence"
    if risk.keeps_cia and not risk.affects:
        yield "mark of confidentiality, integrity or availability"


def _missing_of_judgement(judged: tuple[Assessment, ...]) -> Iterator[str]:
    if not any(each.likelihood is not None for each in judged):
        yield "likelihood"
    if not any(each.level or each.score is not None for each in judged):
        yield "level of risk"
