"""Whether top management is named."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.roles import TOP_MANAGEMENT, roles_serving, unheld
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import listed


@absence(
    "LDR000",
    "top-management-unnamed",
    clauses=("5.3", "5.1.e"),
    grade=MAJOR,
    of="roles of top management with a holder",
    mend="Mark the role of top management in the register “Roles” and assign the person who holds it.",
)
def top_management_unnamed(isms: Isms) -> str:
    """Approvals and reviews need somebody at the top; a role without a person is nobody."""
    if not unheld(isms, TOP_MANAGEMENT):
        return ""
    roles = roles_serving(isms, TOP_MANAGEMENT)
    if not roles:
        return "No role of kind “top management” is on record."
    return f"Nobody holds {listed((str(each) for each in roles), 'or')}; no other role is of top management."
