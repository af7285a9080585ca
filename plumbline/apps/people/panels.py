"""On the page of a person: what the roles held ask for, what is to be learned and read, and what a leaver leaves."""

from __future__ import annotations

from plumbline.apps.people.acknowledging import open_of
from plumbline.apps.people.competence import needs_of_person
from plumbline.apps.people.leaving import leaver
from plumbline.apps.ui.panels import Panel, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.competence import is_completed
from plumbline.engine.domain.kinds import Person, Record, Training


@panel(5)
def what_is_asked(visit: Visit, record: Record) -> Panel | None:
    """Competence, training, reading and leaving of one person."""
    if not isinstance(record, Person):
        return None
    isms = visit.isms
    duties = [each for each in isms.of_parent(Training, "person", record) if each.live and not is_completed(each)]
    context = {
        "needs": tuple(needs_of_person(isms, record)),
        "training": tuple(duties),
        "reading": open_of(isms, record),
        "leaver": leaver(isms, record),
    }
    return Panel("people/_panel.html", context) if any(context.values()) else None
