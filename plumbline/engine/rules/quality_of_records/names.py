"""One thing under two names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import KINDS, Asset, Party, Record, Role, Supplier, fields_of
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import OPPORTUNITY, Population, rule

SYSTEMS = frozenset({"application", "service", "network", "repository"})
BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
PUNCTUATION = re.compile(r"[^\w\s]|_")
SHORT = re.compile(r"[A-ZÄÖÜ]{2,6}")
JOINING = frozenset({"of", "and", "the", "for", "und", "der", "die", "für", "de", "et"})
LEGAL_FORMS = frozenset({"ag", "bv", "gmbh", "inc", "kg", "limited", "llc", "ltd", "plc", "sa", "sarl", "sas", "se"})
LEADING = frozenset({"head", "lead", "leader"})
ANSWERING = ("owner", "approvers", "approver_named")


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called, and the record that calls it so."""

    words: str
    record: Record
    register: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one name from another."""
        return (self.register, self.words, self.record.ref)


def names(isms: Isms) -> Iterator[Name]:
    """The names of live roles, parties, suppliers and systems, and words that stand for a role."""
    for group in _groups(isms).values():
        yield from group


def _groups(isms: Isms) -> Mapping[str, tuple[Name, ...]]:
    """Names that could be of one thing: those of a register."""

    def group() -> Mapping[str, tuple[Name, ...]]:
        roles = tuple(Name(each.title, each, "role") for each in isms.live(Role) if each.title)
        known = {each.words for each in roles}
        words = tuple(each for said, each in _answering(isms).items() if said not in known and not isms.answers(said))
        systems = (each for each in isms.live(Asset) if each.asset_kind in SYSTEMS)
        return {
            "role": roles + words,
            "party": tuple(Name(each.title, each, "party") for each in isms.live(Party) if each.title),
            "supplier": tuple(Name(each.title, each, "supplier") for each in isms.live(Supplier) if each.title),
            "asset": tuple(Name(each.title, each, "asset") for each in systems if each.title),
        }

    return isms.memo("names by register", group)


def _answering(isms: Isms) -> Mapping[str, Name]:
    """The words by which records name who answers for them or approves them, each with the first record to do so."""

    def find() -> Mapping[str, Name]:
        found: dict[str, Name] = {}
        for kind, records in isms.records.items():
            fields = [each.name for each in fields_of(KINDS[kind]) if each.name in ANSWERING and each.is_reference]
            for record in records if fields else ():
                for field in fields:
                    held = getattr(record, field)
                    for words in (held,) if isinstance(held, str) else held:
                        if words and words not in found:
                            found[words] = Name(words, record, "role")
        return found

    return isms.memo("words that answer", find)


def _answers(isms: Isms, name: Name) -> bool:
    """Whether a name is used for somebody who answers: a team is something else than the person who leads it."""
    said = _answering(isms)
    return name.words in said or name.record.ref in said


@rule(
    "DAT010",
    "name-in-two-spellings",
    clauses=("7.5.2.a",),
    grade=OPPORTUNITY,
    examines=Population("names of roles, parties, suppliers and systems", names),
    mend="If both mean the same, keep one record and make the other name its alias.",
)
def name_in_two_spellings(isms: Isms, name: Name) -> Iterator[Fault]:
    """Said of the shorter name, once."""
    if other := _like(isms, name.register).get(name.key):
        gap = f"“{name.words}” and “{other.words}” may be one and the same."
        yield Fault(name.record, gap=gap, cites=(Cited(other.record),))


def _like(isms: Isms, register: str) -> Mapping[tuple[str, str, str], Name]:
    """For each name of a register that may be short for another, that other one."""

    def find() -> Mapping[tuple[str, str, str], Name]:
        group = _groups(isms)[register]
        cores: dict[str, list[Name]] = defaultdict(list)
        initials: dict[str, list[Name]] = defaultdict(list)
        for each in group:
            cores[_core(each.words, register)].append(each)
            initials[_initials(each.words)].append(each)
        found: dict[tuple[str, str, str], Name] = {}
        for each in group:
            spelled_out = initials[each.words.casefold()] if SHORT.fullmatch(each.words) else []
            alike = cores[_core(each.words, register)] if not spelled_out else []
            others = [
                *spelled_out,
                *(other for other in alike if _comes_first(each, other) and _same(isms, each, other)),
            ]
            if others:
                found[each.key] = others[0]
        return found

    return isms.memo(("names alike", register), find)


def _comes_first(name: Name, other: Name) -> bool:
    """Of two names the shorter one is told, so that no pair is told twice."""
    return (len(name.words), name.words) < (len(other.words), other.words)


def _same(isms: Isms, short: Name, long: Name) -> bool:
    inside = [BRACKETED.findall(each.words) for each in (short, long)]
    if all(inside) and inside[0] != inside[1]:
        return False
    led = _plain(long.words)[-1:] != _plain(short.words)[-1:] and _plain(long.words)[-1] in LEADING
    return not led or _answers(isms, short)


def _plain(words: str) -> tuple[str, ...]:
    return tuple(PUNCTUATION.sub(" ", BRACKETED.sub("", folded(words))).split()) or (folded(words),)


def _core(words: str, register: str) -> str:
    """The name without what people add or leave out: brackets, punctuation, the legal form, the word for who leads."""
    plain = _plain(words)
    closing = LEADING if register == "role" else LEGAL_FORMS if register in ("party", "supplier") else frozenset()
    while len(plain) > 1 and plain[-1] in closing:
        plain = plain[:-1]
    return " ".join(plain)


def _initials(words: str) -> str:
    telling = [each for each in _plain(words) if each not in JOINING]
    return "".join(each[0] for each in telling) if len(telling) > 1 else ""
