"""Inputs of forms, drawn as Django's own templates draw them but quicker: the form of a record has thirty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe

Widget = Mapping[str, Any]


class FormRenderer(DjangoTemplates):
    """Django's renderer, which leaves the plain inputs to this module."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A widget as HTML."""
        draw = DRAWN.get(template_name)
        return super().render(template_name, context, request) if draw is None else draw(context["widget"])


def _words(value: object) -> str:
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_words(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_words(widget["value"])}"'
    return _safe(f'<input type="{_words(widget["type"])}" name="{_words(widget["name"])}"{value}{_attributes(widget)}>')


def _textarea(widget: Widget) -> SafeString:
    value = _words(widget["value"]) if widget["value"] else ""
    return _safe(f'<textarea name="{_words(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>')


def _select(widget: Widget) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return _safe(f'<select name="{_words(widget["name"])}"{_attributes(widget)}>{groups}\n</select>')


def _group(name: object, options: list[Widget]) -> str:
    inner = "".join(
        f'\n  <option value="{_words(each["value"])}"{_attributes(each)}>{_words(each["label"])}</option>\n'
        for each in options
    )
    return f'\n  <optgroup label="{_words(name)}">{inner}\n  </optgroup>' if name else inner


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308 - every word in it went through _words, and the rest is written here


INPUTS = ("date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")
DRAWN: Mapping[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{each}.html": _input for each in INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
