"""Whether access is looked through as often as promised, and what was decided is carried out (A.5.18)."""

from collections.abc import Iterator

from plumbline.engine.domain.due import overdue, younger
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AccessEntry, Asset, Site, Supplier
from plumbline.engine.domain.logins import (
    account_of,
    entries_past_due,
    executed,
    has_privileged,
    last_finished,
    removal_due,
    review_interval,
    review_of,
    reviews_of,
    under_review,
    whose,
)
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

SHOWS = ("reviewer", "started_on", "finished_on", "state")


@rule(
    "ACC001",
    "access-review-overdue",
    clauses=("A.5.18", "A.8.2", "A.7.2", "A.8.4"),
    grade=MINOR_UP,
    examines=Population("systems and places whose access is reviewed or whose accounts are on record", under_review),
    mend="Go through its accounts and rights, decide on each, and finish the review; or change the interval.",
)
def access_review_overdue(isms: Isms, system: Asset | Supplier | Site) -> Iterator[Fault | Unjudged]:
    """Privileged access is held against its own interval; one system has one finding, for what lapsed first.

    A young system is given one interval for its first review.
    """
    kinds = [("", True)] + ([("privileged", False)] if has_privileged(isms, system) else [])
    lapsed = []
    judged = False
    for subject, whole in kinds:
        last = last_finished(isms, system, whole=whole)
        stated = review_interval(isms, system, *([subject] if subject else []))
        own = interval(last.interval) if last else None
        span = own or (stated.interval if stated else None)
        if span is None:
            continue
        judged = True
        what = "privileged access" if subject else "access"
        if last is None or last.finished_on is None:
            if younger(isms, span.before(isms.on)):
                continue
            gap = f"No finished review of {what} to it is on record, though {stated} asks for one every {span}."
            lapsed.append((isms.on, gap, stated))
        elif overdue(isms, due := span.after(last.finished_on)):
            gap = (
                f"The last review of {what} to it ended on {last.finished_on.isoformat()}; "
                f"the next was due on {due.isoformat()}, {days_between(due, isms.on)} ago."
            )
            lapsed.append((due, gap, None if own else stated))
    if lapsed:
        _, gap, promised = min(lapsed, key=lambda each: each[0])
        cites = tuple(Cited(each, SHOWS) for each in reviews_of(isms, system)[-3:])
        yield Fault(system, gap=gap, shows=("owner",), cites=cites, stated=promised)
    elif not judged:
        yield Unjudged(system, "no promise `access_review`")


@rule(
    "ACC002",
    "access-review-unfinished",
    clauses=("A.5.18", "A.5.3"),
    grade=MINOR_UP,
    examines=Population("entries of access reviews whose decisions were due", entries_past_due),
    mend="Decide on it, by somebody other than its holder; take away what is to go, and enter the day.",
)
def access_review_unfinished(isms: Isms, entry: AccessEntry) -> Iterator[Fault | Unjudged]:
    """A list that was sent round and never came back reviews nothing."""
    review, account = review_of(isms, entry), account_of(isms, entry)
    cites = tuple(
        each
        for each in (Cited(review, ("due", "reviewer")) if review else None, Cited(account) if account else None)
        if each
    )
    shows = ("decision", "decided_by", "decided_on", "executed_on")
    if not entry.decision:
        late = days_between(review.due, isms.on) if review and review.due else "some time"
        gap = f"Nobody decided on it, {late} after the decisions were due."
        yield Fault(entry, gap=gap, shows=shows, cites=cites)
        return
    holder = whose(isms, account) if account else None
    if holder and entry.decided_by and speaks_for(isms, entry.decided_by, holder.ref, entry.decided_on):
        gap = "It was decided by the very person whose access it is."
        yield Fault(entry, gap=gap, shows=shows, cites=cites)
    elif entry.decision == "remove":
        yield from _still_there(isms, entry, cites)


def _still_there(isms: Isms, entry: AccessEntry, cites: tuple[Cited, ...]) -> Iterator[Fault | Unjudged]:
    due, gone = removal_due(isms, entry), executed(isms, entry)
    if due is None:
        if gone is None:
            yield Unjudged(entry, "a day for the removal, or the promise `revoke_within`")
        return
    day, stated = due
    shows = ("decision", "decided_on", "execute_by", "executed_on")
    if gone is None and overdue(isms, day):
        gap = f"It was to be removed by {day.isoformat()} and is still there {days_between(day, isms.on)} later."
        yield Fault(entry, gap=gap, shows=shows, cites=cites, stated=stated)
    elif gone is not None and gone > day:
        gap = f"It was removed on {gone.isoformat()}, {days_between(day, gone)} after the day set for it."
        yield Fault(entry, gap=gap, shows=shows, cites=cites, stated=stated)
