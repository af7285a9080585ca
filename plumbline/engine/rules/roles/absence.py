"""Whether the two roles that clause 5.3 asks for are assigned."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.roles import CONFORMITY, REPORTING, roles_serving, unheld
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import listed

ASKED_FOR = ((CONFORMITY, "the conformity of the system"), (REPORTING, "reporting on its performance"))


@absence(
    "ROL000",
    "isms-role-unassigned",
    clauses=("5.3.a", "5.3.b"),
    grade=MAJOR,
    of="holders of the roles for conformity and for reporting",
    mend="Mark the role in the register “Roles” and assign a person to it; one person may hold both.",
)
def isms_role_unassigned(isms: Isms) -> str:
    """One role may serve as both; what matters is that a person stands behind each."""
    open_ones = [(kind, what) for kind, what in ASKED_FOR if unheld(isms, kind)]
    if not open_ones:
        return ""
    known = [each for kind, _ in open_ones for each in roles_serving(isms, kind)]
    vacant = f" ({listed(dict.fromkeys(str(each) for each in known))}: no holder)" if known else ""
    return f"Nobody answers for {listed(what for _, what in open_ones)}{vacant}."
