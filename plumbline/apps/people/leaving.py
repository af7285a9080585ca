"""Who left or is about to, and what is still to be done about it: things, duties, access (A.5.11, A.6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Membership, Person, Record
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.responsibility import duties

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who leaves: the day, by when all has to be done, and what is open, in words and records."""

    person: Person
    day: date
    limit: date | None
    holds: tuple[Record, ...]
    answers: tuple[Record, ...]
    access: bool
    words: tuple[str, ...]
    gone: bool
    late: bool

    @property
    def open(self) -> int:
        """How many things are open."""
        return len(self.holds) + len(self.answers) + len(self.words) + self.access


def leavers(isms: Isms) -> tuple[Leaver, ...]:
    """Who left in this audit cycle or leaves within sixty days, with something open; the longest gone first."""
    found = (leaver(isms, each) for each in isms.all(Person))
    return tuple(sorted((each for each in found if each and each.open), key=lambda each: (each.day, each.person.ref)))


def leaver(isms: Isms, person: Person) -> Leaver | None:
    """What is open about somebody who left or is about to; None for whoever stays."""
    if person.left is None or person.left > isms.on + AHEAD or not in_cycle(isms, person.left):
        return None
    stated = promise(isms, "leaver_within")
    limit = stated.interval.after(person.left) if stated and stated.interval else None
    owned = {each.record.ref: each.record for each in duties(isms).get((Person.KIND, person.ref), ())}
    words = [] if person.assets_returned_on else ["what was lent is not confirmed as returned"]
    words += [] if person.duties_confirmed_on else ["duties that last are not confirmed"]
    gone = person.left <= isms.on
    return Leaver(
        person,
        person.left,
        limit,
        tuple(each for each in isms.live(Asset) if each.holder and isms.resolve(each.holder, Person) == person),
        tuple(owned.values()),
        any(_stands(isms, each) for each in isms.of_parent(Membership, "person", person)),
        tuple(words),
        gone,
        late=gone and (limit is None or limit < isms.on),
    )


def _stands(isms: Isms, membership: Membership) -> bool:
    return membership.until is None or membership.until > isms.on
