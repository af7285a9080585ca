"""Figures about what is done in time, computed from the registers, beside those of `derivations` (9.1, table 10.3).

Each is a pure function of a system, what it is about, and a period, and names the records it counted. What is counted
stands in the registers with its days, so the same period gives the same figure later, whoever computes it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from plumbline.engine.domain import derivations
from plumbline.engine.domain.derivations import Asked, Derivation, Derived, share
from plumbline.engine.domain.evidence import cadence, observed
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    AccessEntry,
    AccessReview,
    Action,
    BackupJob,
    EvidenceItem,
    Exercise,
    Incident,
    Nonconformity,
    Record,
    RestoreTest,
    Risk,
)
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.statement import stated_rows
from plumbline.engine.domain.treatment import risks_of, treatment_actions


def derivation(name: str) -> Derivation | None:
    """The derivation of a name as people write it."""
    return COMPUTED.get(folded(name))


# --- what was promised and done in time -----------------------------------------------------------------------------


def treated_in_time(isms: Isms, asked: Asked) -> Derived:
    """Risks whose treatment actions due in the period were all done by their day, of the risks with such actions."""
    late: dict[str, bool] = {}
    rows: dict[str, Risk] = {}
    for each in treatment_actions(isms):
        if each.due and asked.start <= each.due <= asked.end:
            missed = not (each.done_on and each.done_on <= each.due)
            for risk in risks_of(isms, each):
                late[risk.ref] = late.get(risk.ref, False) or missed
                rows[risk.ref] = risk
    return share(len(late) - sum(late.values()), len(late), "risks were treated by the day promised", rows.values())


def actions_in_time(isms: Isms, asked: Asked) -> Derived:
    """Actions of every origin due in the period that were done by their day."""
    rows = [
        each
        for each in isms.all(Action)
        if each.due and asked.start <= each.due <= asked.end and each.state != "dropped"
    ]
    done = sum(bool(each.done_on and each.due and each.done_on <= each.due) for each in rows)
    return share(done, len(rows), "actions due then were done in time", rows)


def open_majors(isms: Isms, asked: Asked) -> Derived:
    """Major nonconformities raised by the end of the period and not closed by it."""
    rows = [
        each
        for each in isms.all(Nonconformity)
        if each.grade == "major"
        and each.state != "rejected"
        and (each.raised_on is None or each.raised_on <= asked.end)
        and (each.closed_on > asked.end if each.closed_on else each.live)
    ]
    return Derived(Decimal(len(rows)), f"{len(rows)} major nonconformities were open", tuple(rows))


def incidents_in_period(isms: Isms, asked: Asked) -> Derived:
    """Incidents detected in the period; of the severities named, if any are."""
    severities = derivations.named(asked.subject)
    rows = [
        each
        for each in isms.all(Incident)
        if each.detected_at
        and asked.start <= each.detected_at.date() <= asked.end
        and (not severities or each.severity in severities)
    ]
    return Derived(Decimal(len(rows)), f"{len(rows)} incidents were detected", tuple(rows))


# --- what shows that controls run -----------------------------------------------------------------------------------


def evidence_freshness(isms: Isms, asked: Asked) -> Derived:
    """Applicable controls with a cadence whose newest evidence was not too old at the end of the period."""
    rows: list[Record] = []
    fresh = 0
    for each in stated_rows(isms):
        age = cadence(isms, each.key).max_age if each.applicable == "yes" else None
        if age is None:
            continue
        newest = _newest(isms, each.key, asked.end)
        fresh += newest is not None and age.after(newest[0]) >= asked.end
        rows.append(newest[1] if newest else each.state or each.record)
    return share(fresh, len(rows), "controls that owe evidence had fresh evidence", rows)


def _newest(isms: Isms, key: str, end: date) -> tuple[date, EvidenceItem] | None:
    dated = ((observed(each), each) for each in derivations.evidence_of(isms, key))
    held = [(day, each) for day, each in dated if day and day <= end]
    return max(held, key=lambda pair: (pair[0], pair[1].ref), default=None)


def access_reviewed(isms: Isms, asked: Asked) -> Derived:
    """Entries decided of the entries of access reviews that were due in the period."""
    rows = [
        each for review in _reviews_due(isms, asked) for each in isms.of_parent(AccessEntry, "access_review", review)
    ]
    decided = sum(bool(each.decision and each.decided_on and each.decided_on <= asked.end) for each in rows)
    return share(decided, len(rows), "entries of access reviews were decided", rows)


def access_reviews_in_time(isms: Isms, asked: Asked) -> Derived:
    """Access reviews due in the period that were finished by their day."""
    rows = list(_reviews_due(isms, asked))
    done = sum(bool(each.finished_on and each.due and each.finished_on <= each.due) for each in rows)
    return share(done, len(rows), "access reviews due then were finished in time", rows)


def _reviews_due(isms: Isms, asked: Asked) -> Iterator[AccessReview]:
    for each in isms.all(AccessReview):
        if each.due and asked.start <= each.due <= asked.end and each.state != "cancelled":
            yield each


def restore_success(isms: Isms, asked: Asked) -> Derived:
    """Restore tests of the period that brought back everything they were to bring back."""
    rows = [each for each in isms.all(RestoreTest) if each.tested_on and asked.start <= each.tested_on <= asked.end]
    passed = sum(each.result == "restored" for each in rows)
    return share(passed, len(rows), "restore tests brought everything back", rows)


def backups_tested(isms: Isms, asked: Asked) -> Derived:
    """Backups in use whose restore was tested within their interval before the end of the period."""
    rows, tested = isms.live(BackupJob), 0
    for each in rows:
        stated = promise(isms, "restore_test", each.dataset)
        every = interval(each.test_interval) or (stated.interval if stated else None)
        if every is None:
            return Derived(None, "", missing="no promise `restore_test`")
        since = every.before(asked.end)
        tests = isms.of_parent(RestoreTest, "backup", each)
        tested += any(test.tested_on is not None and since <= test.tested_on <= asked.end for test in tests)
    return share(tested, len(rows), "backups had their restore tested in time", rows)


def exercises_held(isms: Isms, asked: Asked) -> Derived:
    """Continuity exercises planned for the period that were held by its end."""
    rows = [
        each
        for each in isms.all(Exercise)
        if each.planned_on and asked.start <= each.planned_on <= asked.end and each.state != "cancelled"
    ]
    held = sum(each.held_on is not None and each.held_on <= asked.end for each in rows)
    return share(held, len(rows), "exercises planned then were held", rows)


COMPUTED: Mapping[str, Derivation] = {
    **derivations.DERIVATIONS,
    **{
        each.name: each
        for each in (
            Derivation("risks treated in time", treated_in_time),
            Derivation("actions done in time", actions_in_time),
            Derivation("open majors", open_majors),
            Derivation("incidents", incidents_in_period),
            Derivation("evidence freshness", evidence_freshness, as_it_stands=True),
            Derivation("access reviewed", access_reviewed),
            Derivation("access reviews in time", access_reviews_in_time),
            Derivation("restore success", restore_success),
            Derivation("backup tests in time", backups_tested),
            Derivation("exercises held", exercises_held),
        )
    },
}
"""Every way to compute a reading, by name."""
