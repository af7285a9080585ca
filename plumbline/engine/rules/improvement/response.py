"""What has to follow a nonconformity: correction, cause, extent, action, and a record one can follow."""

from collections.abc import Iterator

from plumbline.engine.domain.corrections import actions_of, examined_nonconformities, has_action
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Nonconformity
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed

NONCONFORMITIES = Population("nonconformities", examined_nonconformities)
CAUSE_KNOWN = Population(
    "nonconformities whose cause is known",
    lambda isms: tuple(each for each in examined_nonconformities(isms) if each.cause),
)
CLOSED = Population(
    "closed nonconformities",
    lambda isms: tuple(each for each in examined_nonconformities(isms) if each.state == "closed"),
)
DESCRIBED_BY = ("requirement", "evidence", "gap", "grade")


@rule(
    "NCA001",
    "nonconformity-uncorrected",
    clauses=("10.2.a.1", "10.2.a.2"),
    grade=MINOR_UP,
    examines=NONCONFORMITIES,
    mend="Correct it and deal with its effects; enter both, or in “No correction reason” why neither is possible.",
)
def nonconformity_uncorrected(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault]:
    """The correction mends this case; the cause is NCA002's."""
    if not (nonconformity.correction or nonconformity.no_correction_reason):
        yield Fault(
            nonconformity,
            gap=f"{_since_raised(isms, nonconformity)} nothing was corrected, and nothing says that it cannot be.",
            shows=("raised_on", "state", "correction"),
        )
    elif not nonconformity.consequences and kept(isms, Nonconformity, "consequences"):
        yield Fault(
            nonconformity,
            gap="Its consequences are neither dealt with nor said to be none.",
            shows=("correction", "consequences"),
            clause="10.2.a.2",
        )


@rule(
    "NCA002",
    "nonconformity-without-cause",
    clauses=("10.2.b.2", "10.2.b.1"),
    grade=MINOR_UP,
    examines=NONCONFORMITIES,
    mend="Ask why until the answer can be changed, and enter it under “Root cause” before acting on it.",
)
def nonconformity_without_cause(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault | Unjudged]:
    """A fresh one may wait for its cause as long as promised; a closed one or one that is acted on may not."""
    if nonconformity.cause:
        return
    shows = ("raised_on", "state", "cause")
    if nonconformity.state == "closed":
        yield Fault(nonconformity, gap="It was closed, and no cause is on record.", shows=shows)
    elif has_action(isms, nonconformity):
        gap = "An action is planned against it, and no cause is on record that the action could remove."
        yield Fault(nonconformity, gap=gap, shows=shows, cites=actions_of(isms, nonconformity))
    elif nonconformity.raised_on is None:
        yield Unjudged(nonconformity, "the day it was raised")
    elif (stated := promise(isms, "finding_answer")) is None or stated.interval is None:
        yield Unjudged(nonconformity, "no promise `finding_answer`")
    elif stated.interval.after(nonconformity.raised_on) < isms.on:
        gap = f"{_since_raised(isms, nonconformity)} no cause was found."
        yield Fault(nonconformity, gap=gap, shows=shows, stated=stated)


@rule(
    "NCA003",
    "extent-unsearched",
    clauses=("10.2.b.3",),
    grade=MINOR_UP,
    examines=CAUSE_KNOWN,
    mend="Look where the same cause is at work and enter what you found under “Search for the same elsewhere”.",
)
def extent_unsearched(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault]:
    """“Nothing found” is a result; an empty field is none."""
    if not nonconformity.extent:
        gap = "Its cause is known, and no search for the same elsewhere is on record."
        yield Fault(nonconformity, gap=gap, shows=("cause", "extent"))


@rule(
    "NCA004",
    "corrective-action-missing",
    clauses=("10.2.c",),
    grade=MINOR_UP,
    examines=CAUSE_KNOWN,
    mend="Plan an action that removes the cause, or say under “No action reason” why none is needed.",
)
def corrective_action_missing(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault]:
    """A correction is no corrective action: it mends the case and leaves the cause."""
    if not has_action(isms, nonconformity) and not nonconformity.no_action_reason:
        gap = "Its cause is known, and there is neither an action against it nor a reason why none is needed."
        yield Fault(nonconformity, gap=gap, shows=("cause", "corrective_action", "no_action_reason"))


@rule(
    "NCA008",
    "isms-change-unconsidered",
    clauses=("10.2.e",),
    grade=MINOR,
    examines=CLOSED,
    mend="Decide whether risks, the Statement or documents have to change, and enter it under “Change of the ISMS”.",
)
def isms_change_unconsidered(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault]:
    """“None needed” is a decision."""
    if nonconformity.isms_change in ("", "undecided") and kept(isms, Nonconformity, "isms_change"):
        gap = "It was closed without a decision whether the management system has to change."
        yield Fault(nonconformity, gap=gap, shows=("closed_on", "isms_change"))


@rule(
    "NCA009",
    "nonconformity-half-described",
    clauses=("10.2.f", "10.2-prop"),
    grade=MINOR,
    examines=NONCONFORMITIES,
    mend="Complete the requirement, the evidence, the gap and the grade, so that others can weigh the response.",
)
def nonconformity_half_described(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault]:
    """The four parts are asked for only where the register keeps them."""
    missing = [name for name in DESCRIBED_BY if not getattr(nonconformity, name) and kept(isms, Nonconformity, name)]
    if not (nonconformity.description or nonconformity.title):
        missing.insert(0, "description")
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield Fault(nonconformity, gap=f"Its {listed(missing)} {verb} not on record.", shows=tuple(missing))


def _since_raised(isms: Isms, nonconformity: Nonconformity) -> str:
    raised = nonconformity.raised_on
    if raised is None or raised >= isms.on:
        return "So far"
    return f"In the {days_between(raised, isms.on)} since it was raised"
