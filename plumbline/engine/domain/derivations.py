"""Readings that the registers can compute: each a pure function of a system, what it is about, and a period (9.1).

Objectives and metrics name theirs in “Derived from the registers by”. What is dated is computed as it stood at the end
of the period; what carries no dates (`as_it_stands`) can only be computed for a register that has not changed since.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from plumbline.engine.domain.competence import course_of
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    Acknowledgement,
    Action,
    ControlState,
    Document,
    EvidenceItem,
    Incident,
    Nonconformity,
    Person,
    Record,
    Risk,
    Supplier,
    SupplierReview,
    Training,
    Vulnerability,
)
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.statement import stated_rows
from plumbline.engine.domain.treatment import accepted_by_rule


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reading is about: the subject in words, the period, and the unit it is told in."""

    subject: str
    start: date
    end: date
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """What the registers give: a value, None where there is nothing to count; how it comes about; and from what."""

    value: Decimal | None
    how: str
    records: tuple[Record, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A way to compute a reading. as_it_stands: it rests on fields without dates."""

    name: str
    compute: Callable[[Isms, Asked], Derived]
    as_it_stands: bool = False


def share(part: int, whole: int, how: str, records: Iterable[Record]) -> Derived:
    """A share in percent with its population; no value where there is nothing to count."""
    value = Decimal(100 * part) / whole if whole else None
    return Derived(value, f"{part} of {whole} {how}", tuple(records))


# --- people ---------------------------------------------------------------------------------------------------------


def training_completion(isms: Isms, asked: Asked) -> Derived:
    """Completed of due persons of a course: duties of persons by their dates, those of groups by their counts."""
    part = whole = 0
    rows = []
    for each in isms.memo(("duties of", asked.subject), lambda: _duties_of(isms, asked.subject)):
        done = each.completed_on is not None and each.completed_on <= asked.end
        if each.out_of is not None:
            reached = each.out_of if done else 0
            part, whole = part + (reached if each.done is None else each.done), whole + each.out_of
        elif done or (each.due is not None and each.due <= asked.end):
            part, whole = part + done, whole + 1
        else:
            continue
        rows.append(each)
    return share(part, whole, "had completed it", rows)


def _duties_of(isms: Isms, course: str) -> tuple[Training, ...]:
    wanted = folded(course)
    return tuple(
        each for each in isms.live(Training) if wanted == folded(each.course) or wanted in _names(course_of(isms, each))
    )


def acknowledgement(isms: Isms, asked: Asked) -> Derived:
    """Acknowledged of due, for one document or for all."""
    rows = [each for each in isms.all(Acknowledgement) if each.due and each.due <= asked.end]
    if asked.subject:
        named = isms.resolve(asked.subject, Document)
        rows = [each for each in rows if named and isms.resolve(each.document, Document) == named]
    given = sum(each.given_on is not None and each.given_on <= asked.end for each in rows)
    return share(given, len(rows), "were acknowledged", rows)


def leavers_in_time(isms: Isms, asked: Asked) -> Derived:
    """Leavers of the period whose assets came back and whose duties were confirmed by the promised day."""
    stated = promise(isms, "leaver_within")
    if not stated or not stated.interval:
        return Derived(None, "", missing="no promise `leaver_within`")
    left = [(each, each.left) for each in isms.all(Person) if each.left and asked.start <= each.left <= asked.end]
    limit = stated.interval
    closed = sum(
        each.assets_returned_on is not None
        and each.duties_confirmed_on is not None
        and max(each.assets_returned_on, each.duties_confirmed_on) <= limit.after(day)
        for each, day in left
    )
    return share(closed, len(left), "leavers were closed out in time", (each for each, _ in left))


# --- suppliers, weaknesses, incidents -------------------------------------------------------------------------------


def supplier_reviews(isms: Isms, asked: Asked) -> Derived:
    """Live suppliers of a criticality that were reviewed within their interval before the end of the period."""
    wanted = folded(asked.subject)
    rows = [
        each
        for each in isms.live(Supplier)
        if (not wanted or folded(each.criticality) == wanted)
        and (each.service_began is None or each.service_began <= asked.end)
    ]
    fresh = 0
    for each in rows:
        stated = promise(isms, "supplier_review", each.criticality)
        every = interval(each.review_interval) or (stated.interval if stated else None)
        if every is None:
            return Derived(None, "", missing="no promise `supplier_review`")
        start = every.before(asked.end)
        fresh += any(
            review.reviewed_on is not None and start <= review.reviewed_on <= asked.end
            for review in isms.of_parent(SupplierReview, "supplier", each)
        )
    return share(fresh, len(rows), "suppliers were reviewed within their interval", rows)


def remediation(isms: Isms, asked: Asked) -> Derived:
    """Vulnerabilities closed by their deadline, of those due in the period; of the severities named, if any are."""
    severities = named(asked.subject)
    rows = [
        (each, each.deadline)
        for each in isms.all(Vulnerability)
        if each.deadline
        and asked.start <= each.deadline <= asked.end
        and each.state != "not applicable"
        and (not severities or each.severity in severities)
    ]
    closed = sum(each.closed_on is not None and each.closed_on <= deadline for each, deadline in rows)
    return share(closed, len(rows), "vulnerabilities due then were closed in time", (each for each, _ in rows))


def _median_hours(since: str, until: str) -> Callable[[Isms, Asked], Derived]:
    def compute(isms: Isms, asked: Asked) -> Derived:
        """The median of the hours between two moments of the incidents whose second moment lies in the period."""
        spans: list[float] = []
        rows = []
        for each in isms.all(Incident):
            first: datetime | None = getattr(each, since)
            last: datetime | None = getattr(each, until)
            if first and last and asked.start <= last.date() <= asked.end:
                spans.append((last - first).total_seconds() / 3600)
                rows.append(each)
        hours = Decimal(str(median(spans))) if spans else None
        value = hours * PER_HOUR.get(folded(asked.unit), Decimal(1)) if hours is not None else None
        return Derived(value, f"the median of {len(spans)} incidents", tuple(rows))

    return compute


# --- actions, controls, risks ---------------------------------------------------------------------------------------


def actions_overdue(isms: Isms, asked: Asked) -> Derived:
    """Actions that were due before the end of the period and not done by it."""
    rows = [
        each
        for each in isms.all(Action)
        if each.due and each.due < asked.end and each.state != "dropped" and _open_on(each.done_on, each.live, asked)
    ]
    return Derived(Decimal(len(rows)), f"{len(rows)} actions were overdue", tuple(rows))


def nonconformities_overdue(isms: Isms, asked: Asked) -> Derived:
    """Nonconformities that were due before the end of the period and not closed by it."""
    rows = [
        each
        for each in isms.all(Nonconformity)
        if each.due and each.due < asked.end and each.state != "rejected" and _open_on(each.closed_on, each.live, asked)
    ]
    return Derived(Decimal(len(rows)), f"{len(rows)} nonconformities were overdue", tuple(rows))


def _open_on(closed: date | None, is_live: bool, asked: Asked) -> bool:
    return closed > asked.end if closed else is_live


def implementation(isms: Isms, asked: Asked) -> Derived:
    """Applicable rows of the Statement whose control is in a state, “implemented” where none is named."""
    rows = [each for each in stated_rows(isms) if each.applicable == "yes"]
    wanted = folded(asked.subject) or "implemented"
    reached = sum(each.status == wanted for each in rows)
    states = [each.state for each in rows if isinstance(each.state, ControlState)]
    return share(reached, len(rows), f"applicable controls are {wanted}", states or [each.record for each in rows])


def risks_above_acceptance(isms: Isms, asked: Asked) -> Derived:
    """Live risks whose remaining level the criteria do not accept by themselves: a share where the unit is one."""
    verdicts = [(each, accepted_by_rule(isms, each)) for each in isms.live(Risk)]
    rows = [each for each, accepted in verdicts if accepted is False]
    if not any(accepted is not None for _, accepted in verdicts):
        return Derived(None, "", missing="acceptance rules that apply to the risks")
    if folded(asked.unit) in SHARES:
        return share(len(rows), len(verdicts), "risks lie above acceptance", rows)
    return Derived(Decimal(len(rows)), f"{len(rows)} risks lie above acceptance", tuple(rows))


SHARES = frozenset({"%", "percent", "per cent", "share"})
PER_HOUR = {
    **dict.fromkeys(("min", "minute", "minutes"), Decimal(60)),
    **dict.fromkeys(("d", "day", "days"), Decimal(1) / 24),
}


def named(subject: str) -> frozenset[str]:
    """The words of a subject that names several: “critical, high and medium”."""
    return frozenset(folded(each) for each in subject.replace(" and ", ",").split(",") if each.strip())


def evidence_of(isms: Isms, key: str) -> tuple[EvidenceItem, ...]:
    """The evidence of a control that was not withdrawn, of any day: what came later is left out by whoever asks."""

    def keys(item: EvidenceItem) -> Iterable[str]:
        return () if item.state == "withdrawn" else (control_key(isms, each) for each in item.controls)

    return isms.by_each(EvidenceItem, keys, "evidence of any day").get(key, ())


def _names(record: Record | None) -> set[str]:
    return {folded(record.ref), folded(record.title), *map(folded, record.aliases)} if record else set()


DERIVATIONS: Mapping[str, Derivation] = {
    each.name: each
    for each in (
        Derivation("training completion", training_completion),
        Derivation("acknowledgement", acknowledgement),
        Derivation("leavers closed in time", leavers_in_time),
        Derivation("supplier review coverage", supplier_reviews),
        Derivation("remediation in time", remediation),
        Derivation("time to detect", _median_hours("occurred_at", "detected_at")),
        Derivation("time to contain", _median_hours("detected_at", "contained_at")),
        Derivation("time to resolve", _median_hours("detected_at", "resolved_at")),
        Derivation("actions overdue", actions_overdue),
        Derivation("nonconformities overdue", nonconformities_overdue),
        Derivation("control implementation", implementation, as_it_stands=True),
        Derivation("risks above acceptance", risks_above_acceptance, as_it_stands=True),
    )
}
