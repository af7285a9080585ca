"""How prepared we are for incidents: the procedures in force, the roles they count on, the exercises (A.5.24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.competence import course_of, is_completed
from plumbline.engine.domain.documentation import documents_in_force, evidence_on
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, DocumentVersion, EvidenceItem, Record, Role, Training
from plumbline.engine.domain.responsibility import duties

INCIDENT_KEYS = ("A.5.24", "A.5.26")
"""Controls whose documents say who does what when something has happened."""
NO_PROCEDURE = frozenset({"record", "form", "external"})
"""Kinds of document that guide nobody, whatever they serve."""


def incident_procedures(isms: Isms) -> tuple[tuple[Document, DocumentVersion], ...]:
    """The documents in force by which incidents are handled, each with its version in force."""
    return tuple(
        (document, version)
        for document, version in documents_in_force(isms)
        if document.document_kind not in NO_PROCEDURE and set(INCIDENT_KEYS) & set(document.serves)
    )


def vacant_roles(isms: Isms, document: Document) -> tuple[Role, ...]:
    """The roles a document gives tasks to that nobody holds.

    A role that live records name as well is told once, for all of them, by the rule on vacant roles.
    """
    named = (isms.resolve(words, Role) for words in dict.fromkeys(document.roles_named))
    roles = {each.ref: each for each in named if isinstance(each, Role) and not each.held_outside}
    elsewhere = duties(isms)
    return tuple(each for each in roles.values() if not isms.holders(each) and (each.KIND, each.ref) not in elsewhere)


@dataclass(frozen=True, slots=True)
class Exercise:
    """Something held on a day that exercised how incidents are handled; `day` is None where nobody entered it."""

    record: Record
    day: date | None


def incident_exercises(isms: Isms) -> tuple[Exercise, ...]:
    """Exercises that were held: courses of that kind that serve the controls, and tests kept as evidence of them."""
    return isms.memo("incident exercises", lambda: tuple(_exercises(isms)))


def last_exercise(isms: Isms) -> Exercise | None:
    """The latest dated exercise of how incidents are handled."""
    dated = [(each.day, each) for each in incident_exercises(isms) if each.day and each.day <= isms.on]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def unclear_exercise(isms: Isms) -> tuple[Record, str] | None:
    """An exercise that may have been of incidents, and what is missing to tell: its day, or what it serves."""
    undated = next((each.record for each in incident_exercises(isms) if each.day is None), None)
    if undated:
        return undated, f"the day on which {undated.ref} was completed"
    for training in isms.live(Training):
        course = course_of(isms, training)
        if course and course.course_kind == "exercise" and not course.serves and is_completed(training):
            return course, f"which controls the exercise {course.ref} serves"
    return None


def _exercises(isms: Isms) -> Iterator[Exercise]:
    for training in isms.live(Training):
        course = course_of(isms, training)
        served = course and course.course_kind == "exercise" and set(INCIDENT_KEYS) & set(course.serves)
        if served and (training.completed_on or is_completed(training)):
            yield Exercise(training, training.completed_on)
    tests: dict[str, EvidenceItem] = {each.ref: each for key in INCIDENT_KEYS for each in evidence_on(isms, key)}
    for item in tests.values():
        if item.live and item.method == "test":
            yield Exercise(item, item.observed_on or item.collected_on)
