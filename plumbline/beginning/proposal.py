"""What is proposed: cards of records that a person confirms, edits or dismisses; and approvals that only people give.

Records in a proposal carry no reference yet. `Proposed.key` names each, and fields point at others as `#key`; see
`settling` for how they become records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.beginning.questions import Question
from plumbline.engine.domain.kinds import Record


@dataclass(frozen=True, slots=True)
class Proposed:
    """A record as it would be written, under a key that stays the same however the answers change."""

    key: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Records that are confirmed together. `because` repeats answers; `editable` names fields by key of the record."""

    key: str
    section: str
    title: str
    why: str
    because: tuple[str, ...]
    records: tuple[Proposed, ...]
    editable: tuple[tuple[str, str], ...]

    @property
    def reason(self) -> str:
        """Why it is proposed, in full sentences."""
        said = f"You said that {_listed(tuple(_folded(self.because)))}." if self.because else ""
        return f"{self.why} {said}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Cards of one subject."""

    key: str
    title: str
    intro: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An approval that no proposal contains: what is decided, by whom, and the records it is about."""

    key: str
    title: str
    who: str
    says: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Everything that follows from the answers on a day."""

    on: date
    sections: tuple[Section, ...]
    decisions: tuple[Decision, ...]
    open_questions: tuple[Question, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card, in the order of the sections."""
        return tuple(card for section in self.sections for card in section.cards)

    @property
    def proposed(self) -> Iterator[Proposed]:
        """Every record with its key."""
        for card in self.cards:
            yield from card.records

    def card(self, key: str) -> Card | None:
        """The card of a key; None where the answers no longer lead to it."""
        return next((each for each in self.cards if each.key == key), None)

    def by_kind(self) -> Mapping[str, tuple[Proposed, ...]]:
        """The records filed by kind."""
        filed: dict[str, list[Proposed]] = defaultdict(list)
        for each in self.proposed:
            filed[each.record.KIND].append(each)
        return {kind: tuple(held) for kind, held in filed.items()}


ALIKE = 2
"""From how many words on two sentences begin alike so that the second only adds its end."""


def _folded(said: tuple[str, ...]) -> Iterator[str]:
    """“you hold data of staff” and “you hold data of patients” become “you hold data of staff and patients”."""
    waiting = [each.split() for each in said]
    while waiting:
        first = waiting[0]
        alike = [each for each in waiting if _common(first, each) >= ALIKE]
        shared = min(_common(first, each) for each in alike) if len(alike) > 1 else len(first)
        tails = tuple(" ".join(each[shared:]) for each in alike)
        yield " ".join((*first[:shared], _listed(tails))).strip()
        waiting = [each for each in waiting if each not in alike and each != first]


def _common(one: list[str], other: list[str]) -> int:
    """How many words two sentences begin with alike."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
