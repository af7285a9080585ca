"""Waivers of rules: we know, we accept it, until then. One asks, another approves (A.5.3, A.5.36)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, NotFoundError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity.selectors import longest_waiver, owners_of
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.rules.finding import Severity
from plumbline.engine.rules.rule import all_rules

NEVER_WAIVED = frozenset({"DOC006", "DAT001", "DAT002", "DAT003", "EXC001", "EXC002", "EXC003"})
"""A wrong record is corrected, and an expired exception decided anew; neither is excused."""

rule_waivers = writer(
    kinds.RuleWaiver, Permission.WAIVER_WRITE, reserved=("approved_by", "granted", "requested_by", "state=in force")
)


class Terms(TypedDict):
    """On what terms a rule is waived: why, who asked, until when, and what is relied on instead."""

    reason: str
    requested_by: str
    until: date
    compensation: str


@action(Permission.WAIVER_WRITE)
def request_waiver(actor: Actor, value: kinds.RuleWaiver) -> kinds.RuleWaiver:
    """Ask that findings of a rule be accepted for a time: which, why, and what is relied on instead."""
    _refuse_incomplete(value)
    asked = dataclasses.replace(value, requested_by=actor.person, approved_by="", granted=None, state="requested")
    return store.insert(asked)


def _refuse_incomplete(value: kinds.RuleWaiver) -> None:
    wrong = []
    if not value.rule.strip() or value.rule in NEVER_WAIVED:
        wrong.append(f"“{value.rule}” is not waived: put the record right." if value.rule else "It names no rule.")
    if not value.reason.strip():
        wrong.append("It has no reason. Say why the finding may stand.")
    if not value.compensation.strip() and not value.risk:
        wrong.append("It has neither compensation nor an accepted risk. State one.")
    if not value.records and value.whole_rule != "yes":
        wrong.append("It names no records. Name those that the finding cites first.")
    wrong += _unheard(value)
    if wrong:
        raise InvalidError("The waiver", wrong)


def _unheard(value: kinds.RuleWaiver) -> list[str]:
    """Why the audit would not heed a waiver: it must never be said to be accepted when the finding stays."""
    found = next((each for each in all_rules() if each.code == value.rule), None)
    if value.rule.strip() and not found:
        return [f"“{value.rule}” is no rule. `plumbline rule` lists them all."]
    if found and not found.waivable and found.code not in NEVER_WAIVED:
        return [f"{found.code} is not waived: what a clause requires and is absent has to be put on record."]
    if found and value.whole_rule == "yes" and found.grade.severity is not Severity.OPPORTUNITY:
        grade = found.grade.severity.value
        return [f"{found.code} finds {grade} faults, which are waived record by record. Name the records it cites."]
    return []


@action(Permission.WAIVER_APPROVE)
def waive_rule(actor: Actor, rule: str, records: Sequence[str], **terms: Unpack[Terms]) -> kinds.RuleWaiver:
    """Approve, in one step, what somebody else asked for: no records means all of the rule."""
    asked = kinds.RuleWaiver(
        rule=rule,
        records=tuple(records),
        whole_rule="no" if records else "yes",
        reason=terms["reason"],
        compensation=terms["compensation"],
        requested_by=terms["requested_by"],
    )
    _refuse_incomplete(asked)
    if not asked.requested_by.strip():
        raise InvalidError("The waiver", ["Nobody asked for it. Say who did; whoever approves is somebody else."])
    try:  # a name that is nobody's would make two people of one
        store.held(kinds.Role, asked.requested_by)
    except NotFoundError:
        store.held(kinds.Person, asked.requested_by)
    return store.insert(_approved(actor, asked, terms["until"], ""))


@action(Permission.WAIVER_APPROVE)
def approve_waiver(actor: Actor, ref: str, *, seen: int, expires: date, compensation: str = "") -> kinds.RuleWaiver:
    """Approve a requested waiver until a day. Not for whoever asked, nor for the owner of a record at fault."""
    before = store.held(kinds.RuleWaiver, ref, seen=seen)
    asked = before.value
    if asked.state != "requested":
        raise RefusedError(f"{ref} is {asked.state}. Approve one that is requested.")
    return store.replace(before, _approved(actor, asked, expires, compensation))


def _approved(actor: Actor, asked: kinds.RuleWaiver, expires: date, compensation: str) -> kinds.RuleWaiver:
    today = current_run().standing.today()
    latest = longest_waiver(today)
    if not today < expires <= latest:
        raise InvalidError(
            "The waiver", [f"It may end after today and until {latest}, not on {expires}. Choose such a day."]
        )
    duties.demand_authority(actor, "waiver", deed="approve waivers")
    barred = (asked.requested_by, *owners_of(asked.records))
    deed = "approve a waiver you asked for, or of a record you answer for"
    noted = duties.other_than(actor, *barred, deed=deed, compensation=compensation)
    noted = noted or duties.other_than_writers(actor, asked, deed=deed, compensation=compensation)
    return dataclasses.replace(
        asked,
        state="in force",
        approved_by=actor.person,
        granted=today,
        expires=expires,
        note=f"{asked.note}\n\n{noted}".strip(),
    )
