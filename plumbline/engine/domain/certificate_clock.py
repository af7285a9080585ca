"""The clock of a certificate: which visits it asks for and when, what each needs beforehand, what lapses until then.

The rhythm is that of accredited certification (ISO/IEC 17021-1): two stages at first, a surveillance visit in each of
the two years between, the first within twelve months of the decision, and a recertification before the certificate
ends. The days by number of people are the starting figures that bodies plan with (ISO/IEC 27006); the body decides.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from plumbline.engine.domain.agenda import Task, agenda
from plumbline.engine.domain.certification import VisitKind
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, Certificate, ManagementReview, Nonconformity, SoaVersion, Visit
from plumbline.engine.domain.promises import promise

INITIAL_DAYS: tuple[tuple[int, str], ...] = (
    (10, "5"),
    (15, "6"),
    (25, "7"),
    (45, "8.5"),
    (65, "10"),
    (85, "11"),
    (125, "12"),
    (175, "13"),
    (275, "14"),
    (425, "15"),
    (625, "16.5"),
    (875, "17.5"),
    (1175, "18.5"),
    (1550, "19.5"),
    (2025, "21"),
    (2675, "22"),
    (3450, "23"),
    (4350, "24"),
    (5450, "25"),
    (6800, "26"),
    (8500, "27"),
    (10700, "28"),
)
"""Up to how many people in scope, how many auditor days for stage 1 and stage 2 together."""
SHARE = {
    "stage 1": Decimal(3) / 10,
    "stage 2": Decimal(7) / 10,
    "surveillance 1": Decimal(1) / 3,
    "surveillance 2": Decimal(1) / 3,
    "recertification": Decimal(2) / 3,
}
"""What part of the initial days a visit takes."""
MARGIN = timedelta(days=60)
"""How long before a visit the last audit and review should lie, where nobody promised otherwise."""
MONTH = timedelta(days=30)
YEAR, QUARTER = Interval(months=12), Interval(months=3)


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit that the clock asks for: from when to when it fits, and the visit planned or held for it."""

    kind: VisitKind
    earliest: date | None
    latest: date | None
    visit: Visit | None

    @property
    def held(self) -> bool:
        """Whether it is over."""
        return self.visit is not None and self.visit.state == "held"

    def too_late(self) -> bool:
        """Whether the visit planned for it lies after the last day that fits."""
        day = self.visit.planned_on if self.visit else None
        return day is not None and self.latest is not None and day > self.latest


@dataclass(frozen=True, slots=True)
class Need:
    """Something a visit needs beforehand: met or not, what shows it or what is missing, and the records."""

    what: str
    clause: str
    met: bool
    told: str
    records: tuple[str, ...] = ()
    by: date | None = None


def days_for(people: int, kind: str) -> Decimal | None:
    """Auditor days to start from for so many people in scope, in halves; None where the table ends or says nothing."""
    place = bisect_left([most for most, _ in INITIAL_DAYS], people)
    if people < 1 or place == len(INITIAL_DAYS) or kind not in SHARE:
        return None
    days = Decimal(INITIAL_DAYS[place][1]) * SHARE[kind]
    return max((days * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2, Decimal(1))


def certificate_held(isms: Isms) -> Certificate | None:
    """The certificate that runs, or the one applied for; the latest where there are several."""
    found = sorted(isms.live(Certificate), key=_weight)
    return found[-1] if found else None


def _weight(certificate: Certificate) -> tuple[bool, bool, date, str]:
    """A valid certificate of another management system says nothing of when the visits of this one fall."""
    ours = not certificate.standard or "27001" in certificate.standard
    return ours, certificate.state == "valid", certificate.expires or date.min, certificate.ref


def slots(isms: Isms, certificate: Certificate) -> tuple[Slot, ...]:
    """The visits of the cycle in their order, each with the window that it has to fall in."""
    visits = _visits_of(isms, certificate)
    start, end = certificate.issued_on, certificate.expires
    if start is None:
        return tuple(Slot(kind, None, None, visits.get(kind)) for kind in ("stage 1", "stage 2"))
    end = end or Interval(months=36).after(start)
    first, second = YEAR.after(start), Interval(months=24).after(start)
    return (
        *(Slot(kind, None, start, each) for kind in ("stage 1", "stage 2") if (each := visits.get(kind))),
        Slot("surveillance 1", QUARTER.before(first), first, visits.get("surveillance 1")),
        Slot("surveillance 2", QUARTER.before(second), date(second.year, 12, 31), visits.get("surveillance 2")),
        Slot(
            "recertification", Interval(months=6).before(end), end - timedelta(days=30), visits.get("recertification")
        ),
    )


def _visits_of(isms: Isms, certificate: Certificate) -> dict[str, Visit]:
    """The latest visit of each kind that belongs to this cycle of the certificate; those that name none count too."""
    found: dict[str, Visit] = {}
    for each in sorted(isms.live(Visit), key=lambda one: (one.held_on or one.planned_on or date.min, one.ref)):
        named = isms.resolve(each.certificate, Certificate)
        in_cycle = certificate.issued_on is None or each.visit_kind.startswith("stage") or _day(each) is None
        day = _day(each)
        later = certificate.issued_on is not None and day is not None and day >= certificate.issued_on
        if (named is None or named.ref == certificate.ref) and (in_cycle or later):
            found[each.visit_kind] = each
    return found


def _day(visit: Visit) -> date | None:
    return visit.held_on or visit.planned_on


def next_visit(isms: Isms) -> Visit | None:
    """The next visit of an outside body that is still to be held."""
    ahead = [each for each in isms.live(Visit) if each.state in ("planned", "confirmed") and each.planned_on]
    return min(ahead, key=lambda each: (each.planned_on or date.max, each.ref), default=None)


def needs(isms: Isms, visit: Visit) -> tuple[Need, ...]:
    """What has to be there before a visit of its kind, judged by what is on record today."""
    day = visit.planned_on or isms.on
    return tuple(_needs(isms, visit, day))


def _needs(isms: Isms, visit: Visit, day: date) -> Iterator[Need]:
    stated = promise(isms, "visit_margin")
    by = stated.interval.before(day) if stated and stated.interval else day - MARGIN
    since = YEAR.before(by)
    yield _audit(isms, by, since, day)
    yield _review(isms, by, since, day)
    yield _statement(isms, day)
    if visit.visit_kind != "stage 1":
        yield _open_majors(isms, day)
        yield _of_the_body(isms, day)


def _audit(isms: Isms, by: date, since: date, day: date) -> Need:
    what = "Internal audit held and reported"
    held = [
        each
        for each in isms.live(Audit)
        if each.audit_kind == "internal" and each.held_on and since <= each.held_on <= isms.on and each.held_on < day
    ]
    planned = [
        e
        for e in isms.live(Audit)
        if e.audit_kind == "internal" and not e.held_on and e.planned_on and e.planned_on < day
    ]
    if held:
        last = max(held, key=lambda each: (each.held_on or date.min, each.ref))
        if last.state == "reported" or last.reported_on:
            return Need(what, "9.2", True, f"{last.ref} was held on {last.held_on} and reported.", (last.ref,), by)
        return Need(what, "9.2", False, f"{last.ref} was held on {last.held_on} and is not reported.", (last.ref,), by)
    refs = tuple(each.ref for each in planned)
    told = f"Planned: {', '.join(refs)}." if refs else "None was held within a year before, and none is planned."
    return Need(what, "9.2", False, told, refs, by)


def _review(isms: Isms, by: date, since: date, day: date) -> Need:
    what = "Management review held and approved"
    held = [each for each in isms.live(ManagementReview) if each.held_on and since <= each.held_on <= isms.on]
    if held:
        last = max(held, key=lambda each: (each.held_on or date.min, each.ref))
        if last.state == "approved":
            return Need(what, "9.3", True, f"{last.ref} was held on {last.held_on} and approved.", (last.ref,), by)
        return Need(what, "9.3", False, f"{last.ref} was held on {last.held_on} and is not approved.", (last.ref,), by)
    planned = tuple(e.ref for e in isms.live(ManagementReview) if e.planned_on and e.planned_on < day and not e.held_on)
    told = f"Planned: {', '.join(planned)}." if planned else "None was held within a year before, and none is planned."
    return Need(what, "9.3", False, told, planned, by)


def _statement(isms: Isms, day: date) -> Need:
    what = "Statement of Applicability approved"
    approved = [each for each in isms.live(SoaVersion) if each.state == "approved"]
    if not approved:
        return Need(what, "6.1.3.d", False, "No approved version is on record.", (), day)
    last = max(approved, key=lambda each: (each.approved_on or date.min, each.ref))
    return Need(what, "6.1.3.d", True, f"{last.ref} was approved on {last.approved_on}.", (last.ref,), day)


def _open_majors(isms: Isms, day: date) -> Need:
    refs = tuple(each.ref for each in isms.live(Nonconformity) if each.grade == "major")
    told = f"Still open: {', '.join(refs)}." if refs else "No major nonconformity is open."
    return Need("Major nonconformities closed", "10.2", not refs, told, refs, day)


def _of_the_body(isms: Isms, day: date) -> Need:
    refs = tuple(each.ref for each in of_the_body(isms))
    told = f"Still open: {', '.join(refs)}." if refs else "No finding of an outside body is open."
    return Need("Findings of the body answered and closed", "10.2", not refs, told, refs, day)


def of_the_body(isms: Isms) -> tuple[Nonconformity, ...]:
    """Open nonconformities that an outside body raised, the earliest date of the body first."""
    found = [each for each in isms.live(Nonconformity) if each.raised_by_body]
    return tuple(sorted(found, key=lambda each: (each.answer_due or date.max, each.ref)))


def lapses_before(isms: Isms, visit: Visit) -> tuple[Task, ...]:
    """What is overdue already or falls due before the first day of a visit."""
    due = agenda(isms, visit.planned_on) if visit.planned_on else ()
    return tuple(each for each in due if each.record.ref != visit.ref)
