"""What policies promise: whether anything keeps the promise, and whether the promises agree (8.1, A.5.36)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    Action,
    Activity,
    Commitment,
    Course,
    Document,
    OwnRule,
    PolicyException,
    Record,
    Training,
)
from plumbline.engine.domain.policies import commitments_in_force
from plumbline.engine.domain.promises import catalogue
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, in_words

Statement = Commitment | OwnRule
SLACK = 1.02
"""Thirty days and a month, or 365 days and a year, are the same promise in other words."""


def _source(isms: Isms, commitment: Commitment) -> tuple[Record, ...]:
    found = isms.resolve(commitment.document, Document)
    return (found,) if found else ()


@rule(
    "POL006",
    "commitment-unbound",
    clauses=("8.1-1", "A.5.37"),
    grade=MINOR_UP,
    examines=Population("commitments of policies in force", commitments_in_force),
    mend="Name in “Bound to” the activity, course, objective or own rule that keeps it, or take the promise out of the "
    "policy.",
)
def commitment_unbound(isms: Isms, commitment: Commitment) -> Iterator[Fault]:
    """A promise of the catalogue with its value binds by itself: the rules judge by it."""
    if commitment.performed_every or (commitment.topic in catalogue() and commitment.promised):
        return
    bound = [(words, isms.resolve(words)) for words in commitment.bound_to]
    if any(found is None or found.live for _, found in bound):
        return
    ended = tuple(found for _, found in bound if found)
    gap = "The policy promises this, and nothing on record carries it out."
    if ended:
        gap = f"The policy promises this, and all it is bound to has ended ({counted(len(ended), 'record')})."
    yield Fault(
        commitment,
        gap=gap,
        shows=("promised", "bound_to"),
        cites=(*_source(isms, commitment), *(Cited(each, ("state",)) for each in ended)),
    )


def _statements(isms: Isms) -> tuple[Statement | PolicyException, ...]:
    """Commitments with a value, own rules that share their subject, exceptions that say what they depart from."""
    promised = [each for each in commitments_in_force(isms) if each.promised or each.performed_every]
    shared = [each for each in isms.live(OwnRule) if each.setting and len(_on_one_subject(isms)[_subject(each)]) > 1]
    excepted = [each for each in isms.live(PolicyException) if each.commitment and each.departs_from]
    return (*promised, *shared, *excepted)


def _subject(each: Statement) -> tuple[str, str]:
    return folded(each.topic if isinstance(each, Commitment) else each.title), folded(each.applies_to)


def _value(each: Statement) -> str:
    return each.promised if isinstance(each, Commitment) else each.setting


def _on_one_subject(isms: Isms) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
    """Commitments in force and own rules by what they are about; own rules first, since the policy overrules them."""

    def group() -> Mapping[tuple[str, str], tuple[Statement, ...]]:
        found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        statements: tuple[Statement, ...] = (*isms.live(OwnRule), *commitments_in_force(isms))
        for each in statements:
            if _value(each) and _subject(each)[0]:
                found[_subject(each)].append(each)
        return {subject: tuple(held) for subject, held in found.items()}

    return isms.memo("statements on one subject", group)


@rule(
    "POL007",
    "commitment-contradicted",
    clauses=("8.1-2", "A.5.36", "A.5.1"),
    grade=MINOR_UP,
    examines=Population(
        "bound commitments, own rules that share their subject, exceptions from a promise", _statements
    ),
    mend="Agree on one value and change the other side: the policy by a new version, the activity or rule in its row.",
)
def commitment_contradicted(isms: Isms, statement: Statement | PolicyException) -> Iterator[Fault]:
    """Of two that differ the later one in order is told, so that one contradiction makes one finding."""
    if isinstance(statement, PolicyException):
        yield from _misquoted(isms, statement)
        return
    if isinstance(statement, Commitment) and (slower := _kept_less_often(isms, statement)):
        record, seen = slower
        cites = (Cited(record, seen),) if record != statement else ()
        how = f"{record.ref} runs" if record != statement else "it is performed"
        yield Fault(
            statement,
            gap=f"The policy promises “{statement.promised}”, and {how} less often: {_rhythm(record, seen)}.",
            shows=("promised", "performed_every", "bound_to"),
            cites=(*cites, *_source(isms, statement)),
        )
        return
    mine = _value(statement)
    for other in _earlier(isms, statement):
        if not _same(mine, _value(other)):
            told = f"{in_words(mine)} here and {in_words(_value(other))} in {other.ref}"
            where = ("promised",) if isinstance(other, Commitment) else ("setting", "stated_in")
            yield Fault(
                statement,
                gap=f"On one subject two values are in force: {told}.",
                shows=("promised",) if isinstance(statement, Commitment) else ("setting", "stated_in"),
                cites=(Cited(other, where),),
            )
            return


def _misquoted(isms: Isms, exception: PolicyException) -> Iterator[Fault]:
    """An exception departs from what is promised; one that departs from another value misjudges what it excuses."""
    promise = isms.resolve(exception.commitment, Commitment, OwnRule)
    if isinstance(promise, Commitment | OwnRule) and not _same(exception.departs_from, _value(promise)):
        yield Fault(
            exception,
            gap=f"It departs from “{exception.departs_from}”, and {promise.ref} promises “{_value(promise)}”.",
            shows=("commitment", "departs_from"),
            cites=(Cited(promise, ("promised",) if isinstance(promise, Commitment) else ("setting",)),),
        )


def _earlier(isms: Isms, statement: Statement) -> tuple[Statement, ...]:
    held = _on_one_subject(isms).get(_subject(statement), ())
    if not isinstance(statement, Commitment):
        held = tuple(each for each in held if isinstance(each, OwnRule))
    return held[: held.index(statement)] if statement in held else ()


def _same(one: str, other: str) -> bool:
    first, second = interval(one), interval(other)
    if first and second:
        return not (_longer(first, second) or _longer(second, first))
    return folded(one) == folded(other)


def _kept_less_often(isms: Isms, commitment: Commitment) -> tuple[Record, tuple[str, ...]] | None:
    """What is bound to a commitment and comes round less often than it promises, and the fields that say so."""
    promised = interval(commitment.promised)
    if promised is None:
        return None
    own = interval(commitment.performed_every)
    if own and _longer(own, promised):
        return commitment, ("performed_every",)
    for record in filter(None, (isms.resolve(words) for words in commitment.bound_to)):
        if fields := _slower(record, promised):
            return record, fields
    return None


def _slower(record: Record, promised: Interval) -> tuple[str, ...]:
    """The fields by which a record comes round less often than promised; none where it does not.

    An activity that has ended carries nothing: what else is bound counts, and where nothing is, POL006 says so.
    """
    match record:
        case Course(repeats=rhythm) if (every := interval(rhythm)) and _longer(every, promised):
            return ("repeats",)
        case Action(interval=rhythm) if (every := interval(rhythm)) and _longer(every, promised):
            return ("interval",)
        case Activity(interval=rhythm) if record.live and (every := interval(rhythm)) and _longer(every, promised):
            return ("interval",)
        case Training(completed_on=date() as last, next_refresh=date() as following) if record.live:
            slower = (following - last).days > promised.about_days * SLACK
            return ("completed_on", "next_refresh") if slower else ()
    return ()


def _longer(one: Interval, other: Interval) -> bool:
    return one.about_days > other.about_days * SLACK


def _rhythm(record: Record, fields: tuple[str, ...]) -> str:
    return " to ".join(str(getattr(record, name)) for name in fields)
