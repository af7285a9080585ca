"""Whether duties in law and contract are tied to what meets them, reviewed in time, met in fact (A.5.31, A.5.36)."""

from collections.abc import Iterator

from plumbline.engine.domain.due import next_due
from plumbline.engine.domain.fulfilment_facts import facts_against_fulfilment, has_facts
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Obligation
from plumbline.engine.domain.shown_by import document_named, shown_by
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, live, rule, where
from plumbline.engine.rules.wording import counted, days_between, listed

NAMED = 5
"""How many facts a gap tells before it counts the rest."""


@rule(
    "LEG001",
    "obligation-without-control",
    clauses=("A.5.31", "6.1.3.b"),
    grade=MINOR_UP,
    examines=live(Obligation, "live obligations"),
    mend="Name in “Controls” or “Fulfilled by” what meets the obligation here.",
)
def obligation_without_control(isms: Isms, obligation: Obligation) -> Iterator[Fault]:
    """A document in force that is given as evidence is a link as well."""
    if obligation.controls or obligation.fulfilled_by:
        return
    if not any(document_named(isms, words) for words in obligation.evidence):
        gap = "No control, document or activity that would meet the obligation is linked to it."
        yield Fault(obligation, gap=gap, shows=("section", "fulfilment", "evidence"))


@rule(
    "LEG002",
    "obligation-gap-without-action",
    clauses=("A.5.31", "5.2.c"),
    grade=MINOR_UP,
    examines=where(Obligation, "obligations not or partly met", lambda _, each: each.fulfilment in ("partly", "not")),
    mend="Plan what is missing as an action for this obligation, with an owner and a date.",
)
def obligation_gap_without_action(isms: Isms, obligation: Obligation) -> Iterator[Fault]:
    """Knowing that one falls short of the law calls for a plan."""
    actions = isms.of_parent(Action, "answers", obligation)
    if not any(each.live for each in actions):
        met = "met in part" if obligation.fulfilment == "partly" else "not met"
        over = f"; {listed([each.ref for each in actions])} {'is' if len(actions) == 1 else 'are'} over"
        yield Fault(
            obligation,
            gap=f"The obligation is {met}, and no live action is linked to it{over if actions else ''}.",
            shows=("section", "fulfilment"),
            cites=tuple(Cited(each, ("state", "done_on")) for each in actions),
        )


def _reviewed(isms: Isms, obligation: Obligation) -> bool:
    known = obligation.next_review or obligation.reviewed_on
    return known is not None or "next_review" in dict(obligation.unread)


@rule(
    "LEG003",
    "obligation-review-overdue",
    clauses=("A.5.31",),
    grade=MINOR_UP,
    examines=where(Obligation, "live obligations with a day of review", _reviewed),
    mend="Read the obligation again, record the day in “Last review” and set “Next review”.",
)
def obligation_review_overdue(isms: Isms, obligation: Obligation) -> Iterator[Fault | Unjudged]:
    """Its own date goes before what was promised for obligations, and that before what was promised for all records."""
    unread = dict(obligation.unread).get("next_review")
    due = next_due(isms, obligation.next_review, obligation.reviewed_on, "", "record_review", Obligation.KIND)
    if due is None:
        missing = f"“{unread}” is no day for its next review" if unread else "no promise `record_review`"
        yield Unjudged(obligation, missing)
    elif due.day < isms.on:
        yield Fault(
            obligation,
            gap=f"The review of the obligation was due on {due.day.isoformat()}, {days_between(due.day, isms.on)} ago.",
            shows=("reviewed_on", "next_review"),
            stated=due.stated,
        )


def _met(isms: Isms, obligation: Obligation) -> bool:
    return obligation.fulfilment == "met"


@rule(
    "LEG004",
    "fulfilment-unevidenced",
    clauses=("A.5.31", "A.5.36"),
    grade=MINOR,
    examines=where(Obligation, "obligations said to be met", _met),
    mend="Name in “Evidence” a document in force, a record or a register that is there, or correct the status.",
)
def fulfilment_unevidenced(isms: Isms, obligation: Obligation) -> Iterator[Fault]:
    """One piece that stands for something on record is enough; what it is worth is for a person to judge."""
    if not obligation.evidence:
        gap = "The obligation is said to be met, and no evidence is named."
    elif not any(shown_by(isms, each) for each in obligation.evidence):
        named = listed([f"“{each}”" for each in obligation.evidence])
        stands = "stands for no" if len(obligation.evidence) == 1 else "stand for no"
        gap = f"The obligation is said to be met; {named} {stands} document in force, record or register."
    else:
        return
    yield Fault(obligation, gap=gap, shows=("section", "fulfilment", "evidence"))


def _met_and_known(isms: Isms, obligation: Obligation) -> bool:
    return obligation.fulfilment == "met" and has_facts(obligation)


@rule(
    "LEG005",
    "fulfilment-contradicted",
    clauses=("A.5.31", "A.5.36"),
    grade=MINOR_UP,
    examines=where(Obligation, "obligations said to be met on a topic that other registers know of", _met_and_known),
    mend="State the obligation as partly met and plan the rest, or correct the fact that speaks against it.",
)
def fulfilment_contradicted(isms: Isms, obligation: Obligation) -> Iterator[Fault]:
    """What the registers know goes before what the register of duties says of itself."""
    facts = facts_against_fulfilment(isms, obligation)
    if facts:
        more = f"; and {counted(len(facts) - NAMED, 'more fact')}" if len(facts) > NAMED else ""
        told = "; ".join(each.says for each in facts[:NAMED])
        yield Fault(
            obligation,
            gap=f"The obligation is said to be met, while {told}{more}.",
            shows=("section", "topic", "fulfilment"),
            cites=tuple({each.record.ref: each.record for each in facts if each.record}.values()),
        )
