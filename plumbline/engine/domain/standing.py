"""Who stands for whom on a day: a person for a role held, a holder for the role, a role for one it also serves as."""

from datetime import date

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Role


def speaks_for(isms: Isms, one: str, other: str, day: date | None = None) -> bool:
    """Whether who is named by one *responsible* is, or holds, what the other names on that day."""
    if not one or not other:
        return False
    left, right = isms.answers(one), isms.answers(other)
    if left is None or right is None:
        return folded(one) == folded(other)
    if left == right or (isinstance(left, Role) and right.ref in isms.role_of(left)):
        return True
    return bool(set(_refs(isms, one, day)) & set(_refs(isms, other, day)))


def _refs(isms: Isms, words: str, day: date | None) -> tuple[str, ...]:
    return tuple(each.ref for each in isms.persons(words, day))
