"""What templates say of spans in which something has to be back."""

from __future__ import annotations

from django import template

from plumbline.engine.domain.recovery import in_one_way

register = template.Library()


@register.filter
def lasting(words: str) -> str:
    """A span of recovery, written in one way wherever it came from; nothing stays nothing."""
    return in_one_way(words or "")
