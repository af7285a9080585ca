"""Review rounds of a draft: who was asked, what they said, and what a reviewer read when they last said something."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from plumbline.apps.records.versions import told
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import DocumentVersion, ReviewGiven

AGREES, CHANGES = "agrees", "asks for changes"
VERDICTS = (AGREES, CHANGES)
Verdict = Literal["agrees", "asks for changes"]


@dataclass(frozen=True, slots=True)
class Round:
    """A round and what its reviewers said; `late_edit` says that the text was changed since somebody agreed."""

    number: int
    reviews: tuple[ReviewGiven, ...]

    @property
    def open(self) -> tuple[ReviewGiven, ...]:
        """Those who have not said anything yet."""
        return tuple(each for each in self.reviews if not each.verdict)

    @property
    def agreed(self) -> int:
        """How many agree."""
        return sum(each.verdict == AGREES for each in self.reviews)


def last_round(version: DocumentVersion) -> int:
    """The number of the latest round; 0 before the first."""
    return max((each.round for each in version.reviews), default=0)


def rounds(version: DocumentVersion) -> tuple[Round, ...]:
    """Every round of a version, the latest first."""
    numbers = sorted({each.round for each in version.reviews}, reverse=True)
    return tuple(Round(each, tuple(row for row in version.reviews if row.round == each)) for each in numbers)


def asked_of(version: DocumentVersion, person: str) -> ReviewGiven | None:
    """What a person is still asked in the latest round of a version that is in review."""
    if version.state != "in review" or not person:
        return None
    latest = last_round(version)
    return next((e for e in version.reviews if e.round == latest and e.by == person and not e.verdict), None)


def waiting_for(isms: Isms, person: str) -> tuple[DocumentVersion, ...]:
    """The versions that a person is asked to review."""
    return tuple(each for each in isms.live(DocumentVersion) if asked_of(each, person))


def next_round(version: DocumentVersion, reviewers: Iterable[str], on: date) -> tuple[ReviewGiven, ...]:
    """The reviews with a new round begun; whoever did not answer an earlier one is asked no longer."""
    number = last_round(version) + 1
    answered = tuple(each for each in version.reviews if each.verdict)
    return (*answered, *(ReviewGiven(round=number, by=each, asked_on=on) for each in dict.fromkeys(reviewers)))


def answered(version: DocumentVersion, person: str, verdict: str, remark: str, on: date) -> tuple[ReviewGiven, ...]:
    """The reviews with what a person says in the latest round."""
    latest = last_round(version)
    said = cast(Verdict, verdict)
    return tuple(
        dataclasses.replace(each, given_on=on, verdict=said, remark=remark)
        if each.round == latest and each.by == person
        else each
        for each in version.reviews
    )


def read_by(version: DocumentVersion, person: str) -> DocumentVersion | None:
    """The version as it read when a person last gave a verdict; None before their first. Asks the journal."""
    given = [each.round for each in version.reviews if each.by == person and each.verdict]
    if not given:
        return None
    latest = max(given)
    for _, then in told(DocumentVersion, version.ref):
        if any(each.round == latest and each.by == person and each.verdict for each in then.reviews):
            return then
    return None
