"""Relations that two records tell in two ways."""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import KINDS, Record, field_of
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed


@dataclass(frozen=True, slots=True)
class Relation:
    """A field by which one kind names another, and the field by which that one names it back.

    words: a field of the other that holds the same relation in words where nothing is linked.
    """

    one: str
    field: str
    other: str
    back: str
    words: str = ""
    bare: str = ""


RELATIONS = (
    Relation("incident", "actions", "nonconformity", "source_refs", "source", "incident"),
    Relation("nonconformity", "source_refs", "incident", "actions", "action_text"),
    Relation("incident", "actions", "action", "answers"),
    Relation("action", "answers", "incident", "actions"),
    Relation("nonconformity", "actions", "action", "answers"),
    Relation("action", "answers", "nonconformity", "actions"),
    Relation("objective", "actions", "action", "answers"),
    Relation("action", "answers", "objective", "actions"),
    Relation("improvement", "actions", "action", "answers"),
    Relation("action", "answers", "improvement", "actions"),
    Relation("threat", "risks", "risk", "threats"),
    Relation("risk", "threats", "threat", "risks"),
)


@dataclass(frozen=True, slots=True)
class Related:
    """That one record names another."""

    one: Record
    other: Record
    relation: Relation


def stated_relations(isms: Isms) -> Iterator[Related]:
    """Each link of a relation that both records could state."""
    for relation in RELATIONS:
        for one in isms.all(KINDS[relation.one]):
            for words in getattr(one, relation.field):
                other = isms.resolve(words, KINDS[relation.other])
                if other:
                    yield Related(one, other, relation)


@rule(
    "DAT005",
    "links-disagree",
    clauses=("7.5.2.a",),
    grade=MINOR,
    examines=Population("links that two records both state", stated_relations),
    mend="Find out which of the two is right and correct the other.",
)
def links_disagree(isms: Isms, related: Related) -> Iterator[Fault]:
    """An empty field says nothing; one that is filled and names others says otherwise."""
    one, other, relation = related.one, related.other, related.relation
    linked = [isms.resolve(each) for each in getattr(other, relation.back)]
    if one in linked:
        return
    named = [each for each in linked if each and relation.one == each.KIND]
    told = str(getattr(other, relation.words)) if relation.words and not any(linked) else ""
    if named:
        instead, shows = listed(each.ref for each in named), relation.back
    elif told and not _means(one, told, relation.bare):
        instead, shows = f"“{told}”", relation.words
    else:
        return
    label = field_of(type(other), shows).label
    gap = f"{one.ref} names {other.ref}, whose own “{label}” names {instead} and not {one.ref}."
    yield Fault(one, gap=gap, shows=(relation.field,), cites=(Cited(other, (shows,)), *named))


def _means(one: Record, told: str, bare: str) -> bool:
    """Whether words name a record: by reference, by title, or no more closely than by what it is."""
    words = folded(told)
    return folded(one.ref) in words or bool(one.title and folded(one.title) in words) or words == bare
