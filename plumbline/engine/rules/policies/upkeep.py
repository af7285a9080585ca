"""Policies kept alive: reviewed in time, acknowledged, and handed to those they bind (A.5.1, 5.2 f, g)."""

from collections.abc import Iterator

from plumbline.engine.domain.documentation import documents_in_force, is_policy, security_policy
from plumbline.engine.domain.due import next_due
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, DocumentVersion
from plumbline.engine.domain.policies import Reading, means_everybody, not_reached, readings
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed

Policy = tuple[Document, DocumentVersion]


def _policies(isms: Isms) -> tuple[Policy, ...]:
    return tuple(pair for pair in documents_in_force(isms) if is_policy(pair[0]))


@rule(
    "POL003",
    "policy-review-overdue",
    clauses=("A.5.1", "5.2", "7.5.2.c"),
    grade=MINOR_UP,
    examines=Population("policies in force", _policies),
    mend="Review the policy, record the day and the outcome in “Last review”, and set “Next review”.",
)
def policy_review_overdue(isms: Isms, policy: Policy) -> Iterator[Fault | Unjudged]:
    """The document is examined, because people know it by its reference; its version in force carries the days."""
    document, version = policy
    if "next_review" in dict(version.unread):
        yield Unjudged(document, f"“{dict(version.unread)['next_review']}” is no day for its next review")
        return
    looked = version.reviewed_on or version.approved_on or version.effective
    due = next_due(isms, version.next_review, looked, document.review_interval, "policy_review", document.ref)
    if due is None:
        yield Unjudged(document, "no promise `policy_review`" if looked else "no day of its last review")
    elif due.day < isms.on:
        yield Fault(
            document,
            gap=f"The review of the policy was due on {due.day.isoformat()}, {days_between(due.day, isms.on)} ago.",
            cites=(Cited(version, ("number", "reviewed_on", "next_review")),),
            stated=due.stated,
        )


@rule(
    "POL004",
    "policy-unacknowledged",
    clauses=("5.2.f", "7.3.a", "A.5.10"),
    grade=MINOR_UP,
    examines=Population("acknowledgements owed by current people for versions in force", readings),
    mend="Remind the person, escalate where that fails, or correct “To be acknowledged by” if the policy does not "
    "concern them.",
)
def policy_unacknowledged(isms: Isms, owed: Reading) -> Iterator[Fault | Unjudged]:
    """An acknowledgement of an earlier version does not count for the one in force."""
    asked = owed.asked
    if asked and asked.given_on and asked.given_on <= isms.on:
        return
    start = (asked.asked_on if asked else None) or owed.since
    due = next_due(isms, asked.due if asked else None, start, owed.document.acknowledge_within, "acknowledge_within")
    if due is None:
        missing = "no promise `acknowledge_within`" if start else "no day from which it binds"
        yield Unjudged(asked or owed.person, f"{missing} ({owed.document.ref})")
    elif due.day < isms.on:
        which = f"{owed.document.ref}, version {owed.version.number}," if owed.version.number else owed.document.ref
        cites = (Cited(owed.document, ("acknowledge_within",)), Cited(owed.version, ("number", "effective")))
        yield Fault(
            asked or owed.person,
            gap=f"{owed.person.ref} owed the acknowledgement of {which} by {due.day.isoformat()}, "
            f"{days_between(due.day, isms.on)} ago.",
            shows=("asked_on", "due", "given_on", "reminders") if asked else ("started",),
            cites=cites,
            stated=due.stated,
        )


def _with_a_circle(isms: Isms) -> tuple[Policy, ...]:
    """Policies that say whom they bind, and the security policy where it says whether it is withheld."""
    whole = security_policy(isms)
    return tuple(
        pair
        for pair in _policies(isms)
        if pair[0].binds or (pair == whole and pair[0].withheld_from_parties is not None)
    )


@rule(
    "POL005",
    "policy-out-of-reach",
    clauses=("5.2.f", "5.2.g"),
    grade=MINOR,
    examines=Population("policies in force with a stated circle of people bound", _with_a_circle),
    mend="Widen “Distribution” to all whom the policy binds; give the security policy to interested parties who ask.",
)
def policy_out_of_reach(isms: Isms, policy: Policy) -> Iterator[Fault | Unjudged]:
    """Nobody can keep a rule that was never handed to them."""
    document, _ = policy
    if document.withheld_from_parties and policy == security_policy(isms):
        yield Fault(
            document,
            gap="The information security policy is recorded as withheld from interested parties who ask for it.",
            shows=("withheld_from_parties", "audience"),
            clause="5.2.g",
        )
    elif not document.binds:
        return
    elif not document.audience and not document.audience_breadth:
        yield Unjudged(document, "no distribution on record")
    elif left_out := not_reached(isms, document):
        said = "binds everybody" if means_everybody(document.binds) else f"binds {listed(left_out)}"
        handed = f"“{', '.join(document.audience)}”" if document.audience else document.audience_breadth
        yield Fault(
            document,
            gap=f"The policy {said}, and is distributed to {handed} only.",
            shows=("binds", "audience", "audience_breadth"),
        )
