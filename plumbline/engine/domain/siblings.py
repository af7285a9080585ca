"""The same fault elsewhere (10.2 b.3): records of the same kind that lack or hold what the record at fault does.

What marks the fault is read from the record as it was when the nonconformity was raised: an empty field, a value, a day
that had passed, words. A record that shares a mark is a sibling; what else the two share (owner, supplier, site, type,
control) makes it a likelier one. Every reason is told in words, and the same system gives the same answer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import KINDS, Nonconformity, Record
from plumbline.engine.domain.record import Field, Shape, fields_of

MOST = 50
"""So many siblings are told of; a search that names more names nobody."""
UNUSUAL = 0.5
"""An empty field marks a fault by itself where at least this share of the other records has it filled."""
FEW = 3
"""From so many records of the same type on, these say what is custom."""
WORDS_COUNT_FROM = 2
"""One word in common is chance."""
RARE_WORD = 0.2
"""A word that more than this share of the records of a kind says tells none of them apart."""
TERMS = frozenset(
    {"due", "ends", "expires", "until", "next_review", "review_date", "target_date", "treat_by", "deadline"}
    | {"exploited_due", "effect_due", "answer_due"}
)
"""Fields with a day by which something is owed, or up to which it holds."""
SETTLED_BY = {"ends": "rolling"}
"""A day that does not matter where this flag is set."""
CIRCUMSTANCES = frozenset(["owner", "supplier", "provider", "site", "party", "controls", "category", "location"])
EMPTY: tuple[Any, ...] = ("", (), None)
NOT_COMPARED = (Shape.LONG_TEXT, Shape.PARTS, Shape.DAY, Shape.MOMENT)
CUSTOM = 2000
"""So many records say what is custom; in a register of a hundred thousand the rest says the same."""
OF_NO_FIELD = frozenset({"ref", "title", "note", "aliases", "extra", "unread", "state"})
WORD = re.compile(r"[^\W\d_]{5,}")
TOKEN = re.compile(r"[\w-]+")
QUOTED = re.compile(r"“([^”]+)”")
EMPTY_MARK, VALUE_MARK, DAY_MARK, WORD_MARK, CIRCUMSTANCE = 40, 30, 45, 8, 10


@dataclass(frozen=True, slots=True)
class Mark:
    """What marks the fault: a field, and how it stands in the record at fault. `weight` is what sharing it counts."""

    field: Field
    how: str
    value: Any = None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Sibling:
    """A record that may have the same fault: how likely from 1 to 100, and why."""

    record: Record
    score: int
    reasons: tuple[str, ...]


def siblings(
    isms: Isms,
    nonconformity: Nonconformity,
    *,
    at_fault: Sequence[Record] = (),
    shows: Iterable[str] = (),
    seen_on: date | None = None,
) -> tuple[Sibling, ...]:
    """Live records that may have the same fault, the likeliest first, at most `MOST`.

    at_fault: the records at fault as they were when it was raised (default: as they stand); shows: fields that the rule
    behind it looks at; seen_on: the day of which the days of `at_fault` had passed (default: the day it was raised).
    """
    held = tuple(at_fault) or tuple(each for words in nonconformity.records if (each := isms.resolve(words)))
    known = {(each.KIND, each.ref) for each in held} | {("", words) for words in nonconformity.records}
    day, named = seen_on or nonconformity.raised_on or isms.on, frozenset(shows)
    best: dict[tuple[str, str], Sibling] = {}
    marks = {one.ref: tuple(stated_marks(nonconformity, one, named, day)) for one in held}
    if not any(marks.values()):
        marks = {one.ref: tuple(guessed_marks(isms.live(type(one)), one)) for one in held}
    for one in held:
        for found in _alike(isms, nonconformity, one, marks[one.ref]):
            key = (found.record.KIND, found.record.ref)
            if key not in known and ("", key[1]) not in known and _better(found, best.get(key)):
                best[key] = found
    order = sorted(best.values(), key=lambda each: (-each.score, each.record.KIND, natural(each.record.ref)))
    return tuple(order[:MOST])


def _better(one: Sibling, other: Sibling | None) -> bool:
    return other is None or one.score > other.score


def _alike(isms: Isms, nonconformity: Nonconformity, fault: Record, marks: Sequence[Mark]) -> Iterator[Sibling]:
    others = [each for each in isms.live(type(fault)) if each.ref != fault.ref]
    telling = max((mark.weight for mark in marks), default=0)
    words = _distinctive(others, nonconformity, fault)
    for each in others:
        shared = [mark for mark in marks if _has(isms, each, mark)]
        said = sorted(words & _words(each)) if words else []
        if not any(mark.weight == telling for mark in shared) and len(said) < WORDS_COUNT_FROM:
            continue  # what is shared is custom, and not what was wrong
        told = list(_circumstances(fault, each))
        score = sum(mark.weight for mark in shared) + CIRCUMSTANCE * len(told)
        reasons = [_told(each, mark) for mark in shared]
        if len(said) >= WORDS_COUNT_FROM:
            score += WORD_MARK * len(said)
            reasons.append(f"It says {_listed(f'“{word}”' for word in said[:5])} too.")
        yield Sibling(each, min(score, 100), (*reasons, *told))


# --- what marks the fault --------------------------------------------------------------------------------------------


def stated_marks(nonconformity: Nonconformity, fault: Record, shows: frozenset[str], day: date) -> Iterator[Mark]:
    """What marks a record as one at fault: fields that the rule or the words name, and days that had passed."""
    named = shows | _named(nonconformity, type(fault))
    for field in _comparable(fault.KIND):
        held = getattr(fault, field.name)
        if held in EMPTY:
            if field.name in named:
                yield Mark(field, "empty", weight=_named_weight(field))
        elif field.name in TERMS and _passed(fault, field.name, day):
            yield Mark(field, "passed", weight=DAY_MARK)
        elif field.name in named and field.shape not in NOT_COMPARED:
            yield Mark(field, "value", held, weight=VALUE_MARK)


def guessed_marks(others: Sequence[Record], fault: Record) -> Iterator[Mark]:
    """Where nothing is named: the fields that are empty in the record at fault and filled in most of its like."""
    peers = _peers(others, fault)[:CUSTOM]
    for field in _comparable(fault.KIND):
        if getattr(fault, field.name) in EMPTY and (weight := _unusual(peers, field)):
            yield Mark(field, "empty", weight=weight)


def _peers(others: Sequence[Record], fault: Record) -> Sequence[Record]:
    """The others of the same type, where there are some: what is empty for all of a type is no fault of one."""
    types = [each.name for each in _shareable(fault.KIND) if each.name.endswith("_kind")]
    alike = [
        each
        for each in others
        if each.ref != fault.ref and all(getattr(each, name) == getattr(fault, name) for name in types)
    ]
    return alike if len(alike) >= FEW else others


def _named(nonconformity: Nonconformity, kind: type[Record]) -> frozenset[str]:
    """The fields of a kind whose labels the nonconformity says, in quotes or as whole words."""
    said = " ".join((nonconformity.description, nonconformity.gap, nonconformity.evidence))
    quoted = {folded(each) for each in QUOTED.findall(said)}
    plain = f" {' '.join(TOKEN.findall(folded(said)))} "
    return frozenset(
        each.name
        for each in fields_of(kind)
        if each.name not in OF_NO_FIELD and (folded(each.label) in quoted or f" {folded(each.label)} " in plain)
    )


def _named_weight(field: Field) -> int:
    """A flag that nobody set says less than a field that nobody filled in."""
    return EMPTY_MARK // 2 if field.shape is Shape.FLAG else EMPTY_MARK


def _unusual(others: Sequence[Record], field: Field) -> int:
    """How much an empty field says: the more of the others have it filled, the more; nothing where few have."""
    if not others:
        return 0
    share = sum(getattr(each, field.name) not in EMPTY for each in others) / len(others)
    return round(EMPTY_MARK * share) if UNUSUAL <= share < 1 else 0


def _passed(record: Record, name: str, day: date) -> bool:
    held = getattr(record, name)
    settled = SETTLED_BY.get(name, "")
    return isinstance(held, date) and held < day and not (settled and getattr(record, settled, None))


def _has(isms: Isms, record: Record, mark: Mark) -> bool:
    held = getattr(record, mark.field.name)
    match mark.how:
        case "empty":
            return held in EMPTY
        case "passed":
            return _passed(record, mark.field.name, isms.on)
    return bool(held == mark.value or (isinstance(held, str) and folded(held) == folded(str(mark.value))))


# --- words and circumstances -----------------------------------------------------------------------------------------


def _distinctive(others: Sequence[Record], nonconformity: Nonconformity, fault: Record) -> frozenset[str]:
    """Words that the nonconformity and the record at fault both say, and few other records of the kind do."""
    told = (nonconformity.title, nonconformity.description, nonconformity.gap, nonconformity.evidence)
    both = {folded(word) for text in told for word in WORD.findall(text)} & _words(fault)
    if not both:
        return frozenset()
    common: Counter[str] = Counter()
    for each in others:
        common.update(both & _words(each))
    most = max(RARE_WORD * len(others), WORDS_COUNT_FROM)
    return frozenset(word for word in both if common[word] <= most)


def _words(record: Record) -> set[str]:
    return set(WORD.findall(" ".join(_texts(record)).casefold()))


def _texts(record: Record) -> Iterator[str]:
    for name in _prose_of(record.KIND):
        held = getattr(record, name)
        yield from held if isinstance(held, tuple) else (held,)


@cache
def _prose_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind that hold words, not references; asked for every record, so worked out once a kind."""
    wordy = (Shape.TEXT, Shape.LONG_TEXT, Shape.TEXTS)
    return tuple(
        e.name for e in fields_of(KINDS[kind]) if e.shape in wordy and e.name not in ("ref", "note", "aliases")
    )


def _circumstances(fault: Record, other: Record) -> Iterator[str]:
    """What both share that may carry the same cause: who answers, from whom, where, of which type."""
    for field in _shareable(fault.KIND):
        held, there = getattr(fault, field.name), getattr(other, field.name)
        if isinstance(held, tuple):
            both = [each for each in held if each in there]
        else:
            both = [held] if held and held == there else []
        if both:
            yield f"Same {folded(field.label)}: {_listed(both[:3])}."


@cache
def _comparable(kind: str) -> tuple[Field, ...]:
    left_out = (Shape.PAIRS, Shape.PART)
    return tuple(e for e in fields_of(KINDS[kind]) if e.name not in OF_NO_FIELD and e.shape not in left_out)


@cache
def _shareable(kind: str) -> tuple[Field, ...]:
    return tuple(e for e in fields_of(KINDS[kind]) if e.name in CIRCUMSTANCES or e.name.endswith("_kind"))


def _told(record: Record, mark: Mark) -> str:
    label = mark.field.label
    match mark.how:
        case "empty":
            return f"“{label}” is empty there too."
        case "passed":
            return f"“{label}” has passed there too: {getattr(record, mark.field.name).isoformat()}."
    return f"“{label}” reads the same there: {_value(mark.value)}."


def _value(held: Any) -> str:
    if isinstance(held, bool):
        return "yes" if held else "no"
    return _listed(held) if isinstance(held, tuple) else str(held)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def searched_kinds(isms: Isms, held: Iterable[Record]) -> Mapping[str, int]:
    """Where a search looks: the register of each record at fault, and how many live records it holds."""
    kinds = {each.KIND: type(each) for each in held}
    return {kind.REGISTER: len(isms.live(kind)) for kind in kinds.values()}
