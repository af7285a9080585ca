"""Adding and changing records by form: what was typed is kept whatever the service says of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, RefusedError, StaleError
from plumbline.apps.records.versions import version
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import Request
from plumbline.apps.ui.registers.cells import Shown, address, shown
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.forms import RecordForm
from plumbline.apps.ui.registers.inputs import INPUTS, meant
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import fields_of

TEMPLATE = "ui/registers/form.html"


@dataclasses.dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people changed, or that somebody else did: what was seen, what stands, what was typed."""

    label: str
    seen: Shown
    now: Shown
    mine: Shown | None


def add(request: Request, register: Register) -> HttpResponse:
    """The form of a new record; the address may begin it: `?owner=ROLE-2`."""
    visit, sent = request.visit, request.method == "POST"
    form = RecordForm(visit, register, begun(visit, register, request.GET), request.POST if sent else None)
    context: dict[str, Any] = {"register": register, "form": form}
    if sent and form.is_valid():
        try:
            made = writer_of(register.kind).add(visit.actor, _made(form))
        except NotAllowedError:
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            messages.success(request, f"{made.ref} is on record.")
            again = reverse("records:new", args=[register.kind.KIND])
            return redirect(again if "another" in request.POST else address(made))
    context["guidance"] = visit.isms.standard.all_guidance.get(register.clause)
    return render(request, TEMPLATE, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK)


def change(request: Request, register: Register, held: Record) -> HttpResponse:
    """The form of a record as it stands; a stale one shows what was changed since, and keeps what was typed."""
    if request.method != "POST":
        return _form(request, register, held, RecordForm(request.visit, register, held))
    seen = seen_in(request)
    base = held if seen == request.visit.system.seen(held.KIND, held.ref) else version(type(held), held.ref, seen)
    form = RecordForm(request.visit, register, base or held, request.POST)
    if not form.is_valid():
        return _form(request, register, held, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, seen=seen)
    mine = form.changed()
    if not mine:
        messages.info(request, f"{held.ref} reads so already. Nothing was changed.")
        return redirect(address(held))
    try:
        writer_of(type(held)).change(request.visit.actor, held.ref, seen=seen, **mine)
    except StaleError as error:
        return _stale(request, register, error, mine)
    except NotAllowedError:
        raise
    except RefusedError as error:
        return _form(request, register, held, form, problems=problems(error), seen=seen)
    messages.success(request, f"{held.ref} is changed.")
    return redirect(address(held))


def _stale(request: Request, register: Register, error: StaleError, mine: Mapping[str, Any]) -> HttpResponse:
    """Both versions, and the form made anew of what stands with one's own changes laid over it."""
    if error.now is None:
        raise error
    now = error.now
    merged = dataclasses.replace(now, **mine)
    conflicts = tuple(_conflicts(request.visit, error, mine))
    form = RecordForm(request.visit, register, merged)
    return _form(request, register, now, form, status=HTTPStatus.CONFLICT, conflicts=conflicts)


def _conflicts(visit: Visit, error: StaleError, mine: Mapping[str, Any]) -> Any:
    assert error.now is not None, "a record that is gone is told otherwise"  # noqa: S101 - asked by the caller
    for field in fields_of(type(error.now)):
        was, now = getattr(error.seen, field.name, field.starts_empty), getattr(error.now, field.name)
        if was != now:
            typed = shown(visit, field, mine[field.name]) if field.name in mine else None
            yield Conflict(field.label, shown(visit, field, was), shown(visit, field, now), typed)


def _form(request: Request, register: Register, held: Record, form: RecordForm, **more: Any) -> HttpResponse:
    status = more.pop("status", HTTPStatus.UNPROCESSABLE_ENTITY if more.get("problems") else HTTPStatus.OK)
    context = {
        "register": register,
        "record": held,
        "title": titled(held, request.visit.names),
        "form": form,
        "seen": request.visit.present.seen(held.KIND, held.ref),
        **more,
    }
    return render(request, TEMPLATE, context, status=status)


def begun(visit: Visit, register: Register, asked: QueryDict) -> Record:
    """A record that an address began: its plain fields by name. What cannot be read is left out."""
    known = {each.name: each for each in fields_of(register.kind) if each.shape in INPUTS}
    said = {name: words for name in asked if name in known and (words := asked[name].strip())}
    filled = {"ref": asked["ref"]} if not register.kind.PREFIX and asked.get("ref") else {}
    for name, words in said.items():
        try:
            filled[name] = meant(visit, known[name], words)
            from_mapping(register.kind.KIND, {name: filled[name]})
        except (ValueError, TypeError, ArithmeticError):
            filled.pop(name, None)
    try:
        return from_mapping(register.kind.KIND, {n: v for n, v in filled.items() if n != "ref"})
    except ValueError:
        return register.kind()


def _made(form: RecordForm) -> Record:
    filled = {name: value for name, value in form.values().items() if value not in (None, "", ())}
    if form.keyed:
        filled["ref"] = form.ref()
    return dataclasses.replace(form.record, **filled)


def seen_in(request: Request) -> int:
    """The version that the form was made of. Raises RefusedError where it does not say."""
    stated = request.POST.get("seen", "")
    if not stated.isdecimal() or len(stated) > 15:
        raise RefusedError("The form does not say which version you looked at. Open the record again and repeat.")
    return int(stated)


def problems(error: RefusedError) -> tuple[str, ...]:
    """What a service found wrong, sentence by sentence."""
    return error.problems if isinstance(error, InvalidError) else (str(error),)
