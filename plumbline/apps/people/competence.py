"""Who has to know what, and what shows it: the matrix of roles and needs, and the rounds of training (7.2, 7.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plumbline.engine.domain.competence import course_of, is_completed, proofs_of, required, who_trains
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import CompetenceNeed, CompetenceProof, Course, Person, Role, Training

Verdict = Literal["proven", "expiring", "expired", "gap", "missing"]
SOON = 60
"""A proof that lapses within so many days is shown as running out."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What shows that somebody meets a need: the proof that says most, until when, and how that stands."""

    need: CompetenceNeed
    verdict: Verdict
    proof: CompetenceProof | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role, with a cell for each need of it."""

    person: Person
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RoleMatrix:
    """A role: its needs across, its holders down. `unheld`: it has needs and nobody."""

    role: Role
    needs: tuple[CompetenceNeed, ...]
    holders: tuple[Holder, ...]

    @property
    def total(self) -> int:
        """How many proofs there have to be."""
        return sum(len(each.cells) for each in self.holders)

    @property
    def shown(self) -> int:
        """How many of these there are today."""
        return sum(cell.verdict in ("proven", "expiring") for each in self.holders for cell in each.cells)


def matrices(isms: Isms) -> tuple[RoleMatrix, ...]:
    """Every role in use that has needs, those with something missing first."""

    def collect() -> tuple[RoleMatrix, ...]:
        wanted: dict[str, dict[str, CompetenceNeed]] = defaultdict(dict)
        people: dict[str, dict[str, Person]] = defaultdict(dict)
        for each in required(isms):
            role = isms.resolve(each.assignment.role, Role)
            if role is not None:
                wanted[role.ref][each.need.ref] = each.need
                people[role.ref][each.person.ref] = each.person
        for need in isms.live(CompetenceNeed):
            role = isms.resolve(need.role, Role)
            if role is not None and role.live:
                wanted[role.ref].setdefault(need.ref, need)
        found = (_matrix(isms, ref, tuple(needs.values()), people[ref]) for ref, needs in wanted.items())
        return tuple(
            sorted((each for each in found if each), key=lambda each: (each.shown == each.total, each.role.ref))
        )

    return isms.memo("competence matrices", collect)


def _matrix(isms: Isms, ref: str, needs: tuple[CompetenceNeed, ...], people: dict[str, Person]) -> RoleMatrix | None:
    role = isms.at(Role, ref)
    if role is None:
        return None
    holders = tuple(Holder(each, tuple(cell(isms, each, need) for need in needs)) for each in people.values())
    return RoleMatrix(role, needs, holders)


def cell(isms: Isms, person: Person, need: CompetenceNeed) -> Cell:
    """What shows that a person meets a need today."""
    proofs = [each for each in proofs_of(isms, person, need) if each.obtained_on is None or each.obtained_on <= isms.on]
    shown = [each for each in proofs if each.verdict != "gap"]
    if shown:
        best = max(shown, key=lambda each: each.expires or date.max)
        if best.expires is None or best.expires >= isms.on:
            soon = best.expires is not None and (best.expires - isms.on).days <= SOON
            return Cell(need, "expiring" if soon else "proven", best, best.expires)
        return Cell(need, "expired", best, best.expires)
    gap = next((each for each in proofs if each.verdict == "gap"), None)
    return Cell(need, "gap", gap) if gap else Cell(need, "missing")


@dataclass(frozen=True, slots=True)
class Round:
    """A course as it stands: how many of whose turn it was have completed it, and the duties that are late."""

    title: str
    course: Course | None
    done: int
    total: int
    late: tuple[Training, ...]
    coming: int


def rounds(isms: Isms) -> tuple[Round, ...]:
    """Every course with duties: the last duty of each person or group that was due by the day, or is done."""

    def collect() -> tuple[Round, ...]:
        series: dict[str, dict[str, list[Training]]] = defaultdict(lambda: defaultdict(list))
        for each in isms.live(Training):
            person = isms.resolve(each.person, Person)
            if isinstance(person, Person) and not isms.current(person):
                continue
            course = course_of(isms, each)
            series[course.ref if course else folded(each.course or each.title)][who_trains(isms, each)].append(each)
        found = (_round(isms, key, list(duties.values())) for key, duties in series.items() if key)
        return tuple(sorted(found, key=lambda each: (not each.late, folded(each.title))))

    return isms.memo("rounds of training", collect)


def _round(isms: Isms, key: str, series: list[list[Training]]) -> Round:
    done = total = coming = 0
    late: list[Training] = []
    for duties in series:
        turned = [each for each in duties if _day(each) is not None and (_day(each) or date.max) <= isms.on]
        coming += any(each.due and each.due > isms.on and not is_completed(each) for each in duties)
        if not turned:
            continue
        last = max(turned, key=lambda each: (_day(each) or date.min, len(each.ref), each.ref))
        part, whole = _counted(last)
        done, total = done + part, total + whole
        if part < whole:
            late.append(last)
    course = isms.at(Course, key)
    name = course.title if course else next(each.course or each.title for duties in series for each in duties)
    return Round(name, course, done, total, tuple(late), coming)


def _day(training: Training) -> date | None:
    return training.completed_on or training.due


def _counted(training: Training) -> tuple[int, int]:
    """Completed, of how many: a group by its counts, a person by the day."""
    if training.out_of is not None:
        whole_group = training.out_of if training.completed_on else 0
        return (whole_group if training.done is None else training.done), training.out_of
    return int(is_completed(training)), 1


def needs_of_person(isms: Isms, person: Person) -> Iterator[tuple[Role, Cell]]:
    """What somebody has to know for the roles held today."""
    for each in required(isms):
        role = isms.resolve(each.assignment.role, Role)
        if each.person.ref == person.ref and isinstance(role, Role):
            yield role, cell(isms, person, each.need)
