"""Adding and changing records by form: what was typed is kept whatever the service says of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, RefusedError, StaleError
from plumbline.apps.records import living
from plumbline.apps.records.versions import version
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import PastError, Request
from plumbline.apps.ui.registers.cells import Shown, address, called, shown
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.forms import RecordForm
from plumbline.apps.ui.registers.inputs import INPUTS, meant
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.codec import from_mapping
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import fields_of

TEMPLATE = "ui/registers/form.html"
OFFERED, OFFERS = "undo", 20


@dataclasses.dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people changed, or that somebody else did: what was seen, what stands, what was typed."""

    label: str
    seen: Shown
    now: Shown
    mine: Shown | None


def add(request: Request, register: Register) -> HttpResponse:
    """The form of a new record, which the address may begin: `?owner=ROLE-2`. Sent twice it makes one record."""
    _refuse_past(request)
    visit, sent = request.visit, request.method == "POST"
    more = request.POST.get("add-row", "") if sent else ""
    form = RecordForm(visit, register, begun(visit, register, request.GET), request.POST if sent else None, more=more)
    if form.keyed:
        form.plain.initial["ref"] = request.GET.get("ref", "")
    key = request.POST.get("form-key") or fresh_key()
    context: dict[str, Any] = {"register": register, "form": form, "form_key": key}
    if sent and not more and form.is_valid():
        if made_before := done_before(visit.actor, key):
            return _made_before(request, register, made_before)
        try:
            made = _add(visit, register, form, key)
        except NotAllowedError:
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            messages.success(request, f"{made.ref} is on record.")
            again = reverse("records:new", args=[register.kind.KIND])
            return redirect(again if "another" in request.POST else address(made))
    if sent and not more:
        context["wrong"] = tuple(form.wrong())
    context["guidance"] = visit.isms.standard.all_guidance.get(register.clause)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent and not more else HTTPStatus.OK
    return render(request, TEMPLATE, context, status=status)


def _add(visit: Visit, register: Register, form: RecordForm, key: str) -> Record:
    with take(visit.actor, key):
        made = writer_of(register.kind).add(visit.actor, _made(form))
    remember(visit.actor, key, made.ref)
    return made


def _made_before(request: Request, register: Register, ref: str) -> HttpResponse:
    messages.info(request, f"This form was sent before and made {ref}. Nothing was written twice.")
    return redirect("records:record", register.kind.KIND, ref)


def change(request: Request, register: Register, held: Record) -> HttpResponse:
    """The form of a record as it stands; a stale one shows what was changed since, and keeps what was typed."""
    _refuse_past(request)
    if request.method != "POST":
        focus = request.GET.get("field", "")
        return _form(request, register, held, RecordForm(request.visit, register, held, focus=focus))
    seen = seen_in(request)
    base = held if seen == request.visit.system.seen(held.KIND, held.ref) else version(type(held), held.ref, seen)
    more = request.POST.get("add-row", "")
    form = RecordForm(request.visit, register, base or held, request.POST, more=more)
    if more:
        return _form(request, register, held, form, seen=seen)
    if not form.is_valid():
        return _form(request, register, held, form, wrong=tuple(form.wrong()), seen=seen)
    mine = form.changed()
    if not mine:
        messages.info(request, f"{held.ref} reads so already. Nothing was changed.")
        return redirect(address(held))
    return _written(request, register, held, form, seen=seen, mine=mine)


def _written(
    request: Request, register: Register, held: Record, form: RecordForm, *, seen: int, mine: Mapping[str, Any]
) -> HttpResponse:
    try:
        writer_of(type(held)).change(request.visit.actor, held.ref, seen=seen, **mine)
    except StaleError as error:
        return _stale(request, register, error, mine)
    except NotAllowedError:
        raise
    except RefusedError as error:
        return _form(request, register, held, form, problems=problems(error), seen=seen)
    offer_undo(request, held, seen)
    messages.success(request, f"{held.ref} is changed.")
    return redirect(address(held))


def _refuse_past(request: Request) -> None:
    if request.visit.past:
        raise PastError(f"You are looking at {request.visit.as_of}. The past is not changed: go back to today first.")


def _stale(request: Request, register: Register, error: StaleError, mine: Mapping[str, Any]) -> HttpResponse:
    """Both versions, and the form made anew of what stands with one's own changes laid over it."""
    if error.now is None:
        raise error
    now = error.now
    merged = dataclasses.replace(now, **mine)
    conflicts = tuple(_conflicts(request.visit, error, mine))
    form = RecordForm(request.visit, register, merged)
    return _form(request, register, now, form, status=HTTPStatus.CONFLICT, conflicts=conflicts, mine=mine)


def _conflicts(visit: Visit, error: StaleError, mine: Mapping[str, Any]) -> Iterator[Conflict]:
    """The fields that somebody else changed, and those that both did."""
    for field in fields_of(type(error.now)):
        was, now = getattr(error.seen, field.name, field.starts_empty), getattr(error.now, field.name)
        if was != now:
            typed = shown(visit, field, mine[field.name]) if field.name in mine else None
            yield Conflict(field.label, shown(visit, field, was), shown(visit, field, now), typed)


def _form(request: Request, register: Register, held: Record, form: RecordForm, **more: Any) -> HttpResponse:
    refused = bool({"problems", "wrong"} & more.keys())
    fixed = form.leave_standing(held, more.pop("mine", None) or form.typed_so_far())
    status = more.pop("status", HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)
    context = {
        "register": register,
        "record": held,
        "title": called(request.visit, held),
        "form": form,
        "fixed": fixed,
        "seen": request.visit.present.seen(held.KIND, held.ref),
        "guidance": request.visit.isms.standard.all_guidance.get(register.clause),
        **more,
    }
    return render(request, TEMPLATE, context, status=status)


def begun(visit: Visit, register: Register, asked: QueryDict) -> Record:
    """A record that an address began: its plain fields by name. What cannot be read is left out."""
    known = {each.name: each for each in fields_of(register.kind) if each.shape in INPUTS}
    said = {name: words for name in asked if name in known and (words := str(asked[name]).strip())}
    filled: dict[str, Any] = {}
    for name, words in said.items():
        try:
            value = meant(visit, known[name], words)
            from_mapping(register.kind.KIND, {name: value})
        except (ValueError, TypeError, ArithmeticError):
            continue
        filled[name] = value
    try:
        return from_mapping(register.kind.KIND, filled)
    except ValueError:
        return register.kind()


def _made(form: RecordForm) -> Record:
    filled = {name: value for name, value in form.values().items() if value not in (None, "", ())}
    if form.keyed:
        filled["ref"] = form.ref()
    return dataclasses.replace(form.record, **filled)


def offer_undo(request: Request, record: Record, before: int) -> None:
    """Remember that this session changed a record that read as version `before` said."""
    held, name = dict(request.session.get(OFFERED, {})), offered_as(request, record)
    held.pop(name, None)
    now = living.system(request.visit.organization_id)
    held[name] = [before, now.seen(record.KIND, record.ref)]
    request.session[OFFERED] = dict(list(held.items())[-OFFERS:])


def offered_as(request: Request, record: Record) -> str:
    """What a session calls a record: another organisation has an R-1, too."""
    return f"{request.visit.organization_id}/{record.KIND}/{record.ref}"


def seen_in(request: Request) -> int:
    """The version that the form was made of. Raises RefusedError where it does not say."""
    stated = request.POST.get("seen", "")
    if not stated.isdecimal() or len(stated) > 15:
        raise RefusedError("The form does not say which version you looked at. Open the record again and repeat.")
    return int(stated)


def problems(error: RefusedError) -> tuple[str, ...]:
    """What a service found wrong, sentence by sentence."""
    return error.problems if isinstance(error, InvalidError) else (str(error),)
