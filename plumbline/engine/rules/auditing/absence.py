"""Whether internal audits are planned."""

from plumbline.engine.domain.audit_coverage import programme_in_force
from plumbline.engine.domain.documentation import serving
from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.emptiness import without_any_document
from plumbline.engine.rules.finding import Unjudged
from plumbline.engine.rules.rule import MAJOR, absence

SHOWN_BY = ("9.2.2", "9.2.2-doc")


@absence(
    "AUD000",
    "audit-programme-missing",
    clauses=("9.2.2", "9.2.2-doc"),
    grade=MAJOR,
    of="audit programmes in force",
    mend="Plan what is audited when and by whom, and put that programme in force: as a record, or as a document that "
    "serves 9.2.2.",
)
def audit_programme_missing(isms: Isms) -> str | Unjudged:
    """A past audit is no programme: one in force on the day counts, or a document in force that serves 9.2.2."""
    if programme_in_force(isms) or any(serving(isms, key) for key in SHOWN_BY):
        return ""
    if hidden := without_any_document(isms):
        return hidden
    return f"No audit programme covers {isms.on.isoformat()}, and no document in force serves clause 9.2.2."
