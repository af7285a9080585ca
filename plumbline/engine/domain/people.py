"""People by opaque id, roles, competence, training and papers (clauses 5.3, 7.2, 7.3, A.6)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import Record, choice, day, flag, prose, record, ref, refs, responsible, text, whole


@record("person", prefix="PER", subject="people", register="People", natural_key=("title",), ended=("left",))
class Person(Record):
    """Somebody under our control. The name lives outside the log; `title` stays empty."""

    employment: Literal["", "employed", "contractor", "external", "board"] = choice()
    started: date | None = day()
    left: date | None = day()
    remote: bool | None = flag(label="Works remotely")
    unit: str = text(label="Unit")
    sees_confidential: bool | None = flag(label="Has access to what is confidential")
    assets_returned_on: date | None = day()
    duties_confirmed_on: date | None = day(label="Lasting duties confirmed on")
    state: Literal["current", "left"] = choice("current")


@record("role", prefix="ROLE", subject="role", register="Roles", natural_key=("title",), ended=("abolished",))
class Role(Record):
    """A responsibility in the management system (5.3)."""

    role_kind: Literal[
        "",
        "top management",
        "conformity",
        "reporting",
        "auditor",
        "owner",
        "administration",
        "developer",
        "team",
        "other",
    ] = choice()
    also: tuple[str, ...] = refs(label="Also serves as")
    duties: str = prose()
    authority: str = prose()
    needs_screening: bool | None = flag()
    keeps_acknowledgement: bool | None = flag(label="Holders acknowledge the role")
    held_outside: bool | None = flag(label="A group or outside body that needs no named holder")
    state: Literal["in use", "abolished"] = choice("in use")


@record(
    "assignment",
    prefix="ASG",
    subject="role",
    register="Role assignments",
    natural_key=("role", "person", "since"),
    ended=("ended",),
)
class Assignment(Record):
    """Who holds a role, from when to when."""

    role: str = ref("role")
    person: str = ref("person")
    since: date | None = day(label="From")
    until: date | None = day(label="To")
    assigned_on: date | None = day()
    acknowledged_on: date | None = day()
    deputy: str = ref("person")
    state: Literal["current", "ended"] = choice("current")


@record(
    "competence_need",
    prefix="CPN",
    subject="people",
    register="Competence needs",
    natural_key=("role", "title"),
    ended=("dropped",),
)
class CompetenceNeed(Record):
    """What a role must know or be able to do (7.2 a)."""

    role: str = ref("role")
    description: str = prose()
    state: Literal["in force", "dropped"] = choice("in force")


@record(
    "competence_proof",
    prefix="CPP",
    subject="people",
    register="Competence proofs",
    natural_key=("person", "need", "obtained_on"),
    ended=("withdrawn",),
)
class CompetenceProof(Record):
    """That a person meets a need, or a recorded gap with what is done about it (7.2 b to d)."""

    person: str = ref("person")
    need: str = ref("competence_need")
    verdict: Literal["", "proven", "gap"] = choice()
    evidence: str = text()
    evidence_ref: str = ref("evidence_item", "training", "document", label="Evidence on record")
    obtained_on: date | None = day()
    expires: date | None = day()
    actions: tuple[str, ...] = refs("action", "training")
    effect_judged_on: date | None = day()
    state: Literal["current", "withdrawn"] = choice("current")


@record("course", prefix="CRS", subject="people", register="Courses", natural_key=("title",), ended=("withdrawn",))
class Course(Record):
    """Something people are trained or made aware by."""

    course_kind: Literal["", "awareness", "training", "exercise", "acknowledgement", "certification"] = choice()
    covers_policy: bool | None = flag()
    covers_contribution: bool | None = flag()
    covers_consequences: bool | None = flag()
    repeats: str = text(label="Repeated every")
    serves: tuple[str, ...] = refs("control", label="Controls served")
    state: Literal["offered", "withdrawn"] = choice("offered")


@record(
    "training",
    prefix="TRN",
    subject="people",
    register="Training",
    natural_key=("person", "course", "due"),
    ended=("cancelled",),
)
class Training(Record):
    """One duty: a person or a group, a course, a day (A.6.3)."""

    person: str = ref("person", label="Person or group")
    group: str = text()
    role: str = ref("role")
    course: str = ref("course", label="Training")
    method: str = text(label="Type")
    due: date | None = day(label="Due date")
    completed_on: date | None = day(label="Completion date")
    done: int | None = whole(label="Completed by")
    out_of: int | None = whole(label="Of")
    evidence: str = text()
    next_refresh: date | None = day()
    state: Literal["", "planned", "in progress", "completed", "cancelled"] = choice()


@record("screening", prefix="SCR", subject="people", register="Screenings", natural_key=("person", "done_on"))
class Screening(Record):
    """A background check before or during employment (A.6.1)."""

    person: str = ref("person")
    done_on: date | None = day()
    result: Literal["", "clear", "clear with conditions", "not clear"] = choice()
    expires: date | None = day()


@record(
    "agreement_signed",
    prefix="NDA",
    subject="people",
    register="Signed terms and confidentiality agreements",
    natural_key=("person", "agreement_kind", "signed_on"),
)
class AgreementSigned(Record):
    """Terms of employment or a confidentiality agreement, signed (A.6.2, A.6.6)."""

    person: str = ref("person")
    supplier: str = ref("supplier")
    agreement_kind: Literal["", "terms of employment", "confidentiality", "both"] = choice()
    signed_on: date | None = day()
    expires: date | None = day()
    kept_at: str = responsible(label="Kept by")
