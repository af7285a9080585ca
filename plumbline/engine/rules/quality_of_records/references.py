"""References that lead nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Field, Record, fields_of
from plumbline.engine.domain.record import REF
from plumbline.engine.rules.emptiness import only_founded
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.quality_of_records.owners import CLAUSES
from plumbline.engine.rules.rule import MINOR_UP, Population, rule

EXAMINED_ELSEWHERE = frozenset(
    {
        *((kind, "assets") for kind in ("risk", "exception", "incident", "vulnerability")),  # AST006
        *(("asset", "supplier"), ("interface", "provider"), ("risk", "provider")),  # SUP008
        *(("soa_declared", "documents"), ("control_state", "documents"), ("obligation", "fulfilled_by")),  # DOC001
        *((kind, "owner") for kind in (*CLAUSES, "control_state", "risk")),  # DAT004, RSK003
        ("rule_waiver", "records"),  # EXC005
    }
)
FREE_WORDS = frozenset({"training"})
"""Kinds whose key may hold words on purpose: a group of people, the name of a course."""


@dataclass(frozen=True, slots=True)
class Reference:
    """That a field of a record names something."""

    record: Record
    field: Field
    words: str


@cache
def _reference_fields(kind: str) -> tuple[Field, ...]:
    return tuple(
        each
        for each in fields_of(KINDS[kind])
        if each.is_reference and "control" not in each.kinds and (kind, each.name) not in EXAMINED_ELSEWHERE
    )


def references(isms: Isms) -> Iterator[Reference]:
    """References by number between records, and the words by which a record names what it belongs to."""
    for name, records in () if only_founded(isms) else isms.records.items():
        fields = [(each, _is_key(KINDS[name], each)) for each in _reference_fields(name)]
        for record in records if fields else ():
            for field, is_key in fields:
                held = getattr(record, field.name)
                for words in (held,) if isinstance(held, str) else held:
                    if words and (is_key or REF.fullmatch(words)):
                        yield Reference(record, field, words)


def _is_key(kind: type[Record], field: Field) -> bool:
    """Whether a record says nothing without what the field names: an assessment without its risk."""
    return field.name in kind.NATURAL_KEY and kind.KIND not in FREE_WORDS


@rule(
    "DAT003",
    "reference-broken",
    clauses=("7.5.2.a", "8.1-doc"),
    grade=MINOR_UP,
    examines=Population("references between records", references),
    mend="Correct the reference, record what it names, or take it out.",
)
def reference_broken(isms: Isms, reference: Reference) -> Iterator[Fault]:
    """Missing assets, providers, documents, controls and owners are told by the rules about those."""
    field, words = reference.field, reference.words
    if isms.find(words) or isms.resolve(words, *_kinds(field)) or _kept_elsewhere(isms, field, words):
        return
    gap = f"“{field.label}” names {words}, and no record is called that."
    yield Fault(reference.record, gap=gap, shows=(field.name,))


@cache
def _kinds(field: Field) -> tuple[type[Record], ...]:
    return tuple(KINDS[each] for each in field.kinds if each in KINDS)


def _kept_elsewhere(isms: Isms, field: Field, words: str) -> bool:
    """Whether a number may belong to a register that is not kept here: a kind and a prefix nothing here has."""
    if all(each in KINDS for each in field.kinds):
        return False
    return words.split("-", maxsplit=1)[0] not in isms.memo("prefixes", lambda: _prefixes(isms))


def _prefixes(isms: Isms) -> frozenset[str]:
    used = {each.ref.split("-")[0] for records in isms.records.values() for each in records}
    return frozenset(used | {each.PREFIX for each in KINDS.values() if each.PREFIX})
