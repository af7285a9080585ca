"""Whether those who have to be told of an incident were told in time, and whether that can be shown (A.5.26)."""

from collections.abc import Iterator
from datetime import datetime

from plumbline.engine.domain.inventory import incidents_of_the_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Incident
from plumbline.engine.domain.notices import Owed, aware, duties_to_tell, is_said_to_be_told, notices, owed, was_told
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed, spoken

GIVEN = (("sent_at", "its time"), ("recipient", "the recipient"), ("proof", "a proof"))


def bound_to_notify(isms: Isms) -> Iterator[Incident]:
    """Incidents with a duty to notify, save those of which only words claim that it was done."""
    for each in incidents_of_the_cycle(isms):
        if each.notify == "yes" and not is_said_to_be_told(isms, each):
            yield each


@rule(
    "INC006",
    "notification-overdue",
    clauses=("A.5.26", "A.5.31", "A.5.34", "gdpr/33"),
    grade=MAJOR,
    examines=Population("incidents with a duty to notify", bound_to_notify),
    mend="Notify now, and record the notice with its time, recipient, proof and the reason for the delay.",
)
def notification_overdue(isms: Isms, incident: Incident) -> Iterator[Fault | Unjudged]:
    """A late notice that gives the reason for its delay is what the law then asks for."""
    known = aware(incident)
    if known is None:
        yield Unjudged(incident, "since when it was known")
        return
    unjudged = ""
    for each in owed(isms, incident):
        if each.notice and (each.notice.delay_reason or (was_told(each.notice) and not each.notice.sent_at)):
            continue
        if each.limit is None:
            unjudged = unjudged or "no promise `notify_within`"
            continue
        limit = each.limit.after_moment(known)
        sent = each.notice.sent_at if each.notice else None
        if sent > limit if sent else limit.date() < isms.on:
            yield _late(incident, each, limit, sent)
            return
    if unjudged:
        yield Unjudged(incident, unjudged)


def _late(incident: Incident, late: Owed, limit: datetime, sent: datetime | None) -> Fault:
    which = late.notice.ref if late.notice else f"that {late.duty.ref} asks for" if late.duty else "owed"
    done = f"it was sent on {spoken(sent)}" if sent else "nothing was sent"
    gap = f"The notice {which} was due by {spoken(limit)}; {done}."
    notice = (Cited(late.notice, ("sent_at", "delay_reason")),) if late.notice else ()
    duty = (Cited(late.duty, ("section", "notify_within")),) if late.duty else ()
    shows = ("notify", "aware_at", "detected_at", "reported_at")
    return Fault(incident, gap=gap, shows=shows, cites=(*notice, *duty), stated=late.stated)


def touching_a_duty(isms: Isms) -> Iterator[Incident]:
    """Incidents that touch personal data or an obligation to report, or are said to be notifiable."""
    for each in incidents_of_the_cycle(isms):
        if each.personal_data == "yes" or each.notify == "yes" or duties_to_tell(isms, each):
            yield each


@rule(
    "INC007",
    "notification-unproven",
    clauses=("A.5.26", "A.5.28", "A.5.34"),
    grade=MINOR_UP,
    examines=Population("incidents that touch personal data or a duty to report", touching_a_duty),
    mend="Record who decided what and why, and for each notice its time, its recipient and a proof.",
)
def notification_unproven(isms: Isms, incident: Incident) -> Iterator[Fault | Unjudged]:
    """That nothing was sent although it had to be is INC006's."""
    if incident.notify == "yes":
        yield from _unproven(isms, incident)
    elif incident.notify == "no":
        missing = [] if incident.decided_on else ["the day of that decision"]
        missing += [] if incident.notify_note or incident.personal_data_note else ["its reason"]
        if missing:
            gap = f"It was decided not to notify, and {listed(missing)} {_is(missing)} not recorded."
            yield Fault(incident, gap=gap, shows=("personal_data", "notify", "notify_note", "decided_on"))
    else:
        yield from _undecided(isms, incident)


def _unproven(isms: Isms, incident: Incident) -> Iterator[Fault]:
    shows = ("personal_data", "notify", "notify_note")
    if is_said_to_be_told(isms, incident):
        gap = "It is said to have been notified, and no notice with its time, recipient and proof is on record."
        yield Fault(incident, gap=gap, shows=shows, cites=duties_to_tell(isms, incident))
        return
    for notice in notices(isms, incident):
        missing = [name for field, name in GIVEN if not getattr(notice, field)]
        if was_told(notice) and missing:
            gap = f"Of the notice {notice.ref}, {listed(missing)} {_is(missing)} not recorded."
            yield Fault(incident, gap=gap, shows=shows, cites=(Cited(notice, ("sent_at", "recipient", "proof")),))
            return


def _undecided(isms: Isms, incident: Incident) -> Iterator[Fault | Unjudged]:
    """An open incident may be undecided as long as the first limit runs."""
    known, limits = aware(incident), [each.limit for each in owed(isms, incident)]
    ends = [each.after_moment(known) for each in limits if each] if known else []
    if incident.state == "closed" or (ends and min(ends).date() < isms.on):
        gap = "It touches personal data or a duty to report, and whether to notify is not decided."
        shows = ("personal_data", "notify", "decided_on", "state")
        yield Fault(incident, gap=gap, shows=shows, cites=duties_to_tell(isms, incident))
    elif not ends:
        yield Unjudged(incident, "since when it was known" if not known else "no promise `notify_within`")


def _is(several: list[str]) -> str:
    return "is" if len(several) == 1 else "are"
