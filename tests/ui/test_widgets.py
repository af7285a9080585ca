"""Inputs that are drawn here read letter by letter as Django's own templates would draw them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from plumbline.apps.ui.widgets import FormRenderer

CHOICES: list[tuple[Any, Any]] = [
    ("", "not stated"),
    ("a<b", "A & B"),
    (3, mark_safe("<b>three</b>")),
    ("Group <1>", [("x", "X"), ("y'", 'Y "quoted"')]),
]
WIDGETS: dict[str, forms.Widget] = {
    "text": forms.TextInput({"autocomplete": "off", "data-several": "", "autofocus": True, "disabled": False}),
    "number": forms.NumberInput({"min": -3, "step": "any"}),
    "email": forms.EmailInput(),
    "url": forms.URLInput(),
    "password": forms.PasswordInput(render_value=True),
    "hidden": forms.HiddenInput(),
    "date": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    "moment": forms.DateTimeInput({"type": "datetime-local"}),
    "time": forms.TimeInput(),
    "prose": forms.Textarea({"rows": 4, "class": "a & b"}),
    "select": forms.Select({"data-x": "<"}, choices=CHOICES),
    "several": forms.SelectMultiple(choices=CHOICES),
    "boxes": forms.CheckboxSelectMultiple(choices=CHOICES),
    "box": forms.CheckboxInput(),
    "file": forms.FileInput(),
}
VALUES = [None, "", "0", 0, 3, "a<b", "</textarea><script>", "\n\nlines & more", ["a<b", "x"], date(2026, 11, 22)]


@pytest.mark.parametrize("kind", WIDGETS)
@pytest.mark.parametrize("value", VALUES, ids=str)
def test_every_widget_reads_as_django_draws_it(kind: str, value: object) -> None:
    widget = WIDGETS[kind]
    drawn = [widget.render("na'me", value, {"id": "id_<1>"}, each) for each in (FormRenderer(), DjangoTemplates())]
    assert drawn[0] == drawn[1]
    assert type(drawn[0]) is type(drawn[1])


@given(words=st.text(max_size=40), label=st.text(max_size=20), about=st.text(max_size=20))
def test_whatever_somebody_types_stays_words(words: str, label: str, about: str) -> None:
    for widget in (forms.TextInput(), forms.Textarea(), forms.Select(choices=[(words, label), ("b", "B")])):
        drawn = [widget.render("note", words, {"title": about}, each) for each in (FormRenderer(), DjangoTemplates())]
        assert drawn[0] == drawn[1]
