"""Who needs to know what, what proves it, and which duties of training count (7.2, A.6.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Assignment, CompetenceNeed, CompetenceProof, Course, Person, Role, Training
from plumbline.engine.domain.responsibility import current_assignments


@dataclass(frozen=True, slots=True)
class Required:
    """That the holder of a role must meet a need."""

    assignment: Assignment
    person: Person
    need: CompetenceNeed


def needs_of(isms: Isms, role: Role) -> tuple[CompetenceNeed, ...]:
    """The live needs of a role and of the roles it also serves as."""
    names = (isms.at(Role, reference) for reference in sorted(isms.role_of(role)))
    found = (each for one in names if one for each in isms.of_parent(CompetenceNeed, "role", one))
    return tuple({each.ref: each for each in found if each.live}.values())


def required(isms: Isms) -> tuple[Required, ...]:
    """Each current holder with each need of the role, a need that two roles share once."""

    def collect() -> tuple[Required, ...]:
        found: dict[tuple[str, str], Required] = {}
        for role in isms.live(Role):
            for need in needs_of(isms, role):
                for assignment, person in current_assignments(isms, role):
                    found.setdefault((person.ref, need.ref), Required(assignment, person, need))
        return tuple(found.values())

    return isms.memo("competence required", collect)


def is_shown(isms: Isms) -> bool:
    """Whether any competence is shown at all: by a proof, or by training that is completed and evidenced."""
    return any(each.verdict != "gap" for each in isms.live(CompetenceProof)) or any(
        each.completed_on and each.evidence for each in isms.live(Training)
    )


def proofs_of(isms: Isms, person: Person, need: CompetenceNeed) -> tuple[CompetenceProof, ...]:
    """The live proofs and recorded gaps of a person for a need."""

    def group() -> Mapping[tuple[str, str], tuple[CompetenceProof, ...]]:
        found: dict[tuple[str, str], list[CompetenceProof]] = {}
        for each in isms.live(CompetenceProof):
            who, what = isms.resolve(each.person, Person), isms.resolve(each.need, CompetenceNeed)
            if who and what:
                found.setdefault((who.ref, what.ref), []).append(each)
        return {key: tuple(proofs) for key, proofs in found.items()}

    return isms.memo("proofs by person and need", group).get((person.ref, need.ref), ())


def course_of(isms: Isms, training: Training) -> Course | None:
    """The course of a duty, where it is on record."""
    found = isms.resolve(training.course, Course)
    return found if isinstance(found, Course) else None


def who_trains(isms: Isms, training: Training) -> str:
    """The person or the group of a duty, in one spelling."""
    person = isms.resolve(training.person, Person)
    return person.ref if person else folded(training.person or training.group)


def is_completed(training: Training) -> bool:
    """Whether everybody the duty is for has completed it."""
    if training.done is not None and training.out_of is not None:
        return training.done >= training.out_of
    return training.completed_on is not None or training.state == "completed"


def later_duty(isms: Isms, training: Training) -> Training | None:
    """The next duty of the same person or group and course, if there is one."""

    def group() -> Mapping[str, Training]:
        series: dict[tuple[str, str], list[Training]] = {}
        for each in isms.live(Training):
            course = course_of(isms, each)
            name = course.ref if course else folded(each.course or each.title)
            series.setdefault((who_trains(isms, each), name), []).append(each)
        following: dict[str, Training] = {}
        for duties in series.values():
            dated = sorted(((day, each) for each in duties if (day := each.completed_on or each.due)), key=_in_time)
            following |= {earlier.ref: later for (_, earlier), (_, later) in pairwise(dated)}
        return following

    return isms.memo("later duties", group).get(training.ref)


def _in_time(pair: tuple[object, Training]) -> tuple[str, int, str]:
    day, training = pair
    return str(day), len(training.ref), training.ref
