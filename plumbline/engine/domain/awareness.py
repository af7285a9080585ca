"""Who was made aware, when, and by which course: training of persons, of their unit, or of everybody (7.3)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.competence import course_of
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Course, Person, Training
from plumbline.engine.domain.policies import means_everybody

CONTENT = ("covers_policy", "covers_contribution", "covers_consequences")
"""The marks of a course: the policy, what everybody contributes, what follows from not conforming."""
ALL = "everybody"


@dataclass(frozen=True, slots=True)
class MadeAware:
    """That somebody completed an awareness course on a day."""

    on: date
    course: Course
    training: Training


def last_made_aware(isms: Isms, person: Person) -> MadeAware | None:
    """The latest awareness course that a person completed, alone, with the unit, or with everybody."""
    by_name = isms.memo("made aware", lambda: _by_name(isms))
    found = [each for each in by_name.get(person.ref, ()) if each.on <= isms.on]
    found += [each for each in by_name.get(folded(person.unit), ()) if each.on <= isms.on] if person.unit else []
    started = person.started or date.min
    found += [each for each in by_name.get(ALL, ()) if started <= each.on <= isms.on]
    return max(found, key=lambda each: (each.on, each.training.ref), default=None)


def _by_name(isms: Isms) -> Mapping[str, tuple[MadeAware, ...]]:
    found: dict[str, list[MadeAware]] = defaultdict(list)
    for each in isms.all(Training):
        course = course_of(isms, each)
        if not each.completed_on or course is None or course.course_kind != "awareness":
            continue
        if each.done is not None and each.out_of is not None and each.done < each.out_of:
            continue  # a group of which some were absent says of nobody that he was there
        person = isms.resolve(each.person, Person)
        group = each.group or each.person
        name = person.ref if person else ALL if means_everybody((group,)) else folded(group)
        found[name].append(MadeAware(each.completed_on, course, each))
    return {name: tuple(several) for name, several in found.items()}


def left_out(course: Course) -> tuple[str, ...]:
    """Which content an awareness course leaves out: marked as not covered, or open while other marks are set."""
    marks = {name: getattr(course, name) for name in CONTENT}
    if all(each is None for each in marks.values()):
        return ()
    return tuple(name for name, covered in marks.items() if not covered)
