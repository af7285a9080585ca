"""Whether leave to depart from a rule has an end, a reason, something in its place and a second pair of eyes."""

from collections.abc import Iterator

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import PolicyException, Record, RuleWaiver
from plumbline.engine.domain.leave import (
    Leave,
    authority,
    given,
    independent_approvers,
    limit,
    offset,
)
from plumbline.engine.domain.roles import TOP_MANAGEMENT, roles_serving
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.rules.exceptions.matching import excused, rule_waived
from plumbline.engine.rules.finding import Cited, Fault, Severity, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, OPPORTUNITY, Population, rule
from plumbline.engine.rules.wording import days_between, listed

GIVEN = Population("live exceptions and waivers", given)


def _marked_live(isms: Isms) -> Iterator[Leave]:
    """Exceptions marked live, and waivers in force whose rule still finds what they excuse."""
    for leave in given(isms):
        if isinstance(leave.record, PolicyException) or excused(isms, leave.record) != frozenset():
            yield leave


@rule(
    "EXC001",
    "exception-expired",
    clauses=("A.5.36", "8.1-2"),
    grade=MINOR_UP,
    examines=Population("exceptions marked live and waivers still needed", _marked_live),
    mend="End it and what it allowed, or decide anew with a new expiry.",
)
def exception_expired(isms: Isms, leave: Leave) -> Iterator[Fault]:
    """A missing expiry is told as half recorded."""
    ends = leave.record.expires
    if ends and ends < isms.on:
        marked = f"is marked “{leave.record.state}”"
        gap = f"The {leave.called} expired on {ends.isoformat()}, {days_between(ends, isms.on)} ago, and {marked}."
        yield Fault(leave.record, gap=gap, shows=("granted", "expires", "state"), cites=_excuses(isms, leave))


def _excuses(isms: Isms, leave: Leave) -> tuple[Record, ...]:
    """What it lets be as it is: assets, controls and the policy of an exception, the records of a waiver."""
    record = leave.record
    named = (*record.assets, record.policy) if isinstance(record, PolicyException) else record.records
    found = {each.ref: each for words in named if words and (each := isms.resolve(words))}
    return tuple(found.values())


@rule(
    "EXC002",
    "exception-half-recorded",
    clauses=("A.5.36",),
    grade=MINOR_UP,
    examines=GIVEN,
    mend="Add the reason, the expiry and what stands in for the rule, or shorten it to the longest time allowed.",
)
def exception_half_recorded(isms: Isms, leave: Leave) -> Iterator[Fault | Unjudged]:
    """Everything that is missing is said at once."""
    record, faults = leave.record, []
    if not record.reason:
        faults.append("has no reason")
    if record.expires is None:
        faults.append("has no expiry")
    if not offset(isms, leave):
        faults.append("has neither a compensation nor an accepted risk")
    longest = limit(isms, leave)
    if record.expires and longest and record.expires > longest.until:
        over = days_between(longest.until, record.expires)
        faults.append(f"runs until {record.expires.isoformat()}, {over} longer than the limit of {longest.words}")
    if faults:
        shows = ("reason", "compensation", "risk", "granted", "expires")
        stated = longest.stated if longest else None
        yield Fault(record, gap=f"The {leave.called} {listed(faults)}.", shows=shows, stated=stated)
    elif longest is None:
        yield Unjudged(record, "no promise `exception_max`" if record.granted else "no day on which it was granted")


@rule(
    "EXC003",
    "approval-not-independent",
    clauses=("A.5.3",),
    grade=MINOR_UP,
    examines=GIVEN,
    mend="Have somebody else approve it, who holds the authority for it, and record who that was.",
)
def approval_not_independent(isms: Isms, leave: Leave) -> Iterator[Fault | Unjudged]:
    """Who asks may sign as well, as long as somebody else with the authority does."""
    record = leave.record
    others = independent_approvers(isms, leave)
    if not leave.approvers:
        gap = f"Nobody is on record as having approved the {leave.called}."
    elif not record.requested_by:
        yield Unjudged(record, "who requested it")
        return
    elif not others:
        gap = f"The only approver of the {leave.called} is who requested it."
    elif (needed := _needed(isms, leave)) and not _any_holds(isms, others, needed, leave):
        by = "their holder" if len(needed) > 1 else needed[0]
        gap = f"No approver of the {leave.called} other than the requester answers for {by}, who has to approve it."
    elif isinstance(record, RuleWaiver) and not (others := _not_owners(isms, record, others)):
        gap = "The only approver of the waiver answers for the record at fault."
    else:
        return
    field = "approvers" if isinstance(record, PolicyException) else "approved_by"
    yield Fault(record, gap=gap, shows=("requested_by", field, "granted"))


def _needed(isms: Isms, leave: Leave) -> tuple[str, ...]:
    """Whose approval the organisation asks for; top management's for the waiver of a major finding."""
    if isinstance(leave.record, RuleWaiver):
        waived = rule_waived(leave.record)
        if waived and waived.grade.severity == Severity.MAJOR:
            return tuple(each.ref for each in roles_serving(isms, TOP_MANAGEMENT))
    named = authority(isms, leave)
    return (named,) if named else ()


def _any_holds(isms: Isms, approvers: tuple[str, ...], needed: tuple[str, ...], leave: Leave) -> bool:
    day = leave.record.granted
    return any(speaks_for(isms, each, role, day) for each in approvers for role in needed)


def _not_owners(isms: Isms, waiver: RuleWaiver, approvers: tuple[str, ...]) -> tuple[str, ...]:
    """The approvers who do not answer for a record that the waiver excuses."""
    found = (isms.resolve(words) for words in waiver.records)
    owners = [owner for each in found if each and (owner := getattr(each, "owner", ""))]
    return tuple(
        each for each in approvers if not any(speaks_for(isms, each, owner, waiver.granted) for owner in owners)
    )


def _granted_waivers(isms: Isms) -> Iterator[RuleWaiver]:
    """Waivers that were granted in this audit cycle: those in effect, and those withdrawn since, which are in order."""
    for waiver in isms.all(RuleWaiver):
        over = waiver.state == "in force" and waiver.expires is not None and waiver.expires < isms.on
        if waiver.state in ("in force", "withdrawn") and not over and in_cycle(isms, waiver.granted):
            yield waiver


@rule(
    "EXC005",
    "waiver-matches-nothing",
    clauses=("8.1-2",),
    grade=OPPORTUNITY,
    examines=Population("rule waivers granted and not expired", _granted_waivers),
    mend="Withdraw the waiver, or name in it the record as it is called now.",
)
def waiver_matches_nothing(isms: Isms, waiver: RuleWaiver) -> Iterator[Fault]:
    """A waiver without a finding waits to excuse something nobody has thought of."""
    if waiver.state == "withdrawn" or excused(isms, waiver) != frozenset():
        return
    if rule_waived(waiver) is None:
        gap = f"The waiver is for the rule “{waiver.rule}”, and there is no such rule."
    else:
        on = "any record" if waiver.whole_rule == "yes" else listed(waiver.records) if waiver.records else "no record"
        gap = f"{waiver.rule} finds no fault today that the waiver, which is for {on}, would excuse."
    named = (found for words in waiver.records if (found := isms.resolve(words)))
    yield Fault(waiver, gap=gap, shows=("rule", "granted", "expires"), cites=tuple(Cited(each) for each in named))
