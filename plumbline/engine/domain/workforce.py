"""Who works here: employed, under contract, lent or on the board, but nobody who only comes to look."""

from __future__ import annotations

from collections import Counter

from plumbline.engine.domain.certification import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.people import Person


def works_here(isms: Isms, person: Person) -> bool:
    """Whether somebody works for the organisation today; the auditor of a body is on record only for their visit."""
    if not isms.current(person):
        return False
    return bool(person.employment != "external" or person.unit or person.ref not in _visitors(isms))


def by_employment(isms: Isms) -> Counter[str]:
    """How many work here, by how they are employed; the most common first."""
    found = Counter(each.employment or "not stated" for each in isms.all(Person) if works_here(isms, each))
    return Counter(dict(found.most_common()))


def _visitors(isms: Isms) -> frozenset[str]:
    """The people whom visits of outside bodies name."""

    def found() -> frozenset[str]:
        named = (isms.resolve(words, Person) for visit in isms.all(Visit) for words in visit.visitors)
        return frozenset(each.ref for each in named if each is not None)

    return isms.memo("visitors of visits", found)
