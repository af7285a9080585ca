"""Whether there is an approved Statement of Applicability."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import SoaDeclared, SoaVersion
from plumbline.engine.domain.soa import approved
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import counted


@absence(
    "SOA000",
    "soa-missing",
    clauses=("6.1.3.d",),
    grade=MAJOR,
    of="approved versions of the Statement of Applicability",
    mend="Decide on every row, then approve the Statement: its version is frozen and kept under “SoA versions”.",
)
def soa_missing(isms: Isms) -> str:
    """Rows that were declared and never approved are a draft, however complete."""
    if approved(isms):
        return ""
    rows, versions = len(isms.live(SoaDeclared)), len(isms.all(SoaVersion))
    if versions:
        return f"{counted(versions, 'version')} of the Statement on record, and none of them approved and in force."
    if rows:
        return f"{counted(rows, 'row')} declared, and no approved version of the Statement on record."
    return "No Statement of Applicability is on record."
