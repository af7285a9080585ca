"""What to ask and to take in hand in an audit: made from what it covers, item by item (9.2.2 a)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from plumbline.engine.domain.behind import item_key, records_behind, under
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, OwnControl, Record

Source = Literal["walk", "question", "by hand"]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask or to do. walk: what to take in hand; by hand: what no rule can see in the records.

    about: the requirement or control it is for.
    """

    text: str
    about: str
    source: Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the checklist: what it is, the requirements in it, what to ask, and the records that serve it."""

    key: str
    title: str
    requirements: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    records: tuple[Record, ...]


def checklist(isms: Isms, audit: Audit, by_hand: Mapping[str, str]) -> tuple[Entry, ...]:
    """The entries for everything the audit covers, in the order in which it names it; a name twice is one entry.

    by_hand: requirement → the question to a person where no rule examines it (`asked()` of the rules).
    """
    once = dict.fromkeys(item_key(isms, each) for each in audit.covers)
    return tuple(entry for key in once for entry in _entries(isms, key, by_hand))


def entry(isms: Isms, item: str, by_hand: Mapping[str, str]) -> Entry:
    """The entry of one clause, control or record; words that name none of them become an entry without questions."""
    key = item_key(isms, item)
    if key in isms.standard.controls:
        return _of_control(isms, key)
    if key in isms.standard.clauses or key in isms.standard.requirements:
        return _of_clause(isms, key, by_hand)
    found = isms.find(key)
    walk = isms.standard.interviews.get(found.KIND, "") if found else ""
    questions = (Question(walk, key, "walk"),) if walk else ()
    title = found.title if found else item
    if isinstance(found, OwnControl) and found.description:
        return Entry(key, title, ((key, found.description),), questions, records_behind(isms, key))
    return Entry(key, title, (), questions, records_behind(isms, key))


def _entries(isms: Isms, key: str, by_hand: Mapping[str, str]) -> Iterator[Entry]:
    """A whole chapter, or a theme of Annex A, becomes an entry for each clause or control in it."""
    parts = [each for each in isms.standard.interviews if each != key and under(each, key)]
    if parts and key not in isms.standard.interviews:
        yield from (entry(isms, each, by_hand) for each in parts)
    else:
        yield entry(isms, key, by_hand)


def _of_control(isms: Isms, key: str) -> Entry:
    asked = (Question(each, key, "question") for each in isms.standard.guidance(key).questions)
    questions = (*_walk(isms, key, key), *asked)
    return Entry(
        key, isms.standard.label(key), ((key, isms.standard.label(key)),), questions, records_behind(isms, key)
    )


def _of_clause(isms: Isms, key: str, by_hand: Mapping[str, str]) -> Entry:
    demanded = [each for each in isms.standard.requirements.values() if under(each.key, key)]
    questions = [*_walk(isms, key, _group(isms, key))]
    for each in demanded:
        questions += (Question(text, each.key, "question") for text in isms.standard.guidance(each.key).questions)
        questions += (Question(by_hand[each.key], each.key, "by hand") for _ in (1,) if each.key in by_hand)
    labels = tuple((each.key, each.label) for each in demanded)
    return Entry(key, isms.standard.title(key), labels, tuple(questions), records_behind(isms, key))


def _group(isms: Isms, key: str) -> str:
    """The clause whose walk a clause within it takes: 9.2 for 9.2.1."""
    return next((each for each in isms.standard.interviews if under(key, each)), "")


def _walk(isms: Isms, about: str, key: str) -> Iterable[Question]:
    text = isms.standard.interviews.get(key, "")
    return (Question(text, about, "walk"),) if text else ()
