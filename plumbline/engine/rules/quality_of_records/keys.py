"""Keys of controls that the edition in use does not have."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import KINDS, ControlState, Field, OwnControl, Record, SoaDeclared, fields_of
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed
from plumbline.engine.standard.catalogue import short_key

ONLY_CONTROLS = frozenset({"control", "own_control"})
LIKE_A_KEY = re.compile(r"A\.?\s?\d{1,2}(\.\d{1,2}){1,3}|\d{1,2}(\.\d{1,2}){1,3}(\.[a-z])?")
OLD_EDITION = "the edition of 2013"


class Named(NamedTuple):
    """A key on record: in a field, or as the reference of a row about a control."""

    record: Record
    field: str
    words: str


@cache
def _fields(kind: str) -> tuple[tuple[Field, bool], ...]:
    """The fields that may name a control, and whether they name nothing else."""
    return tuple((each, set(each.kinds) <= ONLY_CONTROLS) for each in fields_of(KINDS[kind]) if "control" in each.kinds)


def named_keys(isms: Isms) -> Iterator[Named]:
    """Every key of a control on record."""
    for kind in (SoaDeclared, ControlState):
        yield from (Named(each, "ref", each.ref) for each in isms.all(kind))
    for name, records in isms.records.items():
        for field, only in _fields(name):
            for record in records:
                held = getattr(record, field.name)
                for words in (held,) if isinstance(held, str) else held:
                    if words and (only or LIKE_A_KEY.fullmatch(words)):
                        yield Named(record, field.name, words)


@rule(
    "DAT009",
    "control-key-unknown",
    clauses=("6.1.3.c",),
    grade=MINOR_UP,
    examines=Population("keys of controls on record", named_keys),
    mend="Enter the key of Annex A of the edition in use, or the reference of an own control.",
)
def control_key_unknown(isms: Isms, named: Named) -> Iterator[Fault]:
    """Spreadsheets turn A.5.30 into A.5.3, and old lists keep the keys of 2013."""
    wrong: str = isms.memo(("what is wrong with a key", named.words), lambda: _wrong(isms, named.words))
    gap = wrong or (_another_title(isms, named) if named.field == "ref" else "")
    if gap:
        yield Fault(named.record, gap=gap, shows=() if named.field == "ref" else (named.field,))


def _wrong(isms: Isms, words: str) -> str:
    key = short_key(words.strip())
    if isms.standard.exists(key) or isms.resolve(key, OwnControl):
        return ""
    if today := isms.standard.migrate_2013(key):
        return f"{words} is a key of {OLD_EDITION}; the edition in use has {listed(today)} for it."
    return f"{words} is no control of Annex A, no own control and no other key of the standard."


def _another_title(isms: Isms, named: Named) -> str:
    """A row whose name is that of another control: as a rule a final zero was lost."""
    controls = isms.standard.controls
    titles = isms.memo("controls by title", lambda: {folded(each.title): key for key, each in controls.items()})
    meant = titles.get(folded(named.record.title), "")
    if not meant or meant == short_key(named.words):
        return ""
    lost = " A final zero was lost." if meant == f"{short_key(named.words)}0" else ""
    return f"The row bears the key {named.words} and the name of {meant}.{lost}"
