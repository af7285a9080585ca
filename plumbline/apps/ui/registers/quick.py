"""One field changed in the table itself; without scripts the form of the record does the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from plumbline.apps.accounts.errors import RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.drawing import content
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.apps.ui.registers.forms import FieldsForm, offer
from plumbline.apps.ui.registers.inputs import input_of, meant, typed
from plumbline.apps.ui.registers.listing import held, register_named
from plumbline.apps.ui.registers.standing import Doors, fixed
from plumbline.apps.ui.registers.tables import Heading, cell, labels
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import Field, field_of


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand."""
    return acts.writing(kind)


@page(write)
def quick(request: Request, kind: str, ref: str, name: str) -> HttpResponse:
    """The input of one cell; sent, the cell as it stands then. An answer that refuses keeps the input and says why."""
    register, record = register_named(kind), held(request.visit, kind, ref)
    acts.demand(request.visit, record)
    if name not in acts.changed_in_place(request.visit, register):
        raise Http404(f"“{name}” is not changed in the table.")
    if not request.htmx:
        return redirect(f"{reverse('records:change', args=[kind, ref])}?field={name}#field-{name}")
    field = field_of(register.kind, name)
    if request.method == "POST":
        return _written(request, register, record, field)
    stands = fixed(request.visit, record)
    if name in stands:
        return _cell(request, register, record, name, why=" ".join(stands.why))
    return _cell(request, register, record, name) if "cancel" in request.GET else _input(request, record, field)


def _written(request: Request, register: Register, record: Record, field: Field) -> HttpResponse:
    name = field.name
    form = _form(request, record, field, sent=True)
    if not form.is_valid():
        return _input(request, record, field, form=form)
    value = meant(request.visit, field, form.cleaned_data[name])
    try:
        if value != getattr(record, name):
            door, seen = writer_of(register.kind), seen_in(request)
            record = door.change(request.visit.actor, record.ref, seen=seen, **{name: value})
    except StaleError:
        return _input(request, record, field, problem="Somebody changed it since. This is what it says now.")
    except RefusedError as error:
        return _input(request, record, field, problem=str(error))
    return _cell(request, register, record, name)


def _form(request: Request, record: Record, field: Field, *, sent: bool) -> forms.Form:
    form = FieldsForm(request.POST if sent else None, auto_id=f"quick-{record.ref}-%s")
    value = getattr(record, field.name)
    form.fields[field.name] = input_of(request.visit, field, value)
    form.initial[field.name] = typed(request.visit, field, value)
    doors = Doors(request.visit, type(record), [record])
    if field.name in doors.narrowed(record):
        offer(form.fields[field.name], field, {*doors.words(record, field.name), value})
    form.fields[field.name].widget.attrs |= {"autofocus": True, "aria-label": f"{field.label} of {record.ref}"}
    return form


def _input(
    request: Request, record: Record, field: Field, *, form: forms.Form | None = None, problem: str = ""
) -> HttpResponse:
    form = form or _form(request, record, field, sent=False)
    seen = request.visit.present.seen(record.KIND, record.ref)
    context = {"record": record, "field": field, "input": form[field.name], "seen": seen, "problem": problem}
    return render(request, "ui/registers/_quick.html", context)


def _cell(request: Request, register: Register, record: Record, name: str, *, why: str = "") -> HttpResponse:
    """The cell as it stands; why: it is not changed any more, which the page that was open did not know."""
    heading, quick = Heading(name, labels(register)[name], ""), name not in fixed(request.visit, record)
    drawn = content(cell(request.visit, register, heading, record, quick=quick), record)
    said = format_html('<p class="form-errors" role="alert">{}</p>', why) if why else ""
    return HttpResponse(format_html("{}{}", drawn, said))
