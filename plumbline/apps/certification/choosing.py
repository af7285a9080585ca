"""What goes into a pack: the kinds that its maker may read, narrowed to what a visit is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.pointers import references_of
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms, names_of
from plumbline.engine.domain.kinds import KINDS, Organization, Record, Visit
from plumbline.engine.domain.sight import Sight
from plumbline.engine.rules.finding import Finding, Report
from plumbline.engine.rules.telling import told
from plumbline.engine.standard.catalogue import short_key, standard

STATEMENT, FINDINGS = "statement", "findings"
REPORTS = (STATEMENT, FINDINGS)
AWAY = "that this pack does not show"
"""How records are spoken of that are not in the pack."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a pack shows: `shown` holds those records and no others; `reports` are those of `REPORTS` that go along."""

    shown: Isms
    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    reports: tuple[str, ...]
    narrowed: tuple[str, ...]
    withheld: tuple[str, ...]

    @property
    def partial(self) -> bool:
        """Whether something of the system does not go along."""
        return bool(self.narrowed or self.withheld)

    def sight(self, isms: Isms) -> Sight | None:
        """What the reader of the pack may be told of; None where that is everything."""
        if not self.partial:
            return None
        return Sight(isms, lambda each: self.shown.at(type(each), each.ref) is not None, AWAY)

    def holds(self, kind: str, ref: str) -> bool:
        """Whether a record goes along; of one that has ended too, where its whole register does."""
        if kind not in self.kinds:
            return False
        return not self.keys or kind in self.narrowed or self.shown.at(KINDS[kind], ref) is not None


def chosen(actor: Actor, isms: Isms, only: Sequence[str] = ()) -> Chosen:
    """What of the system goes along. `only`: kinds of record, clauses and controls, `statement`, `findings`.

    Raises RefusedError for words that mean none of these, and for registers that the actor may not read.
    """
    readable = tuple(kind for kind in KINDS if actor.may(_reading(kind)))
    kinds, keys, reports = _understood(only)
    if hidden := [KINDS[kind].REGISTER for kind in kinds if kind not in readable]:
        raise RefusedError(f"{actor.person} may not read {', '.join(hidden)}. Leave it out, or ask for access.")
    records = {kind: held for kind, held in isms.records.items() if kind in readable}
    if only:
        records = _narrowed(isms, records, kinds, keys)
    if not only:
        reports = REPORTS
    return Chosen(
        shown=replace(isms, records=records, _memo={}),
        kinds=readable if not only else tuple(kind for kind in KINDS if kind in kinds or records.get(kind)),
        keys=keys,
        reports=reports,
        narrowed=tuple(only),
        withheld=tuple(KINDS[kind].REGISTER for kind in KINDS if isms.records.get(kind) and kind not in readable),
    )


def opened_by(isms: Isms, ref: str) -> tuple[str, ...]:
    """What a visit opens, as words of `only`: the registers of its subjects, and the reports on them; none: all.

    Raises RefusedError where there is no such visit.
    """
    visit = isms.at(Visit, ref)
    if visit is None:
        raise RefusedError(f"There is no visit {ref}. See the register “{Visit.REGISTER}”.")
    if not visit.opens:
        return ()
    kinds = tuple(kind for kind, held in KINDS.items() if held.SUBJECT in visit.opens)
    return (*kinds, *((STATEMENT,) if "soa" in visit.opens else ()), FINDINGS)


def _reading(kind: str) -> Permission:
    return Permission(f"{KINDS[kind].SUBJECT}:read")


def _understood(only: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The kinds, keys of the standard, and reports that the words mean."""
    kinds, keys, reports = list[str](), list[str](), list[str]()
    for words in only:
        if words in KINDS:
            kinds.append(words)
        elif words in REPORTS:
            reports.append(words)
        else:
            keys.append(_key(words))
    return tuple(kinds), tuple(keys), tuple(reports)


def _key(words: str) -> str:
    if not standard().exists(words):
        raise RefusedError(
            f"“{words}” is no register, clause or control. Name a register such as risk, a clause such as 9.2, a "
            "control such as A.8.13, or one of statement and findings."
        )
    return short_key(words)


def _narrowed(
    isms: Isms, records: Mapping[str, tuple[Record, ...]], kinds: Sequence[str], keys: Sequence[str]
) -> dict[str, tuple[Record, ...]]:
    """Whole registers, and of the others what names one of the keys, with what that names, and what names it."""
    about = [each for held in records.values() for each in held if _is_about(each, keys)]
    near = {(each.KIND, each.ref) for record in about for each in (record, *_named(isms, record))}
    called = {name for each in about if each.KIND not in KEYED_BY_CATALOGUE for name in names_of(each)}
    near |= {
        (each.KIND, each.ref)
        for held in records.values()
        for each in held
        if called and any(words in called for _, words, _ in references_of(each))
    }
    return {
        kind: kept
        for kind, held in records.items()
        if (kept := held if kind in (*kinds, Organization.KIND) else tuple(r for r in held if (kind, r.ref) in near))
    }


def _is_about(record: Record, keys: Sequence[str]) -> bool:
    """Whether a record names one of the clauses and controls, or a part of a clause."""
    if not keys:
        return False
    said = (record.ref,) if record.KIND in KEYED_BY_CATALOGUE else ()
    names = (*said, *(short_key(each.words) for each in references_of(record)))
    return any(_within(name, key) for name in names for key in keys)


def _within(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}.")


def _named(isms: Isms, record: Record) -> Iterator[Record]:
    for each in references_of(record):
        if found := isms.find(each.words):
            yield found


def narrowed_report(isms: Isms, report: Report, choice: Chosen) -> Report:
    """The findings about records that go along, or about the clauses asked for; and of the rules those that fit.

    A finding about a clause may rest on records that do not go along: it stays, and names none of them.
    """
    if (sight := choice.sight(isms)) is None:
        return report
    here = {each.ref for held in choice.shown.records.values() for each in held}

    def shown(finding: Finding) -> bool:
        asked = any(_within(short_key(clause), key) for clause in finding.clauses for key in choice.keys)
        return asked or (bool(finding.records) and here.issuperset(finding.records))

    findings = tuple(told(each, sight) for each in report.findings if shown(each))
    codes = {each.code for each in findings}
    rules = tuple(
        replace(each, unjudged_for=tuple((ref, sight.text(lack)) for ref, lack in each.unjudged_for if ref in here))
        for each in report.rules
        if not choice.narrowed
        or each.code in codes
        or any(_within(short_key(c), key) for c in each.clauses for key in choice.keys)
    )
    readiness = () if choice.narrowed else report.readiness
    return replace(report, findings=findings, rules=rules, readiness=readiness, selected=choice.narrowed)
