"""Audits from programme to sign-off: who approves does not draft, and who signs leads (9.2)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit import accepting
from plumbline.apps.audit.keeping import AuditWriter, FindingWriter, PaperWriter, PopulationWriter, SampleWriter
from plumbline.apps.improvement.services import improvements, nonconformities
from plumbline.apps.records import duties, store, versions
from plumbline.apps.records.reading import isms_now
from plumbline.apps.records.store import Held
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

NONCONFORM = ("major", "minor")
OPEN_STATES = ("planned", "under way")

audit_programmes = writer(
    kinds.AuditProgramme, Permission.AUDIT_WRITE, reserved=("approved_on", "approved_by", "state=in force")
)
audits = AuditWriter(
    kinds.Audit, Permission.AUDIT_WRITE, reserved=("signed_off_on", "signed_off_by", "accepted_conflicts")
)
audit_items = PaperWriter(kinds.AuditItem, Permission.AUDIT_WRITE)
findings = FindingWriter(kinds.AuditFinding, Permission.AUDIT_WRITE)
populations = PopulationWriter(kinds.Population, Permission.AUDIT_WRITE, reserved=("state=frozen",))
samples = SampleWriter(kinds.Sample, Permission.AUDIT_WRITE, reserved=("state=drawn", "state=examined"))


@action(Permission.AUDIT_APPROVE)
def approve_programme(actor: Actor, ref: str, *, seen: int, compensation: str = "") -> kinds.AuditProgramme:
    """Put an audit programme in force; the one in force until now is superseded (9.2.2)."""
    before = store.held(kinds.AuditProgramme, ref, seen=seen)
    draft = before.value
    if draft.state != "draft":
        raise RefusedError(f"{ref} is {draft.state}. Approve a draft.")
    if draft.starts is None or draft.ends is None or draft.ends < draft.starts:
        raise InvalidError(ref, ["Its cycle has no first and last day. A programme without an end covers nothing."])
    noted = duties.other_than_writers(actor, draft, deed="approve it", compensation=compensation)
    for each in store.all_of(kinds.AuditProgramme, state="in force"):
        store.changed(store.held(kinds.AuditProgramme, each.ref), state="superseded")
    return store.changed(
        before,
        state="in force",
        approved_on=current_run().standing.today(),
        approved_by=(actor.person,),
        note=f"{draft.note}\n\n{noted}".strip(),
    )


@action(Permission.AUDIT_WRITE)
def revise_programme(actor: Actor, ref: str, *, seen: int) -> kinds.AuditProgramme:
    """Begin a new version of the programme in force: a draft that says the same until somebody changes it (9.2.2)."""
    before = store.held(kinds.AuditProgramme, ref, seen=seen)
    if before.value.state != "in force":
        raise RefusedError(f"{ref} is {before.value.state}. Change the draft, or revise the programme in force.")
    if store.all_of(kinds.AuditProgramme, state="draft"):
        raise RefusedError("A draft of the programme is under way already. Change that one.")
    today = current_run().standing.today()
    draft = dataclasses.replace(
        before.value, ref="", aliases=(), state="draft", approved_on=None, approved_by=(), revised_on=today, note=""
    )
    return audit_programmes.add(actor, draft)


@action(Permission.AUDIT_WRITE)
def make_checklist(
    actor: Actor, ref: str, papers: Sequence[kinds.AuditItem], *, seen: int
) -> tuple[kinds.AuditItem, ...]:
    """Write the working papers of what an audit covers; an item that has one keeps it as it is."""
    audit = _open(store.held(kinds.Audit, ref, seen=seen))
    known = {each.item for each in store.all_of(kinds.AuditItem, audit=audit.ref)}
    return tuple(
        audit_items.add(actor, dataclasses.replace(each, ref="", audit=audit.ref))
        for each in papers
        if each.item not in known
    )


@action(Permission.AUDIT_WRITE)
def examine(actor: Actor, /, ref: str, *, seen: int, **said: Any) -> kinds.AuditItem:
    """Write down what was seen of an item and the verdict; the first paper begins the audit (9.2.2)."""
    before = store.held(kinds.AuditItem, ref, seen=seen)
    _begun(_of(before.value.audit))
    paper = dataclasses.replace(before.value, **said)
    if paper.verdict == "not examined" and not paper.reason.strip():
        raise InvalidError(ref, ["Say why it was not examined: what was left out is part of what an audit says."])
    if paper.verdict in (*NONCONFORM, "conforms") and not (paper.notes.strip() or paper.looked_at or paper.evidence):
        raise InvalidError(ref, ["Nothing shows the verdict. Note what was seen, or name the records looked at."])
    if paper.verdict:
        said |= {"examined_by": actor.person, "examined_on": current_run().standing.today()}
    else:
        said |= {"examined_by": "", "examined_on": None}
    return store.changed(before, **said)


@action(Permission.AUDIT_WRITE)
def raise_finding(actor: Actor, ref: str, finding: kinds.AuditFinding, *, seen: int) -> kinds.AuditFinding:
    """Raise a finding from a working paper in three parts; the paper takes its grade for a verdict."""
    before = store.held(kinds.AuditItem, ref, seen=seen)
    held = _of(before.value.audit)
    if held.value.audit_kind == "mock":
        raise RefusedError(f"{held.value.ref} is a rehearsal. What it shows stays in its papers; note it there.")
    _begun(held)
    parts = {"requirement": finding.requirement, "what was seen": finding.evidence, "gap": finding.gap}
    missing = [name for name, words in parts.items() if not words.strip()]
    if not finding.grade or missing:
        asked = [*missing, *([] if finding.grade else ["grade"])]
        raise InvalidError("The finding", [f"It lacks {', '.join(asked)}. A finding convinces by all of them."])
    today = current_run().standing.today()
    made = findings.add(
        actor,
        dataclasses.replace(
            finding,
            ref="",
            audit=before.value.audit,
            item=before.value.item,
            raised_on=today,
            raised_by=actor.person,
            state="open",
        ),
    )
    for each in finding.samples:
        drawn = store.held(kinds.Sample, each)
        store.changed(drawn, findings=tuple(dict.fromkeys((*drawn.value.findings, made.ref))))
    worst = _worse(before.value.verdict, finding.grade)
    store.changed(before, verdict=worst, examined_by=actor.person, examined_on=today)
    return made


@action(Permission.AUDIT_WRITE)
def open_nonconformity(
    actor: Actor, ref: str, *, seen: int, owner: str, due: date | None = None
) -> kinds.Nonconformity | kinds.Improvement:
    """Open what answers a finding, and let both name each other; of an opportunity an improvement (10.1, 10.2)."""
    before = store.held(kinds.AuditFinding, ref, seen=seen)
    finding = before.value
    if finding.state != "open" or finding.answered_by:
        raise RefusedError(f"{ref} is answered by {', '.join(finding.answered_by) or 'a decision'} already.")
    if not owner.strip():
        raise InvalidError(ref, ["Say who answers for it from here."])
    made: kinds.Nonconformity | kinds.Improvement
    if finding.grade == "opportunity":
        made = improvements.add(actor, _improvement(finding, owner))
    else:
        made = nonconformities.add(actor, _nonconformity(finding, owner, due))
    store.changed(before, answered_by=(made.ref,), state="answered")
    return made


def _nonconformity(finding: kinds.AuditFinding, owner: str, due: date | None) -> kinds.Nonconformity:
    audit = _of(finding.audit).value
    outside = audit.audit_kind == "outside body"
    return kinds.Nonconformity(
        title=finding.title or finding.gap[:120],
        source="external audit" if outside else "internal audit",
        source_refs=(finding.ref,),
        raised_on=finding.raised_on,
        raised_by_body=audit.lead if outside else "",
        description=finding.gap,
        requirement=finding.item or finding.requirement,
        evidence=finding.evidence,
        gap=finding.gap,
        records=finding.records,
        grade="major" if finding.grade == "major" else "minor",
        owner=owner,
        due=due or finding.answer_due,
    )


def _improvement(finding: kinds.AuditFinding, owner: str) -> kinds.Improvement:
    return kinds.Improvement(
        title=finding.title or finding.gap[:120],
        improvement_kind="opportunity",
        description=f"{finding.evidence}\n\n{finding.gap}\n\nFrom {finding.ref}, {finding.audit}.",
        raised_on=finding.raised_on,
        raised_by=finding.raised_by,
        owner=owner,
    )


@action(Permission.AUDIT_WRITE)
def compensate(actor: Actor, ref: str, *, seen: int, auditor: str, item: str, what: str) -> kinds.Audit:
    """Record what makes up for an auditor who is not free of an item; an empty item means all of theirs (9.2.2 b)."""
    before = store.held(kinds.Audit, ref, seen=seen)
    audit = before.value
    if audit.signed_off_on or not audit.live:
        raise RefusedError(f"{ref} is signed or cancelled. What was relied on then cannot be added now.")
    if not auditor.strip() or not what.strip():
        raise InvalidError(ref, ["Say who it is about and what makes up for it: a second auditor, an outside check."])
    kept = tuple(each for each in audit.compensations if (each.auditor, each.item) != (auditor, item))
    made = kinds.Compensation(auditor=auditor, item=item, what=what.strip())
    return store.changed(before, compensations=(*kept, made))


@action(Permission.AUDIT_WRITE)
def conclude_audit(actor: Actor, ref: str, *, seen: int, conclusion: str, held_on: date | None = None) -> kinds.Audit:
    """Say what the audit came to, once each item has a verdict and each nonconformity a finding."""
    before = store.held(kinds.Audit, ref, seen=seen)
    audit, today = _open(before), current_run().standing.today()
    papers = store.all_of(kinds.AuditItem, audit=audit.ref)
    raised = {each.item for each in store.all_of(kinds.AuditFinding, audit=audit.ref)}
    wrong = []
    if not papers:
        wrong.append("It has no working papers. Make the checklist and examine its items first.")
    if blank := [each.item for each in papers if not each.verdict]:
        wrong.append(f"{len(blank)} of {len(papers)} items have no verdict, the first is {blank[0]}.")
    bare = [each.item for each in papers if each.verdict in NONCONFORM and each.item not in raised]
    if bare and audit.audit_kind != "mock":
        wrong.append(f"{', '.join(bare)}: judged nonconform, and no finding says so.")
    if not conclusion.strip():
        wrong.append("Say what the audit concludes about the system.")
    if held_on is not None and held_on > today:
        wrong.append(f"{held_on} has not come yet.")
    if wrong:
        raise InvalidError(ref, wrong)
    return store.changed(before, state="held", held_on=held_on or today, conclusion=conclusion.strip())


@action(Permission.AUDIT_SIGN)
def sign_off(actor: Actor, ref: str, *, seen: int, accepted: Sequence[kinds.AcceptedConflict] = ()) -> kinds.Audit:
    """Sign an audit that was held. Only who leads it may; from then on its papers and samples stand (9.2.2).

    accepted: why each conflict of an auditor may stand that nothing makes up for: auditor, item, reason.
    """
    before = store.held(kinds.Audit, ref, seen=seen)
    audit = before.value
    _refuse_rehearsal(audit)
    if audit.signed_off_on:
        raise RefusedError(f"{ref} was signed on {audit.signed_off_on}. It is not signed twice.")
    if audit.state not in ("held", "reported"):
        raise RefusedError(f"{ref} is {audit.state}. Conclude it first, then sign.")
    if not actor.answers_for(audit.lead):
        raise DutiesError(
            f"Only who leads the audit ({audit.lead or 'nobody yet'}) may sign it. Ask them to, or say who leads."
        )
    if versions.who_turned(audit, "lead") == actor.id:
        raise DutiesError(f"You made yourself the lead of {ref}, so you may not sign it. Let somebody else say who is.")
    today = current_run().standing.today()
    kept = accepting.accepted(isms_now(actor, today), audit, accepted)
    return store.changed(before, signed_off_on=today, signed_off_by=actor.person, accepted_conflicts=kept)


@action(Permission.AUDIT_WRITE)
def report_audit(
    actor: Actor, ref: str, *, seen: int, reported_to: Sequence[str], reported_on: date | None = None
) -> kinds.Audit:
    """Note to which management the result went, and when (9.2.2 c)."""
    before = store.held(kinds.Audit, ref, seen=seen)
    _refuse_rehearsal(before.value)
    if before.value.state != "held":
        raise RefusedError(f"{ref} is {before.value.state}. Report an audit that was held and concluded.")
    today = current_run().standing.today()
    if not reported_to:
        raise InvalidError(ref, ["Say to whom it was reported: the management that answers for what was audited."])
    if reported_on is not None and reported_on > today:
        raise InvalidError(ref, [f"{reported_on} has not come yet."])
    return store.changed(
        before, state="reported", reported_on=reported_on or today, reported_to=tuple(dict.fromkeys(reported_to))
    )


def _refuse_rehearsal(audit: kinds.Audit) -> None:
    if audit.audit_kind == "mock":
        raise RefusedError(f"{audit.ref} is a rehearsal: it is neither signed nor reported, and counts as no audit.")


def _of(ref: str) -> Held[kinds.Audit]:
    return store.held(kinds.Audit, ref)


def _open(held: Held[kinds.Audit]) -> kinds.Audit:
    """The audit, where its papers may still be written. Raises RefusedError."""
    audit = held.value
    if audit.state not in OPEN_STATES or audit.signed_off_on:
        word = "signed off" if audit.signed_off_on else audit.state
        raise RefusedError(f"{audit.ref} is {word}. Its papers stand as they are.")
    return audit


def _begun(held: Held[kinds.Audit]) -> None:
    """Let a planned audit begin with the first thing that is written in it."""
    audit = _open(held)
    if audit.state == "planned":
        began = audit.began_on or current_run().standing.today()
        store.changed(held, state="under way", began_on=began)


def _worse(verdict: str, grade: str) -> str:
    order = ("", "not examined", "conforms", "opportunity", "minor", "major")
    return max(verdict, grade, key=order.index)
