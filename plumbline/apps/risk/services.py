"""The register of risks, and who decides about them: owners approve plans and accept, nobody on their own request."""

from __future__ import annotations

import dataclasses
from datetime import date

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.apps.risk.selectors import around
from plumbline.engine.domain import kinds
from plumbline.engine.domain.fingerprints import plan_of, standing_assessments, state_of

criteria = writer(kinds.Criteria, Permission.RISK_WRITE, reserved=("approved_on", "approved_by", "state=in force"))
assessment_rounds = writer(kinds.AssessmentRound, Permission.RISK_WRITE)
threats = writer(kinds.Threat, Permission.RISK_WRITE)
weaknesses = writer(kinds.Weakness, Permission.RISK_WRITE)
vulnerabilities = writer(kinds.Vulnerability, Permission.VULNERABILITY_WRITE)
risks = writer(kinds.Risk, Permission.RISK_WRITE)
assessments = writer(kinds.Assessment, Permission.RISK_WRITE)
treatment_plans = writer(
    kinds.TreatmentPlan,
    Permission.RISK_APPROVE,
    reserved=("risk", "form", "approved_by", "approved_on", "state=approved"),
)
acceptances = writer(
    kinds.Acceptance,
    Permission.RISK_ACCEPT,
    reserved=("risk", "form", "level", "accepted_by", "requested_by", "accepted_on", "expires", "state=in force"),
)


@action(Permission.RISK_WRITE)
def assess(actor: Actor, ref: str, *, seen: int, value: kinds.Assessment) -> kinds.Assessment:
    """Judge a risk at a stage; what was judged of it at that stage before is superseded (6.1.2 d, 8.2)."""
    risk = _standing_risk(ref, seen)
    for each in store.all_of(kinds.Assessment, risk=risk.ref, stage=value.stage, state="current"):
        store.changed(store.held(kinds.Assessment, each.ref), state="superseded")
    return store.insert(dataclasses.replace(value, ref="", risk=risk.ref, state="current"))


@action(Permission.RISK_ACCEPT)
def accept_risk(
    actor: Actor, ref: str, *, seen: int, until: date, reason: str, requested_by: str = ""
) -> kinds.Acceptance:
    """Accept a risk in its present state until a day. Only its owner may, and not on their own request (6.1.3 f)."""
    risk = _standing_risk(ref, seen)
    duties.demand_owner(actor, risk, deed="accept it")
    duties.other_than(actor, requested_by, deed="accept what you asked for", compensation="")
    today = current_run().standing.today()
    if until <= today:
        raise InvalidError(ref, [f"The acceptance would end on {until}, before it begins. Choose a later day."])
    if not reason.strip():
        raise InvalidError(ref, ["An acceptance needs a reason. Say why the risk may stand."])
    isms = around(risk, today)
    levels = [each.level for each in standing_assessments(isms, risk)]
    return store.insert(
        kinds.Acceptance(
            risk=risk.ref,
            accepted_by=actor.person,
            requested_by=requested_by,
            accepted_on=today,
            expires=until,
            reason=reason.strip(),
            level=levels[-1] if levels else "",
            form=state_of(isms, risk),
        )
    )


@action(Permission.RISK_APPROVE)
def approve_plan(actor: Actor, ref: str, *, seen: int) -> kinds.TreatmentPlan:
    """Approve the treatment of a risk in the form it has now. Only its owner may (6.1.3 f)."""
    risk = _standing_risk(ref, seen)
    duties.demand_owner(actor, risk, deed="approve its plan")
    today = current_run().standing.today()
    return store.insert(
        kinds.TreatmentPlan(
            risk=risk.ref, approved_by=actor.person, approved_on=today, form=plan_of(around(risk, today), risk)
        )
    )


@action(Permission.RISK_ADOPT)
def adopt_criteria(actor: Actor, ref: str, *, seen: int, compensation: str = "") -> kinds.Criteria:
    """Put a version of the risk criteria in force; the one in force until now is superseded (6.1.2 a)."""
    before = store.held(kinds.Criteria, ref, seen=seen)
    if before.value.state != "draft":
        raise RefusedError(f"{ref} is {before.value.state}. Adopt a draft.")
    noted = duties.other_than_writers(actor, before.value, deed="adopt them", compensation=compensation)
    today = current_run().standing.today()
    for each in store.all_of(kinds.Criteria, state="in force"):
        store.changed(store.held(kinds.Criteria, each.ref), state="superseded", until=today)
    return store.changed(
        before,
        state="in force",
        approved_on=today,
        approved_by=(actor.person,),
        effective=before.value.effective or today,
        note=f"{before.value.note}\n\n{noted}".strip(),
    )


def _standing_risk(ref: str, seen: int) -> kinds.Risk:
    risk = store.held(kinds.Risk, ref, seen=seen).value
    if not risk.live:
        raise RefusedError(f"{ref} is {risk.state}. There is nothing to decide.")
    return risk
