"""What the letter says: everything in words, finding by finding, in the order in which bodies ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plumbline.engine.domain.corrections import actions_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, EvidenceItem, Nonconformity, Person, Role

PERSON = re.compile(r"\bPER-\d+\b")
TITLE = "Response to findings"
OPEN = "not stated yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A corrective action: what, by whom, by when, and how it stands."""

    reference: str
    what: str
    owner: str
    due: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one finding. `parts` are heading and paragraphs; a paragraph `OPEN` says that nothing is there."""

    reference: str
    title: str
    grade: str
    raised: str
    answer_due: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    actions: tuple[Planned, ...]
    after: tuple[tuple[str, tuple[str, ...]], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one body. `made_at` dates the file: the same letter gives the same bytes."""

    organization: str
    body: str
    day: str
    signed_by: str
    answers: tuple[Answer, ...]
    basis: str
    made_at: datetime

    @property
    def missing(self) -> tuple[str, ...]:
        """What the body will ask for and the records do not say, answer by answer."""
        return tuple(f"{each.reference}: {words}" for each in self.answers for words in each.missing)


def letter_of(
    isms: Isms,
    found: Sequence[Nonconformity],
    *,
    names: Mapping[str, str],
    signed_by: str,
    made_at: datetime,
) -> Letter:
    """The letter about these nonconformities, as the records stand."""
    bodies = dict.fromkeys(each.raised_by_body for each in found if each.raised_by_body)
    return Letter(
        organization=isms.organization.title,
        body=", ".join(bodies) or "Whom it concerns",
        day=isms.on.isoformat(),
        signed_by=_who(isms, signed_by, names),
        answers=tuple(_answer(isms, each, names) for each in found),
        basis=f"Records at journal entry {isms.head:,}, judged on {isms.on.isoformat()}",
        made_at=made_at,
    )


def _answer(isms: Isms, each: Nonconformity, names: Mapping[str, str]) -> Answer:
    actions = actions_of(isms, each)
    parts = (
        ("Requirement", _said(_requirement(isms, each))),
        ("Finding", _said(each.description, each.evidence, each.gap)),
        ("Correction", _said(each.correction or each.no_correction_reason, _led(each.consequences, "Effects"))),
        ("Cause", _said(*_why(each), _led(each.cause, "Root cause") if each.whys else each.cause)),
        ("Extent", _said(named(each.extent, names), _searched(each), _siblings(isms, each))),
    )
    after = (
        ("Evidence", _said(*_evidence(isms, each, actions))),
        ("Effectiveness", _said(*_effect(isms, each, names))),
    )
    planned = tuple(_planned(isms, action, names) for action in actions)
    missing = [f"{name.lower()} is {OPEN}" for name, words in (*parts, *after) if words == (OPEN,)]
    if not planned and not each.no_action_reason and not each.corrective_action:
        missing.append("no corrective action is planned")
    return Answer(
        reference=each.ref,
        title=each.title,
        grade=each.grade,
        raised=_day(each.raised_on),
        answer_due=_day(each.answer_due),
        parts=(*parts, *_described(each)),
        actions=planned,
        after=after,
        missing=tuple(missing),
    )


def _described(each: Nonconformity) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Corrective action in words, where the register describes it or says why there is none."""
    words = tuple(filter(None, (each.corrective_action, each.no_action_reason)))
    if words:
        yield "Corrective action", words


def _requirement(isms: Isms, each: Nonconformity) -> str:
    known = isms.standard.exists(each.requirement)
    return f"{each.requirement} {isms.standard.label(each.requirement)}" if known else each.requirement


def _why(each: Nonconformity) -> Iterator[str]:
    yield from (f"Why {number}: {why}" for number, why in enumerate(each.whys, start=1))
    if each.cause_category:
        yield f"Kind of cause: {each.cause_category}."


def _searched(each: Nonconformity) -> str:
    return f"Searched in: {'; '.join(each.extent_searched)}." if each.extent_searched else ""


def _siblings(isms: Isms, each: Nonconformity) -> str:
    if not each.siblings:
        return ""
    told = (str(found) if (found := isms.resolve(words)) else words for words in each.siblings)
    return f"The same was found at: {'; '.join(told)}."


def _planned(isms: Isms, action: Action, names: Mapping[str, str]) -> Planned:
    standing = f"done on {_day(action.done_on)}" if action.done_on else action.state or "open"
    told = (action.title, action.description if action.description != action.title else "")
    result = f"Result: {action.result}" if action.result else ""
    return Planned(
        reference=action.ref,
        what=" ".join(f"{each.rstrip('.')}." for each in (*told, result) if each),
        owner=_who(isms, action.owner, names),
        due=_day(action.due),
        standing=standing,
    )


def _evidence(isms: Isms, each: Nonconformity, actions: Iterable[Action]) -> Iterator[str]:
    """What shows that it was done: evidence that names the nonconformity or its actions, and how these are verified."""
    wanted = {each.ref, *(action.ref for action in actions)}
    for item in isms.live(EvidenceItem):
        if wanted & set(item.records):
            seen = f", observed on {item.observed_on.isoformat()}" if item.observed_on else ""
            yield f"{item.ref} {item.title}{seen}."
    for action in actions:
        if action.verification:
            yield f"{action.ref} is verified by: {action.verification.rstrip('.')}."


def _effect(isms: Isms, each: Nonconformity, names: Mapping[str, str]) -> Iterator[str]:
    if each.effect_criterion:
        on = f" (set on {each.effect_criterion_on.isoformat()})" if each.effect_criterion_on else ""
        yield f"Criterion{on}: {each.effect_criterion}"
    if each.effect:
        by = f" by {_who(isms, each.effect_judged_by, names)}" if each.effect_judged_by else ""
        yield f"Judged {each.effect} on {_day(each.effect_judged_on)}{by}."
    elif each.effect_due:
        yield f"To be judged on {each.effect_due.isoformat()} by somebody who does not own it."


def _said(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in words if each.strip())) or (OPEN,)


def named(words: str, names: Mapping[str, str]) -> str:
    """Words in which people stand by reference, with today's names in their place."""
    return PERSON.sub(lambda found: names.get(found[0], found[0]), words)


def _led(words: str, heading: str) -> str:
    return f"{heading}: {words}" if words.strip() else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else "no day stated"


def _who(isms: Isms, words: str, names: Mapping[str, str]) -> str:
    """A person by today's name, a role by its title with who holds it."""
    match isms.answers(words):
        case Person() as person:
            return names.get(person.ref, person.ref)
        case Role() as role:
            held = ", ".join(names.get(each.ref, each.ref) for each in isms.holders(role))
            return f"{role.title} ({held})" if held else role.title
    return words or "nobody yet"
