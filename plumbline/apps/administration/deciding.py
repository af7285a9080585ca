"""Every decision that puts something in force, lets it stand or closes it: the service that takes it, and its terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.services import approve_programme, sign_off
from plumbline.apps.conformity.services import approve_waiver
from plumbline.apps.continuity.services import approve_continuity_plan
from plumbline.apps.documents.services import approve_document
from plumbline.apps.improvement.services import approve_change, close_change, close_nonconformity, reject_change
from plumbline.apps.improvement.steps import before_judging
from plumbline.apps.organization.services import approve_scope
from plumbline.apps.review.services import approve_review
from plumbline.apps.risk.services import accept_risk, adopt_criteria, approve_plan
from plumbline.apps.soa.services import grant_exception
from plumbline.engine.domain.impartiality import Conflict, unanswered
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AcceptedConflict, Audit, Nonconformity, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something a decision states: how it is asked, and whether it has to be.

    conflicts: what it is about, shown above it; into, make: the term of the service that it is a part of, and the part.
    """

    name: str
    label: str
    shape: Literal["day", "prose", "choice", "responsible"]
    needed: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    into: str = ""
    make: Callable[[str], object] = str


def _conflicts(isms: Isms, names: Mapping[str, str], record: Record) -> tuple[Term, ...]:
    """Before an audit is signed: a sentence for each auditor and item that nothing makes up for."""
    return tuple(
        _acceptance(found, names.get(found[0].auditor.ref) or found[0].auditor.ref)
        for found in (unanswered(isms, record) if isinstance(record, Audit) else ())
    )


def _acceptance(found: tuple[Conflict, ...], name: str) -> Term:
    auditor, item = found[0].auditor.ref, found[0].item
    return Term(
        name=f"accept-{auditor}-{'_'.join(item.split())}",
        label=f"Why it is accepted that {name} examined {item}",
        shape="prose",
        needed=True,
        help="Nothing makes up for it. A sentence, kept with the audit and printed in its report.",
        conflicts=found,
        into="accepted",
        make=lambda reason: AcceptedConflict(auditor=auditor, item=item, reason=reason),
    )


def _five_steps(isms: Isms, record: Record) -> Wait | None:
    """What is left at the steps of a nonconformity before its effect can be judged."""
    if not isinstance(record, Nonconformity) or not (left := before_judging(isms, record)):
        return None
    first = left[0].step
    reasons = tuple(f"{each.step.title}: {each.left}." for each in left)
    return Wait(reasons, f"Go on: {first.title}", reverse("improvement:step", args=[record.ref, first.slug]))


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a decision cannot be taken yet, in sentences, and the page on which one goes on."""

    reasons: tuple[str, ...]
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A decision about records of one kind.

    waits: the states in which it can be taken, none meaning every live one; says: what became of {made}, by {who};
    means: what whoever decides takes upon themselves; owners: that only who answers for the record takes it;
    sets: the field that is empty until it is taken, where the state does not tell; after: what has to come before it;
    asks: further terms, of this very record; gathers: what the service calls them together.
    """

    name: str
    label: str
    permission: Permission
    decide: Callable[..., Record]
    says: str
    means: str
    terms: tuple[Term, ...] = ()
    waits: frozenset[str] = frozenset()
    owners: bool = False
    sets: str = ""
    after: Callable[[Isms, Record], Wait | None] = lambda _isms, _record: None
    asks: Callable[[Isms, Mapping[str, str], Record], tuple[Term, ...]] = lambda _isms, _names, _record: ()
    gathers: frozenset[str] = frozenset()

    def open_for(self, record: Record) -> bool:
        """Whether a record waits for this decision."""
        if self.sets and getattr(record, self.sets):
            return False
        return record.live and (not self.waits or getattr(record, "state", "") in self.waits)

    @property
    def takes(self) -> frozenset[str]:
        """The terms it may be given."""
        return frozenset(each.name for each in self.terms) | self.gathers

    @property
    def needs(self) -> frozenset[str]:
        """The terms it has to be given."""
        return frozenset(each.name for each in self.terms if each.needed)


EFFECTIVE = Term(name="effective", label="In force from", shape="day", help="Empty means from today.")
COMPENSATION = Term(
    name="compensation",
    label="What you rely on instead of a second person",
    shape="prose",
    help="Only for a firm of one or two, where whoever wrote it also has to decide.",
)
UNTIL = Term(name="expires", label="Until", shape="day", needed=True, help="The last day it holds.")
IN_FORCE = "{made.ref} is in force from {made.effective} on, approved by {who}."
APPROVES: Mapping[str, Step] = {
    "scope": Step(
        name="approve",
        label="Approve the scope",
        permission=Permission.SCOPE_APPROVE,
        decide=approve_scope,
        says=IN_FORCE,
        means="From then on every rule judges inside this boundary, and the version before is superseded.",
        terms=(EFFECTIVE, COMPENSATION),
        waits=frozenset({"draft"}),
    ),
    "document_version": Step(
        name="approve",
        label="Approve this version",
        permission=Permission.DOCUMENT_APPROVE,
        decide=approve_document,
        says=IN_FORCE,
        means="You have read it and answer for it. It comes into force, and the version before is superseded.",
        terms=(EFFECTIVE, COMPENSATION),
        waits=frozenset({"draft", "in review"}),
    ),
    "criteria": Step(
        name="approve",
        label="Put in force",
        permission=Permission.RISK_ADOPT,
        decide=adopt_criteria,
        says=IN_FORCE,
        means="Every later assessment is made by these scales; earlier ones keep the scales they were made by.",
        terms=(COMPENSATION,),
        waits=frozenset({"draft"}),
    ),
    "risk": Step(
        name="approve",
        label="Approve its treatment",
        permission=Permission.RISK_APPROVE,
        decide=approve_plan,
        says="{made.ref}: the treatment of {made.risk} as it stands is approved by {who}.",
        means="You stand behind what is planned about this risk, as it is written now. A later change asks you again.",
        owners=True,
    ),
    "exception": Step(
        name="approve",
        label="Grant the exception",
        permission=Permission.SOA_EXCEPT,
        decide=grant_exception,
        says="{made.ref} is granted until {made.expires} by {who}.",
        means="Until then the departure from the policy is allowed; on the day after, it is a finding.",
        terms=(UNTIL, COMPENSATION),
        waits=frozenset({"requested"}),
    ),
    "change": Step(
        name="approve",
        label="Approve the change",
        permission=Permission.IMPROVEMENT_APPROVE,
        decide=approve_change,
        says="{made.ref} is approved by {who}. It may go ahead.",
        means="You have seen what it is for, what may follow and what it touches, and you let it happen.",
        terms=(COMPENSATION,),
        waits=frozenset({"proposed"}),
    ),
    "rule_waiver": Step(
        name="approve",
        label="Approve the waiver",
        permission=Permission.WAIVER_APPROVE,
        decide=approve_waiver,
        says="{made.ref}: {made.rule} is waived until {made.expires}, approved by {who}.",
        means="Until then the finding is shown as accepted by you, with your name; afterwards it is back.",
        terms=(UNTIL, COMPENSATION),
        waits=frozenset({"requested"}),
    ),
    "review": Step(
        name="approve",
        label="Approve the review",
        permission=Permission.REVIEW_APPROVE,
        decide=approve_review,
        says="{made.ref} is approved by {who}; its figures are frozen at journal entry {made.frozen_at}.",
        means="The figures are counted a last time and stay as they are then, whatever becomes of the records. What "
        "was reported and decided is not rewritten afterwards.",
        waits=frozenset({"held"}),
    ),
    "audit_programme": Step(
        name="approve",
        label="Approve the programme",
        permission=Permission.AUDIT_APPROVE,
        decide=approve_programme,
        says="{made.ref} is in force until {made.ends}, approved by {who}.",
        means="You stand behind what is audited over the cycle, and behind what is left out. The one before is "
        "superseded.",
        terms=(COMPENSATION,),
        waits=frozenset({"draft"}),
    ),
    "audit": Step(
        name="approve",
        label="Sign it off",
        permission=Permission.AUDIT_SIGN,
        decide=sign_off,
        says="{made.ref} is signed by {who}; its papers, findings and samples stand from now on.",
        means="You led this audit, and say that its papers hold what was seen. After that nothing in them is altered.",
        waits=frozenset({"held", "reported"}),
        sets="signed_off_on",
        asks=_conflicts,
        gathers=frozenset({"accepted"}),
    ),
    "plan": Step(
        name="approve",
        label="Approve the plan",
        permission=Permission.CONTINUITY_APPROVE,
        decide=approve_continuity_plan,
        says="{made.ref} is in force, approved by {who}.",
        means="When it happens, people will do what it says. A plan of the same title that was in force is superseded.",
        terms=(COMPENSATION,),
        waits=frozenset({"draft"}),
    ),
}
"""Kind -> who approves it, and how."""

OTHERS: Mapping[str, tuple[Step, ...]] = {
    "risk": (
        Step(
            name="accept",
            label="Accept the risk",
            permission=Permission.RISK_ACCEPT,
            decide=accept_risk,
            says="{made.ref}: {made.risk} is accepted until {made.expires} by {who}.",
            means="You answer for what remains of it, in its present state. If scores, owner or controls change, "
            "or the day passes, you are asked again.",
            owners=True,
            terms=(
                Term(name="until", label="Until", shape="day", needed=True, help="The last day you accept it."),
                Term(name="reason", label="Why it may stand", shape="prose", needed=True),
                Term(name="requested_by", label="Asked for by", shape="responsible", help="Somebody other than you."),
            ),
        ),
    ),
    "nonconformity": (
        Step(
            name="judge",
            label="Judge the effect",
            permission=Permission.IMPROVEMENT_CLOSE,
            decide=close_nonconformity,
            says="{made.ref} is {made.state}: what was done is judged {made.effect} by {who}.",
            after=_five_steps,
            means="If it worked, the nonconformity is closed; if not, it stays open and needs another action.",
            terms=(
                Term(
                    name="effect",
                    label="What was done was",
                    shape="choice",
                    needed=True,
                    choices=("effective", "not effective"),
                ),
                Term(name="reason", label="What shows it", shape="prose", needed=True),
                Term(
                    name="late_criterion",
                    label="Why the criterion came after the deed",
                    shape="prose",
                    help="Only where it was set when an action was done already.",
                ),
                COMPENSATION,
            ),
        ),
    ),
    "change": (
        Step(
            name="reject",
            label="Turn it down",
            permission=Permission.IMPROVEMENT_APPROVE,
            decide=reject_change,
            says="{made.ref} is turned down by {who}.",
            means="It does not happen. Whoever asked for it reads why.",
            terms=(Term(name="reason", label="Why not", shape="prose", needed=True),),
            waits=frozenset({"proposed"}),
        ),
        Step(
            name="close",
            label="Close the change",
            permission=Permission.IMPROVEMENT_CLOSE,
            decide=close_change,
            says="{made.ref} is closed by {who}.",
            means="Closing says that everything it touched was brought up to date or waived with a reason; "
            "its list stays as it is now.",
            waits=frozenset({"done"}),
        ),
    ),
}
"""Kind -> decisions about it other than approval."""


def steps_of(kind: str) -> tuple[Step, ...]:
    """Every decision that may be taken about records of a kind."""
    return (*((APPROVES[kind],) if kind in APPROVES else ()), *OTHERS.get(kind, ()))
