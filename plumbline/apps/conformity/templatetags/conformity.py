"""What templates say of a finding: where it is mended, which records it cites, since when it stands."""

from __future__ import annotations

from django import template

from plumbline.apps.conformity.mending import mend_url, records_of
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record
from plumbline.engine.rules.finding import Finding
from plumbline.engine.rules.rule import RULES

register = template.Library()


@register.simple_tag
def mend(visit: Visit, finding: Finding) -> str:
    """The address of the form that mends a finding; empty while nothing may be changed."""
    return "" if visit.past or visit.fork else mend_url(visit.isms, finding)


@register.simple_tag
def cited(visit: Visit, finding: Finding) -> tuple[Record, ...]:
    """The records a finding cites."""
    return tuple(records_of(visit.isms, finding))


@register.filter
def waivable(finding: Finding) -> bool:
    """Whether a finding may be waived at all: not a systemic one, nor an absence."""
    rule = RULES.get(finding.code)
    return rule is not None and rule.waivable and not finding.systemic and not finding.waiver


@register.filter
def spoken(name: str) -> str:
    """A rule's name as words."""
    return name.replace("-", " ").capitalize()
