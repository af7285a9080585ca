"""The information security policy: who approved it, and what it has to say (5.2)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.documentation import security_policy
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, DocumentVersion, Person, Role
from plumbline.engine.domain.roles import TOP_MANAGEMENT, roles_serving, unheld
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, listed

Policy = tuple[Document, DocumentVersion]
MARKS = (
    ("fits_purpose", "that it fits the purpose of the organisation", "5.2.a"),
    ("holds_objectives", "that it holds objectives or their frame", "5.2.b"),
    ("commits_to_requirements", "the commitment to applicable requirements", "5.2.c"),
    ("commits_to_improve", "the commitment to improve", "5.2.d"),
)
"""What the policy has to hold, how a finding speaks of it, and where the standard asks for it."""


def _policy(isms: Isms) -> tuple[Policy, ...]:
    found = security_policy(isms)
    return (found,) if found else ()


SECURITY_POLICY = Population("information security policies in force", _policy)


@rule(
    "POL001",
    "policy-not-approved-by-top",
    clauses=("5.2",),
    grade=MAJOR,
    examines=SECURITY_POLICY,
    mend="Have top management approve this version, and record approver and day in it.",
)
def policy_not_approved_by_top(isms: Isms, policy: Policy) -> Iterator[Fault | Unjudged]:
    """Judged by who held the role on the day of approval, not by who holds it today."""
    _, version = policy
    if unheld(isms, TOP_MANAGEMENT):
        yield Unjudged(version, "nobody holds a role of top management")
        return
    approved = version.approved_on or version.effective
    if approved is None:
        yield Unjudged(version, "no day of approval")
    elif not any(_of_the_top(isms, each, approved) for each in version.approvers):
        count = counted(len(version.approvers), "approver") if version.approvers else "no approver"
        tail = ", of whom none held a role of top management on that day" if version.approvers else ""
        yield Fault(
            version,
            gap=f"The version was approved on {approved.isoformat()} with {count} on record{tail}.",
            shows=("number", "approvers", "approved_on"),
            cites=tuple(Cited(each, ("role_kind",)) for each in roles_serving(isms, TOP_MANAGEMENT)),
        )


def _of_the_top(isms: Isms, words: str, day: date) -> bool:
    roles = {each.ref: each for each in roles_serving(isms, TOP_MANAGEMENT)}
    roles |= {each.ref: each for each in isms.all(Role) if each.role_kind == TOP_MANAGEMENT}
    match isms.answers(words):
        case Role() as role:
            return role.ref in roles
        case Person() as person:
            return any(person in isms.holders(each, day) for each in roles.values())
    return False


@rule(
    "POL002",
    "policy-falls-short",
    clauses=("5.2.a", "5.2.b", "5.2.c", "5.2.d"),
    grade=MINOR_UP,
    examines=SECURITY_POLICY,
    mend="Amend the policy where it falls short, and have the new version approved.",
)
def policy_falls_short(isms: Isms, policy: Policy) -> Iterator[Fault | Unjudged]:
    """Somebody who read the policy set the marks; where nobody has, nothing can be said of what it holds."""
    _, version = policy
    marks = {name: getattr(version, name) for name, _, _ in MARKS}
    if set(marks.values()) == {None}:
        yield Unjudged(version, "the marks of what the policy holds")
        return
    denied = [(said, clause) for name, said, clause in MARKS if marks[name] is False]
    still_open = [(said, clause) for name, said, clause in MARKS if marks[name] is None]
    shows = tuple(marks)
    if denied:
        gap = f"The policy in force lacks, by its own marks, {listed(said for said, _ in denied)}."
        yield Fault(version, gap=gap, shows=shows, clause=denied[0][1])
    elif still_open:
        gap = f"Some marks of the policy are set; left open is {listed(said for said, _ in still_open)}."
        yield Fault(version, gap=gap, shows=shows, clause=still_open[0][1])
    else:
        yield from _outlived(isms, version)


def _outlived(isms: Isms, version: DocumentVersion) -> Iterator[Fault | Unjudged]:
    """Whether the organisation changed its purpose after it last looked at the policy."""
    changes = [each for each in isms.organization.purpose_changes if each.on <= isms.on]
    looked = max((each for each in (version.reviewed_on, version.approved_on) if each), default=version.effective)
    if changes and looked is None:
        yield Unjudged(version, "no day of its last review")
        return
    newer = [each for each in changes if looked and each.on > looked]
    if newer and looked:
        days = listed(each.on.isoformat() for each in newer)
        yield Fault(
            version,
            gap=f"The purpose of the organisation changed on {days}; the policy was last reviewed on "
            f"{looked.isoformat()}.",
            shows=("number", "approved_on", "reviewed_on"),
            cites=(Cited(isms.organization),),
        )
