"""Who answers, by name: people by today's names, roles by their titles."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from plumbline.apps.ui.templatetags.plumbline import ref_link
from plumbline.engine.domain.kinds import Role

register = template.Library()


@register.simple_tag(takes_context=True)
def who(context: template.Context, words: str) -> SafeString | str:
    """A link to whom the words name, a role by its title; words that name nobody stay words."""
    visit = context.get("visit")
    found = visit.isms.answers(words) if visit else None
    if found is None:
        return words
    return ref_link(context, found, words=found.title if isinstance(found, Role) else "")
