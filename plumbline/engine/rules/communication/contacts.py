"""Whom to call outside when a duty to report falls due (A.5.5)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Obligation
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed

Duties = tuple[Obligation, ...]


def _authorities(isms: Isms) -> tuple[Duties, ...]:
    """Live obligations that name an authority to report to, together by authority: one contact serves all of them."""

    def group() -> tuple[Duties, ...]:
        by_name: dict[str, list[Obligation]] = {}
        for each in isms.live(Obligation):
            if each.reports_to:
                by_name.setdefault(folded(each.reports_to), []).append(each)
        return tuple(tuple(duties) for duties in by_name.values())

    return isms.memo("authorities to report to", group)


@rule(
    "COM002",
    "outside-contact-missing",
    clauses=("A.5.5", "A.5.6"),
    grade=MINOR,
    examines=Population("authorities that obligations name for a duty to report", _authorities),
    mend="Find the way to the authority, name who keeps it up in the obligation's “Contact owner” and confirm it with "
    "the day.",
)
def outside_contact_missing(isms: Isms, duties: Duties) -> Iterator[Fault]:
    """A name on paper is a contact once somebody keeps it and has seen that it answers."""
    if any(each.contact_owner and each.contact_confirmed_on for each in duties):
        return
    first, *others = duties
    missing = []
    if not any(each.contact_owner for each in duties):
        missing.append("somebody who keeps it")
    if not any(each.contact_confirmed_on for each in duties):
        missing.append("a day on which it was confirmed")
    lacking = listed(missing) if missing else "owner and confirmation in one and the same place"
    yield Fault(
        first,
        gap=f"A duty to report to {first.reports_to} is on record; the contact lacks {lacking}.",
        shows=("reports_to", "notify_within", "contact_owner", "contact_confirmed_on"),
        cites=tuple(Cited(each, ("contact_owner", "contact_confirmed_on")) for each in others),
    )
