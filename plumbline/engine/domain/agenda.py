"""What falls due: by the days that live records carry themselves, and by what comes round again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.documentation import documents_in_force
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import KINDS, Metric, Objective, Record
from plumbline.engine.domain.measuring import last_reading, next_reading, reaches_target
from plumbline.engine.domain.recurring import recurring

DUE: dict[str, tuple[tuple[str, str], ...]] = {
    "action": (("due", "finish the action"),),
    "nonconformity": (
        ("answer_due", "answer the body"),
        ("due", "close the nonconformity"),
        ("effect_due", "judge the effect"),
    ),
    "change": (("planned_for", "bring the change into effect"),),
    "objective": (("review_date", "review the objective"), ("target_date", "reach the target")),
    "issue": (("next_review", "review the issue"),),
    "party": (("next_review", "review the party"),),
    "obligation": (("next_review", "review the obligation"),),
    "asset": (("next_review", "review the asset"),),
    "supplier": (("next_review", "review the supplier"),),
    "supplier_agreement": (("ends", "renew or end the agreement"),),
    "control_state": (("next_review", "review the control"),),
    "own_control": (("next_review", "review the control"),),
    "threat": (("next_review", "review the threat"),),
    "risk": (("next_review", "assess the risk again"), ("treat_by", "treat the risk")),
    "acceptance": (("expires", "decide on the acceptance anew"),),
    "exception": (("expires", "end or renew the exception"),),
    "rule_waiver": (("expires", "end or renew the waiver"),),
    "vulnerability": (("deadline", "remedy the vulnerability"),),
    "entitlement": (("expires", "end or renew the right"),),
    "access_review": (("due", "decide on every line"),),
    "training": (("due", "complete the training"), ("next_refresh", "refresh the training")),
    "competence_proof": (("expires", "renew the proof"),),
    "acknowledgement": (("due", "acknowledge the document"),),
    "audit": (("planned_on", "hold the audit"),),
    "finding": (("answer_due", "answer the finding"),),
    "review": (("planned_on", "hold the review"),),
    "decision": (("due", "carry out the decision"),),
    "certificate": (("expires", "be certified anew"),),
    "visit": (("planned_on", "receive the visit"),),
}
DONE = {
    ("training", "due"): "completed_on",
    ("acknowledgement", "due"): "given_on",
    ("activity_run", "due"): "done_on",
    ("access_review", "due"): "finished_on",
    ("audit", "planned_on"): "held_on",
    ("change", "planned_for"): "live_on",
    ("nonconformity", "answer_due"): "answered_on",
    ("nonconformity", "effect_due"): "effect_judged_on",
    ("entitlement", "expires"): "removed_on",
    ("review", "planned_on"): "held_on",
    ("visit", "planned_on"): "held_on",
}
"""What a day was for -> the field that tells it was done."""
ANSWERS = ("owner", "person", "chair", "lead", "reviewer")
"""Fields that say who answers for what falls due, the first that is filled."""
REHEARSAL = "mock"


@dataclass(frozen=True, slots=True)
class Task:
    """Something due on a day, and who answers for it (empty where nobody is named)."""

    day: date
    record: Record
    what: str
    who: str = ""


def agenda(isms: Isms, until: date) -> tuple[Task, ...]:
    """Everything due up to and including a day, the oldest first; what is done carries no day to come."""
    dated = (record for kind in DUE for record in isms.live(KINDS[kind]))
    found = [task for record in dated for task in _tasks(isms, record) if task.day <= until]
    for document, version in documents_in_force(isms):
        if version.next_review and version.next_review <= until:
            found.append(Task(version.next_review, document, "review the document", document.owner))
    found += [Task(day, each, what, who) for day, each, what, who in recurring(isms) if day and day <= until]
    found += [task for task in _readings(isms) if task.day <= until]
    return tuple(sorted(found, key=lambda each: (each.day, each.record.KIND, each.record.ref)))


def called(isms: Isms, record: Record) -> str:
    """What a record is called in a list of what is due: a row about a control as the control."""
    if record.title or record.KIND not in KEYED_BY_CATALOGUE or record.ref not in isms.standard.controls:
        return record.title
    return isms.standard.controls[record.ref].title


def _readings(isms: Isms) -> Iterator[Task]:
    """Readings of metrics, by the last day on which they are in time."""
    for each in isms.live(Metric):
        if owed := next_reading(isms, each):
            yield Task(owed.by, each, "take the reading", each.measured_by or each.owner)


def _tasks(isms: Isms, record: Record) -> tuple[Task, ...]:
    who = next((named for each in ANSWERS if (named := getattr(record, each, ""))), "")
    days = ((getattr(record, name), what) for name, what in DUE[record.KIND] if not fulfilled(isms, record, name))
    return tuple(Task(day, record, what, who) for day, what in days if day)


def fulfilled(isms: Isms, record: Record, name: str) -> bool:
    """Whether what was due on a day is done, so that only a later day counts; a rehearsal is never due.

    An objective whose last reading meets its target has reached it, whatever day it was given.
    """
    if isinstance(record, Objective) and name == "target_date":
        last = last_reading(isms, record)
        return reaches_target(record, last.value if last else None) is True
    if getattr(record, "audit_kind", "") == REHEARSAL:
        return True
    field = DONE.get((record.KIND, name), "")
    return bool(field) and getattr(record, field) is not None
