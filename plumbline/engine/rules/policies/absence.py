"""Whether there is an information security policy."""

from plumbline.engine.domain.documentation import security_policy
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document
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
def policy_missing(isms: Isms) -> str:
    """Topic policies do not replace the policy of the whole."""
    if security_policy(isms):
        return ""
    others = sum(each.document_kind == "policy" for each in isms.live(Document))
    if not others:
        return "No policy is on record."
    return (
        f"{counted(others, 'policy', 'policies')} on record, and none that is in force serves 5.2 or is named "
        "information security policy."
    )
