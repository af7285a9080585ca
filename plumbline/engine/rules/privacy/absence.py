"""Whether processing of personal data is recorded."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Incident, Record, Supplier
from plumbline.engine.rules.rule import MINOR, absence
from plumbline.engine.rules.wording import listed

SHOWN_BY = ("A.5.34", "gdpr/30")
MOST_NAMED = 5


@absence(
    "PRV000",
    "processing-unrecorded",
    clauses=("A.5.34", "gdpr/30"),
    grade=MINOR,
    of="records of processing",
    mend="Keep the record of processing as a document that serves article 30 (gdpr/30) or A.5.34.",
)
def processing_unrecorded(isms: Isms) -> str | None:
    """It speaks only where other registers say that personal data is there."""
    holders: list[Record] = [each for each in isms.live(Asset) if each.personal_data]
    holders += [each for each in isms.live(Supplier) if each.personal_data]
    holders += [each for each in isms.all(Incident) if each.personal_data == "yes"]
    if shown_elsewhere(isms, *SHOWN_BY):
        return ""
    if not holders:
        return None
    more = f" and {len(holders) - MOST_NAMED} more" if len(holders) > MOST_NAMED else ""
    named = listed([each.ref for each in holders[:MOST_NAMED]])
    return f"Personal data is on record at {named}{more}, and no record of processing exists."
