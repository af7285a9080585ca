"""Whether any document is controlled."""

from plumbline.engine.domain.documentation import documents_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import DocumentVersion
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import counted


@absence(
    "DOC000",
    "no-document-controlled",
    clauses=("7.5.1.a",),
    grade=MAJOR,
    of="document versions in force",
    mend="Record the documents you work by in the register “Documents”, approve a version and put it in force.",
)
def no_document_controlled(isms: Isms) -> str:
    """Drafts and withdrawn documents guide nobody."""
    if documents_in_force(isms):
        return ""
    versions = len(isms.all(DocumentVersion))
    if not versions:
        return "No document version is on record."
    return f"{counted(versions, 'document version')} on record, and none of a live document is in force."
