"""An audit as it goes to paper: everything in words, with today's names of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from plumbline.apps.audit import conducting
from plumbline.apps.audit.conducting import Able, Bound, Distance, Paper
from plumbline.apps.audit.sampling.looking import Standing, standing
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import AcceptedConflict, Audit, AuditFinding
from plumbline.reports.audit_report.report import AuditReport, Drawn, Examined, Finding

SHOWN = 4


def report(visit: Visit, audit: Audit) -> AuditReport:
    """What the report of an audit says; it bears the day of the last thing that happened to the audit."""
    isms = visit.isms
    papers = conducting.papers(isms, audit)
    counted = conducting.progress(papers).counted
    last = audit.reported_on or audit.signed_off_on or audit.held_on or audit.began_on or visit.on
    distance = conducting.distance(visit, audit)
    return AuditReport(
        organization=isms.organization.title,
        ref=audit.ref,
        title=audit.title or audit.ref,
        kind=audit.audit_kind,
        standing=_standing(visit, audit),
        signed=audit.signed_off_on is not None,
        rehearsal=audit.audit_kind == "mock",
        facts=tuple(_facts(visit, audit)),
        conclusion=audit.conclusion,
        counts={verdict or "no verdict": number for verdict, number in counted.items()},
        findings=tuple(_finding(visit, each) for each in conducting.findings(isms, audit)),
        items=tuple(_examined(visit, each) for each in papers),
        samples=tuple(_drawn(standing(isms, each)) for each in conducting.samples_of(isms, audit) if each.live),
        distance=tuple(_bound(visit, each) for each in distance.bound),
        distance_note=_looked_back(distance),
        accepted=tuple(_accepted(visit, each) for each in audit.accepted_conflicts),
        competence=tuple(_able(visit, each) for each in conducting.competence(isms, audit)),
        basis=f"{audit.ref}, records at journal entry {isms.head:,}",
        made_at=datetime.combine(last, time(), UTC),
    )


def _standing(visit: Visit, audit: Audit) -> str:
    if audit.signed_off_on:
        return f"Signed {_day(audit.signed_off_on)} by {_name(visit, audit.signed_off_by)}"
    return "Rehearsal" if audit.audit_kind == "mock" else f"{audit.state.capitalize()}, not signed"


def _facts(visit: Visit, audit: Audit) -> Iterable[tuple[str, str]]:
    spans = " to ".join(filter(None, (_day(audit.period_from), _day(audit.period_to))))
    held = " to ".join(dict.fromkeys(filter(None, (_day(audit.began_on), _day(audit.held_on)))))
    yield "Kind", "rehearsal" if audit.audit_kind == "mock" else audit.audit_kind
    yield "Held", held or (f"planned for {_day(audit.planned_on)}" if audit.planned_on else "")
    yield "Leads", _name(visit, audit.lead)
    yield "Auditors", _names(visit, audit.auditors) or "none besides"
    yield "Audited", _names(visit, audit.auditees)
    yield "Criteria", audit.criteria
    yield "Scope", audit.scope
    yield "Covers", ", ".join(audit.covers)
    yield "Methods", audit.methods
    yield "Period examined", spans
    yield "Reported to", f"{_names(visit, audit.reported_to)}, {_day(audit.reported_on)}" if audit.reported_on else ""


def _finding(visit: Visit, each: AuditFinding) -> Finding:
    return Finding(
        ref=each.ref,
        title=each.title,
        grade=each.grade,
        item=f"{each.item} {conducting.titled(visit.isms, each.item)}".strip(),
        requirement=each.requirement,
        evidence=each.evidence,
        gap=each.gap,
        records=", ".join((*each.records, *each.samples)),
        answered_by=", ".join(each.answered_by) or each.no_answer_reason,
    )


def _examined(visit: Visit, paper: Paper) -> Examined:
    item = paper.item
    rests = (
        ("Looked at", (*item.looked_at, *item.samples, *item.evidence)),
        ("Asked", tuple(_name(visit, each) for each in item.asked)),
        ("Findings", tuple(each.ref for each in paper.findings)),
    )
    by = f"{_name(visit, item.examined_by)}, {_day(item.examined_on)}" if item.examined_by else ""
    return Examined(
        key=item.item,
        title=paper.title,
        verdict=item.verdict or "no verdict",
        notes="\n".join(filter(None, (item.notes, item.reason))),
        rests_on=". ".join(f"{name}: {', '.join(words)}" for name, words in rests if words),
        by=by,
    )


def _drawn(each: Standing) -> Drawn:
    sample = each.sample
    how = f"{sample.method}, {len(sample.items)} rows"
    return Drawn(
        ref=sample.ref,
        population=f"{each.population.ref} {each.population.title}" if each.population else sample.population,
        attribute=sample.attribute or sample.title,
        how=f"{how}, seed {sample.seed}" if sample.seed else how,
        says=each.problem or (each.says.says if each.says else ""),
    )


def _bound(visit: Visit, each: Bound) -> tuple[str, str, str, str]:
    told = [f"{one.how} {one.record.ref} {one.when}" for one in each.conflicts[:SHOWN]]
    more = [f"and {len(each.conflicts) - SHOWN} more"] if len(each.conflicts) > SHOWN else []
    return (
        _name(visit, each.auditor.ref),
        f"{each.item} {each.title}",
        "; ".join([*told, *more]),
        each.compensation or ("nothing; accepted, see below" if each.accepted else "nothing"),
    )


def _accepted(visit: Visit, each: AcceptedConflict) -> tuple[str, str, str, str]:
    title = conducting.titled(visit.isms, each.item)
    return _name(visit, each.auditor), f"{each.item} {title}", ", ".join(each.records), each.reason


def _looked_back(found: Distance) -> str:
    if found.period is None:
        return "How long a past duty binds an auditor is stated nowhere, so it was not judged."
    span = f"from {_day(found.period.start)} to {_day(found.period.end)}"
    if not found.bound:
        return f"Nothing on record binds an auditor to an item, {span}."
    return f"Who owned, wrote, approved, performed or led what they examine, {span}, by records, roles and journal."


def _able(visit: Visit, each: Able) -> tuple[str, str]:
    needs = (f"{cell.need.title}: {cell.verdict}" for _, cell in each.needs)
    proofs = (proof.title or proof.evidence or proof.ref for proof in each.proofs)
    return _name(visit, each.person.ref), "; ".join([*needs, *proofs]) or "Nothing on record shows it."


def _names(visit: Visit, words: Iterable[str]) -> str:
    return ", ".join(_name(visit, each) for each in words if each)


def _name(visit: Visit, words: str) -> str:
    found = visit.isms.answers(words)
    return (visit.names.get(found.ref, "") or found.title or found.ref) if found else words


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
