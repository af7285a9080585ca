"""Values that are on no list and in no calendar."""

from collections.abc import Iterator
from functools import cache

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record, Shape, field_of, fields_of
from plumbline.engine.rules.emptiness import only_founded
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed

LISTED = frozenset({Shape.CHOICE, Shape.DAY, Shape.MOMENT})
LEFT_OUT = frozenset({"document", "document_version", "organization"})
"""What identifies a document is DOC002's; the record of the organisation never comes from a sheet."""


@cache
def _listed_fields(kind: str) -> frozenset[str]:
    return frozenset(each.name for each in fields_of(KINDS[kind]) if each.shape in LISTED)


def with_listed_values(isms: Isms) -> Iterator[Record]:
    """Records whose fields hold a choice or a date, or were given something in place of one."""
    for name, records in () if only_founded(isms) else isms.records.items():
        if name not in LEFT_OUT and _listed_fields(name):
            yield from records


@rule(
    "DAT008",
    "value-off-list",
    clauses=("7.5.2.a",),
    grade=MINOR,
    examines=Population("records with dates or values from a list", with_listed_values),
    mend="Choose a value of the list or enter a date, and move the words to the note.",
)
def value_off_list(isms: Isms, record: Record) -> Iterator[Fault]:
    """What came in as prose was kept as it came, beside the field that could not hold it."""
    if not record.unread:
        return
    fields = _listed_fields(record.KIND)
    strange = {name: words for name, words in record.unread if name in fields and words.strip()}
    if strange:
        told = listed(f"“{words}” for {field_of(type(record), name).label.lower()}" for name, words in strange.items())
        yield Fault(record, gap=f"It says {told}, which no list and no calendar has.", shows=tuple(strange))
