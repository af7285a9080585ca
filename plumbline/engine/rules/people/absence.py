"""Whether competence is shown at all."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import CompetenceProof, Role, Training
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import counted


@absence(
    "PEO000",
    "no-competence-evidence",
    clauses=("7.2.d",),
    grade=MAJOR,
    of="proofs of competence and completed training",
    mend="Keep the certificates, references and completed training of those who hold a role under “Competence proofs”.",
)
def no_competence_evidence(isms: Isms) -> str | None:
    """Training that is completed and evidenced is a proof; a recorded gap is none."""
    if any(each.verdict != "gap" for each in isms.live(CompetenceProof)):
        return ""
    if any(each.completed_on and each.evidence for each in isms.live(Training)):
        return ""
    holders = {person.ref for role in isms.live(Role) for person in isms.holders(role)}
    if not holders:
        return None
    return f"{counted(len(holders), 'person holds', 'people hold')} roles, and no proof of competence is on record."
