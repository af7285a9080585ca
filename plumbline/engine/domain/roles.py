"""Roles that the standard asks for by what they are for: top management, conformity, reporting (5.3)."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Role

TOP_MANAGEMENT, CONFORMITY, REPORTING = "top management", "conformity", "reporting"


def roles_serving(isms: Isms, kind: str) -> tuple[Role, ...]:
    """The live roles of a kind, and those that also serve as one of them."""

    def find() -> tuple[Role, ...]:
        marked = {each.ref for each in isms.live(Role) if each.role_kind == kind}
        return tuple(
            each for each in isms.live(Role) if marked & isms.role_of(each) or kind in (each.role_kind, *each.also)
        )

    return isms.memo(("roles serving", kind), find)


def unheld(isms: Isms, kind: str) -> bool:
    """Whether nobody holds a role of a kind on the day."""
    return not any(isms.holders(each) for each in roles_serving(isms, kind))
