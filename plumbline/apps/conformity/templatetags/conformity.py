"""What templates say of a finding: where it is mended, which records it cites, since when it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity import reading
from plumbline.apps.conformity.mending import mend_url, opened_about
from plumbline.apps.conformity.reading import citable, readable
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Nonconformity, OwnRule, Record
from plumbline.engine.domain.promises import catalogue
from plumbline.engine.rules.finding import Finding
from plumbline.engine.rules.rule import RULES

register = template.Library()


@register.simple_tag
def mend(visit: Visit, finding: Finding) -> str:
    """The address of the form that mends a finding; empty where the visitor may not, or nothing may be changed."""
    return mend_url(visit, finding)


@register.simple_tag
def cited(visit: Visit, finding: Finding) -> tuple[Record, ...]:
    """The records a finding cites that the visitor may open."""
    return tuple(citable(visit, finding))


@register.simple_tag
def told(visit: Visit, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of the findings that the visitor may read."""
    return readable(visit, findings)


@register.simple_tag
def as_told(visit: Visit, finding: Finding) -> Finding:
    """The finding in words that quote nothing which the visitor may not open."""
    return reading.as_told(visit, finding)


@register.simple_tag
def unread(visit: Visit, findings: Sequence[Finding]) -> int:
    """How many of the findings are about records that the visitor may not open."""
    return len(findings) - len(readable(visit, findings))


@register.simple_tag
def opened(visit: Visit, finding: Finding) -> Nonconformity | None:
    """The live nonconformity that was opened about a finding; None where the visitor may not read it."""
    return opened_about(visit.isms, finding) if visit.may(Permission.IMPROVEMENT_READ) else None


@register.simple_tag
def may_open(visit: Visit) -> bool:
    """Whether the visitor may open a nonconformity now."""
    return visit.may_now(Permission.IMPROVEMENT_WRITE)


@register.filter
def waivable(finding: Finding) -> bool:
    """Whether a finding may be waived at all: not a systemic one, nor an absence."""
    rule = RULES.get(finding.code)
    return rule is not None and rule.waivable and not finding.systemic and not finding.waiver


@register.filter
def headline(record: Record) -> str:
    """What a finding calls a record: its title, and an own rule by what its promise means rather than by its name."""
    promise = catalogue().get(record.title) if isinstance(record, OwnRule) else None
    return promise.means if promise else record.title


@register.filter
def spoken(name: str) -> str:
    """A rule's name as words."""
    return name.replace("-", " ").capitalize()
