"""The figures of a management review: what each counts, over which days, and from which records (9.3.2).

What carries its days is counted as it stood at the end of the period, so the same question later gives the same answer
as long as nobody alters the records. `doubtful` are records of which the days do not tell whether they counted then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Acceptance,
    Action,
    Assessment,
    Audit,
    AuditFinding,
    Change,
    Decision,
    Improvement,
    Incident,
    Issue,
    ManagementReview,
    Nonconformity,
    Objective,
    Obligation,
    Party,
    PartyRequirement,
    Reading,
    Record,
    Risk,
)
from plumbline.engine.domain.late_actions import late_treatments, was_open
from plumbline.engine.domain.measuring import last_reading, reaches_target
from plumbline.engine.domain.method import level_today
from plumbline.engine.domain.reviews import Period, actions_of, decided_on, held_reviews
from plumbline.engine.domain.treatment import accepted_by_rule, treatment_actions, treats

GRAVE = frozenset({"high", "critical"})
"""Levels and severities that a review counts apart."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The records that count, and those of which one cannot tell."""

    records: tuple[Record, ...]
    doubtful: tuple[Record, ...] = ()

    @property
    def least(self) -> int:
        """How many it was for certain."""
        unsure = {each.ref for each in self.doubtful}
        return sum(each.ref not in unsure for each in self.records)

    @property
    def most(self) -> int:
        """How many it can have been."""
        return len({each.ref for each in (*self.records, *self.doubtful)})


@dataclass(frozen=True, slots=True)
class Scene:
    """What a figure is counted in: the system, the review and its period."""

    isms: Isms
    review: ManagementReview
    period: Period


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its input, what it is called and counts. dated: what it rests on tells how it was on any day.

    A due day may be moved and a day of review is written over, so what rests on them is not. of: the kinds without any
    of which there is nothing to count from; named: told one by one; bad: more than none is no good news.
    """

    key: str
    topic: str
    label: str
    count: Callable[[Scene], Counted]
    of: tuple[type[Record], ...]
    dated: bool = True
    named: bool = False
    bad: bool = False


# --- how records stand on a day -------------------------------------------------------------------------------------


def _within(scene: Scene, pairs: Iterable[tuple[Record, date | None]]) -> Counted:
    """What happened in the period."""
    return Counted(tuple(each for each, day in pairs if scene.period.covers(day)))


Life = tuple[Record, date | None, date | None]
"""A record, since when it stood and until when."""


def _standing(scene: Scene, lives: Iterable[Life]) -> Counted:
    """What stood at the end of the period; what ended without a day may have stood then."""
    records, doubtful = [], []
    for each, began, ended in lives:
        if began and began > scene.period.end:
            continue
        stood = ended > scene.period.end if ended else each.live
        if stood:
            records.append(each)
        if (stood and began is None) or (ended is None and not each.live):
            doubtful.append(each)
    return Counted(tuple(records), tuple(doubtful))


def _picked(found: Counted, holds: Callable[[Record], bool]) -> Counted:
    return Counted(tuple(filter(holds, found.records)), tuple(filter(holds, found.doubtful)))


# --- earlier decisions (a), context and parties (b, c, e) -----------------------------------------------------------


def _earlier(scene: Scene) -> Iterator[Decision]:
    """Decisions of reviews before this one."""
    known = {each.ref for each in held_reviews(scene.isms)}
    for each in scene.isms.all(Decision):
        review = scene.isms.find(each.review)
        if review and review.ref in known and review.ref != scene.review.ref and each.state != "dropped":
            yield each


def open_decisions(scene: Scene) -> Counted:
    """Decisions of earlier reviews that were still open."""
    return _standing(scene, ((each, decided_on(scene.isms, each), each.done_on) for each in _earlier(scene)))


def _overdue_decisions(scene: Scene) -> Counted:
    return _picked(open_decisions(scene), lambda each: _past(scene, getattr(each, "due", None)))


def _past(scene: Scene, due: date | None) -> bool:
    return due is not None and due < scene.period.end


def _review_actions(scene: Scene) -> Counted:
    before = (each for each in held_reviews(scene.isms) if each.ref != scene.review.ref)
    found = {each.ref: each for review in before for each in actions_of(scene.isms, review)}
    return Counted(tuple(each for each in found.values() if was_open(each, scene.period.end)))


def _unaddressed(scene: Scene) -> Counted:
    return Counted(tuple(each for each in scene.isms.live(PartyRequirement) if each.addressed in ("no", "undecided")))


def _unmet(scene: Scene) -> Counted:
    return Counted(tuple(each for each in scene.isms.live(Obligation) if each.fulfilment in ("partly", "not")))


# --- performance (d) ------------------------------------------------------------------------------------------------


def open_nonconformities(scene: Scene) -> Counted:
    """Nonconformities that were raised and neither closed nor rejected."""
    return _standing(scene, ((each, each.raised_on, each.closed_on) for each in scene.isms.all(Nonconformity)))


def _ncs(scene: Scene, holds: Callable[[Nonconformity], bool]) -> Counted:
    return _picked(open_nonconformities(scene), lambda each: isinstance(each, Nonconformity) and holds(each))


def _open_incidents(scene: Scene) -> Counted:
    days = ((each, each.detected_at or each.reported_at, each.closed_at) for each in scene.isms.all(Incident))
    lives = ((each, began.date() if began else None, ended.date() if ended else None) for each, began, ended in days)
    return _standing(scene, lives)


def _detected(scene: Scene, *severities: str) -> Counted:
    seen = ((each, each.detected_at or each.reported_at) for each in scene.isms.all(Incident))
    chosen = ((each, at.date()) for each, at in seen if at and (not severities or each.severity in severities))
    return _within(scene, chosen)


def _findings(scene: Scene, grade: str) -> Counted:
    held = (each for each in scene.isms.all(AuditFinding) if each.grade == grade and each.state != "withdrawn")
    return _within(scene, ((each, each.raised_on) for each in held))


def _open_findings(scene: Scene) -> Counted:
    held = (each for each in scene.isms.all(AuditFinding) if each.state != "withdrawn")
    return _standing(scene, ((each, each.raised_on, None) for each in held))


def _audits(scene: Scene) -> Counted:
    held = (each for each in scene.isms.all(Audit) if each.audit_kind not in ("supplier", "mock"))
    return _within(scene, ((each, each.held_on) for each in held if each.state != "cancelled"))


def _objectives(scene: Scene, reached: bool) -> Counted:
    def holds(each: Objective) -> bool:
        last = last_reading(scene.isms, each)
        return last is not None and reaches_target(each, last.value) is reached

    return Counted(tuple(each for each in scene.isms.live(Objective) if holds(each)))


# --- risks, treatment, improvement (f, g) ---------------------------------------------------------------------------


def _open_risks(scene: Scene) -> Counted:
    return _standing(scene, ((each, each.created_on, None) for each in scene.isms.all(Risk)))


def _grave_risks(scene: Scene) -> Counted:
    return Counted(tuple(each for each in scene.isms.live(Risk) if level_today(scene.isms, each) in GRAVE))


def _unaccepted(scene: Scene) -> Counted:
    return Counted(tuple(each for each in scene.isms.live(Risk) if accepted_by_rule(scene.isms, each) is False))


def _treatments(scene: Scene) -> Counted:
    """One that was dropped since, without a day, may have been open."""
    dropped = (each for each in scene.isms.all(Action) if each.state == "dropped" and treats(scene.isms, each))
    found = (each for each in treatment_actions(scene.isms) if was_open(each, scene.period.end))
    return Counted(tuple(found), tuple(dropped))


def late(scene: Scene) -> Counted:
    """Treatment actions that were late at the end of the period."""
    return Counted(tuple(each for each, _ in late_treatments(scene.isms, scene.period.end)))


def _ideas(scene: Scene) -> Counted:
    turned_down = {"rejected"}
    lives = (
        (each, each.raised_on, each.done_on or (each.decided_on if each.state in turned_down else None))
        for each in scene.isms.all(Improvement)
    )
    return _standing(scene, lives)


A, B, C, E, F, G = ("9.3.2.a", "9.3.2.b", "9.3.2.c", "9.3.2.e", "9.3.2.f", "9.3.2.g")
D1, D2, D3, D4 = ("9.3.2.d.1", "9.3.2.d.2", "9.3.2.d.3", "9.3.2.d.4")


def _on(kind: type[Record], field: str) -> Callable[[Scene], Counted]:
    """What has a day in the period in one of its fields."""
    return lambda scene: _within(scene, ((each, getattr(each, field)) for each in scene.isms.all(kind)))


MEASURES: tuple[Measure, ...] = (
    Measure("decisions open", A, "Decisions of earlier reviews still open", open_decisions, (Decision,), named=True),
    Measure(
        "decisions overdue", A, "of these overdue", _overdue_decisions, (Decision,), dated=False, named=True, bad=True
    ),
    Measure(
        "decisions done",
        A,
        "Decisions carried out since the last review",
        lambda scene: _within(scene, ((each, each.done_on) for each in _earlier(scene))),
        (Decision,),
    ),
    Measure(
        "review actions open", A, "Actions of earlier reviews still open", _review_actions, (Decision,), named=True
    ),
    Measure("issues determined", B, "Issues newly determined", _on(Issue, "decided_on"), (Issue,)),
    Measure("issues reviewed", B, "Issues looked at again", _on(Issue, "reviewed_on"), (Issue,), dated=False),
    Measure("changes in effect", B, "Changes that took effect", _on(Change, "live_on"), (Change, Issue)),
    Measure(
        "requirements decided", C, "Requirements decided on", _on(PartyRequirement, "decided_on"), (PartyRequirement,)
    ),
    Measure(
        "parties reviewed", C, "Interested parties looked at again", _on(Party, "reviewed_on"), (Party,), dated=False
    ),
    Measure(
        "requirements unaddressed",
        C,
        "Requirements nobody addresses yet",
        _unaddressed,
        (PartyRequirement,),
        dated=False,
        bad=True,
    ),
    Measure("obligations unmet", C, "Obligations not fully met", _unmet, (Obligation,), dated=False, bad=True),
    Measure("nonconformities raised", D1, "Nonconformities raised", _on(Nonconformity, "raised_on"), (Nonconformity,)),
    Measure("nonconformities closed", D1, "Nonconformities closed", _on(Nonconformity, "closed_on"), (Nonconformity,)),
    Measure("nonconformities open", D1, "Nonconformities open", open_nonconformities, (Nonconformity,)),
    Measure(
        "nonconformities overdue",
        D1,
        "of these overdue",
        lambda scene: _ncs(scene, lambda each: _past(scene, each.due)),
        (Nonconformity,),
        dated=False,
        bad=True,
    ),
    Measure(
        "majors open",
        D1,
        "of these major",
        lambda scene: _ncs(scene, lambda each: each.grade == "major"),
        (Nonconformity,),
        bad=True,
    ),
    Measure("readings taken", D2, "Readings taken", _on(Reading, "measured_on"), (Reading,)),
    Measure("incidents detected", D2, "Incidents detected", _detected, (Reading, Incident)),
    Measure(
        "incidents grave",
        D2,
        "of these high or critical",
        lambda scene: _detected(scene, *GRAVE),
        (Reading, Incident),
        dated=False,
        bad=True,
    ),
    Measure("incidents open", D2, "Incidents still open", _open_incidents, (Reading, Incident)),
    Measure("audits held", D3, "Audits held", _audits, (Audit,)),
    Measure("findings major", D3, "Major findings", lambda scene: _findings(scene, "major"), (Audit,), bad=True),
    Measure("findings minor", D3, "Minor findings", lambda scene: _findings(scene, "minor"), (Audit,)),
    Measure("findings noted", D3, "Opportunities noted", lambda scene: _findings(scene, "opportunity"), (Audit,)),
    Measure("findings open", D3, "Findings not answered yet", _open_findings, (Audit,), dated=False),
    Measure(
        "objectives reached",
        D4,
        "Objectives whose last reading meets the target",
        lambda scene: _objectives(scene, reached=True),
        (Objective,),
        dated=False,
    ),
    Measure(
        "objectives missed",
        D4,
        "Objectives whose last reading misses it",
        lambda scene: _objectives(scene, reached=False),
        (Objective,),
        dated=False,
        bad=True,
    ),
    Measure("objectives decided", D4, "Objectives decided on", _on(Objective, "decided_on"), (Objective,), dated=False),
    Measure(
        "outside nonconformities",
        E,
        "Nonconformities raised by outside bodies",
        lambda scene: _within(
            scene, ((each, each.raised_on) for each in scene.isms.all(Nonconformity) if each.raised_by_body)
        ),
        (),
    ),
    Measure(
        "wishes",
        E,
        "Wishes of parties taken up",
        lambda scene: _within(
            scene, ((each, each.decided_on) for each in scene.isms.all(PartyRequirement) if each.binding == "wish")
        ),
        (),
    ),
    Measure("risks open", F, "Risks on record", _open_risks, (Risk,)),
    Measure("risks grave", F, "of these high or critical today", _grave_risks, (Risk,), dated=False, bad=True),
    Measure("risks above acceptance", F, "above what the criteria accept", _unaccepted, (Risk,), dated=False),
    Measure("risks assessed", F, "Assessments made", _on(Assessment, "assessed_on"), (Risk,)),
    Measure("risks accepted", F, "Acceptances given", _on(Acceptance, "accepted_on"), (Risk,)),
    Measure("treatments open", F, "Treatment actions open", _treatments, (Action,)),
    Measure("treatments late", F, "of these late", late, (Action,), dated=False, named=True, bad=True),
    Measure(
        "treatments done",
        F,
        "Treatment actions done",
        lambda scene: _within(scene, ((each, each.done_on) for each in treatment_actions(scene.isms))),
        (Action,),
    ),
    Measure("improvements raised", G, "Improvements proposed", _on(Improvement, "raised_on"), (Improvement,)),
    Measure("improvements open", G, "Improvements open", _ideas, (Improvement,)),
    Measure("improvements done", G, "Improvements carried out", _on(Improvement, "done_on"), (Improvement,)),
)
"""Every figure that is counted, in the order in which a review is shown it."""
