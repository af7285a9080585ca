"""Records that were to be looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.documentation import documents_in_force
from plumbline.engine.domain.due import next_due, overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Issue, Obligation, Party, Record, Threat
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

INCIDENT_PLANNING = "A.5.24"
KINDS_REVIEWED = ("4.1", "4.2.a", "A.5.5", "A.5.6", "A.5.7", "A.5.9", "A.5.24", "A.5.34", "A.5.37", "A.7.10", "A.8.6")


@dataclass(frozen=True, slots=True)
class Kept:
    """A record to be reviewed: by its own date or from its last review on, under the clause of its kind."""

    record: Record
    subject: str
    clause: str
    own: date | None
    last: date | None
    own_interval: str = ""
    dated_by: Record | None = None


def kept_records(isms: Isms) -> Iterator[Kept]:
    """Live issues, parties, assets, media, threats, contacts with authorities, procedures and plans."""
    for issue in isms.live(Issue):
        yield Kept(issue, "issue", "4.1", issue.next_review, issue.reviewed_on or issue.decided_on)
    for party in isms.live(Party):
        yield Kept(party, "party", "4.2.a", party.next_review, party.reviewed_on)
    for asset in isms.live(Asset):
        is_medium = asset.asset_kind == "media"
        yield Kept(
            asset,
            "media" if is_medium else "asset",
            "A.7.10" if is_medium else "A.5.9",
            asset.next_review,
            asset.reviewed_on,
        )
    for threat in isms.live(Threat):
        yield Kept(threat, "threat", "A.5.7", threat.next_review, threat.reviewed_on)
    for duty in isms.live(Obligation):
        if duty.reports_to and duty.contact_confirmed_on:
            yield Kept(duty, "contact", "A.5.5", None, duty.contact_confirmed_on)
    yield from _written(isms)


def _written(isms: Isms) -> Iterator[Kept]:
    """Procedures and plans in force; policies are POL003's."""
    for document, version in documents_in_force(isms):
        if document.document_kind in ("procedure", "plan"):
            clause = INCIDENT_PLANNING if INCIDENT_PLANNING in document.serves else "A.5.37"
            last = version.reviewed_on or version.effective or version.approved_on
            own = version.next_review
            yield Kept(document, document.document_kind, clause, own, last, document.review_interval, version)


@rule(
    "DAT012",
    "record-review-overdue",
    clauses=("7.5.2.c", *KINDS_REVIEWED),
    grade=MINOR_UP,
    examines=Population("live records that are reviewed from time to time", kept_records),
    mend="Look at it again, correct what is no longer so, and enter “Last review”.",
)
def record_review_overdue(isms: Isms, kept: Kept) -> Iterator[Fault | Unjudged]:
    """Its own date, else the promise for its kind counted from the last review or from when it was first recorded."""
    life = isms.lives.get((kept.record.KIND, kept.record.ref))
    last = kept.last or (life.first if life else None)
    due = next_due(isms, kept.own, last, kept.own_interval, "record_review", kept.subject)
    if due is None:
        yield Unjudged(kept.record, "the day of its last review" if last is None else "no promise `record_review`")
    elif overdue(isms, due.day):
        shows = ("contact_confirmed_on",) if kept.subject == "contact" else ("reviewed_on", "next_review")
        gap = f"Its review was due on {due.day.isoformat()}, {days_between(due.day, isms.on)} ago."
        dated = (Cited(kept.dated_by, shows),) if kept.dated_by else ()
        own = () if kept.dated_by else shows
        yield Fault(kept.record, gap=gap, shows=own, cites=dated, stated=due.stated, clause=kept.clause)
