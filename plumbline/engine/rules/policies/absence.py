"""Whether there is an information security policy."""

from plumbline.engine.domain.documentation import security_policy
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document
from plumbline.engine.rules.emptiness import without_any_document
from plumbline.engine.rules.finding import Unjudged
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import counted


@absence(
    "POL000",
    "policy-missing",
    clauses=("5.2", "5.2.e"),
    grade=MAJOR,
    of="information security policies in force",
    mend="Publish the policy in the register “Documents” and enter 5.2 under “Documented information it serves”.",
)
def policy_missing(isms: Isms) -> str | Unjudged:
    """Topic policies do not replace the policy of the whole."""
    if security_policy(isms):
        return ""
    if hidden := without_any_document(isms):
        return hidden
    others = sum(each.document_kind == "policy" for each in isms.live(Document))
    if not others:
        return "Documents are in force, and none on record is a policy."
    return (
        f"{counted(others, 'policy', 'policies')} on record, and none that is in force serves 5.2 or is named "
        "information security policy."
    )
