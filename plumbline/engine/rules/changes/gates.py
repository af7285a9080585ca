"""Whether changes pass a gate, are looked back on, and leave nothing behind that still tells the old state (8.1)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.change_impact import undecided
from plumbline.engine.domain.due import in_cycle, next_due, overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Change, Incident, Record
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed


def _of_the_cycle(isms: Isms) -> tuple[Change, ...]:
    """Changes that count as such; what was closed before the audit cycle is left alone."""
    held = (each for each in isms.all(Change) if each.state not in ("rejected", "withdrawn"))
    return tuple(each for each in held if each.live or in_cycle(isms, each.closed_on or each.live_on))


@rule(
    "CHG003",
    "change-impact-open",
    clauses=("8.1-3",),
    grade=MINOR,
    examines=Population(
        "closed changes with a list of what they touch",
        lambda isms: tuple(each for each in _of_the_cycle(isms) if each.state == "closed" and each.impact),
    ),
    mend="Bring each record under “What it touches” up to date, or waive it there with a reason.",
)
def change_impact_open(isms: Isms, change: Change) -> Iterator[Fault]:
    """What was written since the change was asked for counts as brought up to date."""
    left = undecided(isms, change)
    if left:
        known = tuple(found for each in left if (found := isms.find(each.record)))
        verb = "was" if len(left) == 1 else "were"
        gap = (
            f"It was closed, and of {counted(len(change.impact), 'record')} it touches "
            f"{listed(each.record for each in left)} {verb} neither written since nor waived."
        )
        yield Fault(change, gap=gap, shows=("closed_on", "approved_on"), cites=known)


@rule(
    "CHG004",
    "change-unauthorised",
    clauses=("8.1-3", "A.8.32", "A.5.8", "A.8.29"),
    grade=MINOR_UP,
    examines=Population(
        "changes, releases and projects gone live",
        lambda isms: tuple(each for each in _of_the_cycle(isms) if each.live_on and not each.unintended),
    ),
    mend="Let somebody approve it after the fact who did not carry it out, and say why the gate was passed by.",
)
def change_unauthorised(isms: Isms, change: Change) -> Iterator[Fault]:
    """An emergency may be approved afterwards, but it is approved; what its class asks for is asked of it, too."""
    shows: tuple[str, ...] = ("live_on", "approved_on", "approved_by", "done_by")
    if change.approved_on is None or not change.approved_by:
        yield Fault(change, gap="It went live, and nobody approved it.", shows=shows)
    elif change.live_on and change.approved_on > change.live_on and not change.emergency:
        late = days_between(change.live_on, change.approved_on)
        yield Fault(change, gap=f"It was approved {late} after it had gone live, and was no emergency.", shows=shows)
    elif same := _both(isms, change):
        yield Fault(change, gap=f"{listed(same)} approved what they carried out themselves.", shows=shows)
    elif missing := _missing(change):
        clause, name, what = missing
        yield Fault(change, gap=f"It went live without {what}.", shows=(name, "live_on"), clause=clause)


def _both(isms: Isms, change: Change) -> tuple[str, ...]:
    """Who approved the change and carried it out as well; roles stand for those who held them when it went live."""
    approvers = _people(isms, change.approved_by, change.approved_on)
    doers = _people(isms, change.done_by, change.live_on)
    return tuple(sorted(approvers & doers))


def _people(isms: Isms, words: tuple[str, ...], day: date | None) -> set[str]:
    found = {person.ref for each in words for person in isms.persons(each, day)}
    return found | {each for each in words if isms.answers(each) is None}


def _missing(change: Change) -> tuple[str, str, str] | None:
    """Clause, field and words of what its class asks for and it does not say."""
    if change.change_kind == "project" and not change.security_decision:
        return "A.5.8", "security_decision", "a decision on what security it needs"
    if change.needs_test and not change.tested:
        return "A.8.29", "tested", "the test that its class asks for"
    if change.needs_fallback and not change.fallback:
        return "A.8.32", "fallback", "the way back that its class asks for"
    return None


# --- looking back ----------------------------------------------------------------------------------------------------


def to_look_back_on(isms: Isms) -> tuple[Change, ...]:
    """Emergencies, changes that happened unasked, and those that caused an incident."""
    return tuple(each for each in _of_the_cycle(isms) if _happened(each) and _why(isms, each))


def _happened(change: Change) -> date | None:
    """The day from which the look back is counted."""
    return change.live_on or (change.requested_on if change.unintended else None)


def _why(isms: Isms, change: Change) -> str:
    if change.emergency:
        return "an emergency"
    if change.unintended:
        return "not asked for"
    return "the cause of an incident" if _caused(isms, change) else ""


def _caused(isms: Isms, change: Change) -> tuple[Record, ...]:
    named = (isms.resolve(words, Incident) for words in change.incidents)
    found = {each.ref: each for each in named if each}
    found |= {each.ref: each for each in isms.of_parent(Incident, "caused_by_change", change)}
    return tuple(found.values())


@rule(
    "CHG005",
    "unintended-change-unreviewed",
    clauses=("8.1-4", "A.8.32"),
    grade=MINOR,
    examines=Population("emergency and unintended changes, and those that caused an incident", to_look_back_on),
    mend="Look back on what it did, and enter “Consequences reviewed on” and what is done against ill effects.",
)
def unintended_change_unreviewed(isms: Isms, change: Change) -> Iterator[Fault | Unjudged]:
    """A look back says when, and what it showed."""
    shows = ("live_on", "emergency", "reviewed_on")
    cites = tuple(Cited(each, ("state",)) for each in _caused(isms, change))
    if change.reviewed_on:
        if not change.review_result:
            gap = "Somebody looked back on it, and what that showed is not on record."
            yield Fault(change, gap=gap, shows=("reviewed_on", "review_result"), cites=cites)
        return
    due = next_due(isms, None, _happened(change), "", "emergency_review")
    if due is None:
        yield Unjudged(change, "no promise `emergency_review`")
    elif overdue(isms, due.day):
        gap = f"It was {_why(isms, change)}, and nobody looked back by {due.day.isoformat()}."
        yield Fault(change, gap=gap, shows=shows, cites=cites, stated=due.stated)
