"""Which controls the Statement of Applicability in force leaves out."""

from collections.abc import Iterable

from plumbline.engine.domain.exclusion_facts import facts_against
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.soa import declared_rows


def excluded(isms: Isms, key: str) -> bool:
    """Whether a control is excluded and no fact in the registers contradicts that."""
    rows = isms.memo("declared rows by key", lambda: {each.ref: each for each in declared_rows(isms)})
    row = rows.get(key)
    return row is not None and row.applicable == "no" and not facts_against(isms, key)


def all_excluded(isms: Isms, keys: Iterable[str]) -> bool:
    """Whether all keys are Annex A controls that are excluded without contradiction."""
    named = tuple(keys)
    return bool(named) and all(each.startswith("A.") and excluded(isms, each) for each in named)
