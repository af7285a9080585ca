"""Leave to depart from a rule: exceptions and waivers in one shape, as far as both are alike (A.5.36, A.5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import PolicyException, Risk, RuleWaiver
from plumbline.engine.domain.promises import Promise, promise, setting
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.domain.treatment import acceptance_on_record, accepted_by_rule


@dataclass(frozen=True, slots=True)
class Leave:
    """An exception or waiver that is in effect or says that it is."""

    record: PolicyException | RuleWaiver
    approvers: tuple[str, ...]

    @property
    def called(self) -> str:
        """What a sentence calls it, and what the organisation's approval rules call it."""
        return "exception" if isinstance(self.record, PolicyException) else "waiver"


def given(isms: Isms) -> tuple[Leave, ...]:
    """Exceptions marked live and waivers in force, whatever their expiry says."""
    return isms.memo("leave given", lambda: tuple(_given(isms)))


def _given(isms: Isms) -> Iterator[Leave]:
    yield from (Leave(each, each.approvers) for each in isms.all(PolicyException) if each.state == "live")
    for waiver in isms.all(RuleWaiver):
        if waiver.state == "in force":
            yield Leave(waiver, (waiver.approved_by,) if waiver.approved_by else ())


def expired(isms: Isms, leave: Leave) -> bool:
    """Whether its expiry lies before the day."""
    return leave.record.expires is not None and leave.record.expires < isms.on


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day it may run to, in what words the limit is stated, and by which promise (None: by a setting)."""

    until: date
    words: str
    stated: Promise | None


def limit(isms: Isms, leave: Leave) -> Limit | None:
    """How long it may run from the day it was granted; None where a day or a promise is missing."""
    if leave.record.granted is None:
        return None
    stated = None
    if isinstance(leave.record, PolicyException):
        stated = promise(isms, "exception_max", leave.record.exception_kind)
    words = stated.setting if stated else setting(isms, "waiver_max") if leave.called == "waiver" else ""
    span = interval(words)
    return Limit(span.after(leave.record.granted), str(span), stated) if span else None


def offset(isms: Isms, leave: Leave) -> bool:
    """Whether something stands in for what is given up: a compensation, or a risk that somebody accepted."""
    if leave.record.compensation:
        return True
    risk = isms.resolve(leave.record.risk, Risk)
    if not isinstance(risk, Risk):
        return False
    return acceptance_on_record(isms, risk) is not None or accepted_by_rule(isms, risk) is True


def independent_approvers(isms: Isms, leave: Leave) -> tuple[str, ...]:
    """The approvers who neither are the requester nor hold what the requester is named by."""
    asked = leave.record.requested_by
    return tuple(each for each in leave.approvers if not speaks_for(isms, each, asked, leave.record.granted))


def authority(isms: Isms, leave: Leave) -> str:
    """Who has to approve it by the organisation's own rule; empty where no rule says."""
    rules = (each.approver for each in isms.organization.approval_rules if each.what == leave.called)
    return next(rules, "")
