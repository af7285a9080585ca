"""One field of many records: what it shall say, what would change, and the change of all of them in one action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from plumbline.apps.accounts.action import not_yours
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.many import MOST, Outcome
from plumbline.apps.records.store import revised
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.cells import Shown, address, called, shown
from plumbline.apps.ui.registers.comparing import since
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.forms import FieldsForm
from plumbline.apps.ui.registers.inputs import INPUTS, input_of, meant
from plumbline.apps.ui.registers.laid_aside import laid_aside, lay_aside
from plumbline.apps.ui.registers.listing import found_by, register_named
from plumbline.apps.ui.registers.looking import look
from plumbline.apps.ui.registers.standing import Doors
from plumbline.apps.ui.registers.undoing_many import offer_many
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import Field, Shape, field_of

DRAWN = 200
ALONE = frozenset({"title"})
"""Fields that tell records apart: setting them alike for many is always a mistake."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record that was chosen: what the field says, and whether it would say something else."""

    record: Record
    title: str
    url: str
    before: Shown
    changes: bool
    refused: str = ""
    """Why it would not take the change."""


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand."""
    return acts.writing(kind)


@page(write)
def bulk(request: Request, kind: str) -> HttpResponse:
    """What was chosen and what would become of it; sent, what became of it."""
    register, visit = register_named(kind), request.visit
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. The past is not changed.")
    if request.method == "POST":
        return _written(request, register) if "field" in request.POST else _choose(request, register)
    chosen, back = _chosen(visit, register, request.GET.get("chosen", ""))
    context = {"register": register, "count": len(chosen), "fields": _fields(register), "back": back}
    field = next((each for each in _fields(register) if each.name == request.GET.get("field")), None)
    if field is not None:
        context |= _asked(request, chosen, field)
    context["chosen"] = request.GET.get("chosen", "")
    return render(request, "ui/registers/bulk.html", context)


def _choose(request: Request, register: Register) -> HttpResponse:
    """Keep the rows that were ticked, or all that fit, and go on: the address stays short however many they are."""
    visit, asked = request.visit, request.POST
    wanted = look(register, asked)
    if "every" in asked:
        refs = [each.ref for each in found_by(visit, register, wanted, since(visit, register.kind.KIND))]
    else:
        refs = list(dict.fromkeys(asked.getlist("row")))
    if not refs:
        raise RefusedError("No record is ticked. Go back and tick the rows that you want to change.")
    if len(refs) > MOST:
        raise RefusedError(f"These are {len(refs):,} records, and {MOST:,} can be changed at once. Narrow them first.")
    return redirect(_address(visit, register, refs, wanted.query))


def _address(visit: Visit, register: Register, refs: Sequence[str], back: str, **asked: str) -> str:
    """Where the records kept under a key are changed."""
    kind = register.kind.KIND
    key = lay_aside(visit.actor, kind, {"refs": list(refs), "back": back or "view="})
    return f"{reverse('records:bulk', args=[kind])}?{urlencode({'chosen': key, **asked})}"


def _asked(request: Request, chosen: Sequence[Record], field: Field) -> dict[str, Any]:
    """The input of the field that was chosen; with a value, each record before and after."""
    visit, form = request.visit, _form(request.visit, field, request.GET if "preview" in request.GET else None)
    found: dict[str, Any] = {"field": field, "input": form[field.name]}
    if not form.is_bound or not form.is_valid():
        return found
    value = meant(visit, field, form.cleaned_data[field.name])
    doors = Doors(visit, type(chosen[0]), chosen)
    rows = tuple(_row(visit, doors, each, field, value) for each in chosen)
    changing = [each for each in rows if each.changes and not each.refused]
    refused = [each for each in rows if each.refused]
    seen = {each.record.ref: visit.present.seen(each.record.KIND, each.record.ref) for each in changing}
    return found | {
        "preview": True,
        "said": request.GET.get(field.name, ""),
        "after": shown(visit, field, value),
        "rows": changing[:DRAWN],
        "more": max(len(changing) - DRAWN, 0),
        "changing": len(changing),
        "same": len(rows) - len(changing) - len(refused),
        "refused": refused[:DRAWN],
        "left": len(refused),
        "unsaid": max(len(refused) - DRAWN, 0),
        "versions": " ".join(f"{ref}@{index}" for ref, index in seen.items()),
    }


def _row(visit: Visit, doors: Doors, record: Record, field: Field, value: object) -> Row:
    before = getattr(record, field.name)
    changes = before != value
    why = doors.refusal(record, revised(record, **{field.name: value})) if changes else ""
    if changes and not acts.may_change(visit, record):
        why = not_yours(record.ref)
    return Row(record, called(visit, record), address(record), shown(visit, field, before), changes, why)


def _form(visit: Visit, field: Field, said: QueryDict | None) -> FieldsForm:
    form = FieldsForm(said)
    form.fields[field.name] = input_of(visit, field, field.starts_empty)
    return form


def _fields(register: Register) -> tuple[Field, ...]:
    """The fields that may be set alike for many: plain ones that people change themselves."""
    plain = (each for each in acts.changed_by_hand(register) if each.shape in INPUTS and each.name not in ALONE)
    return tuple(each for each in plain if each.shape is not Shape.LONG_TEXT or each.name == "note")


def _chosen(visit: Visit, register: Register, key: str) -> tuple[list[Record], str]:
    """The records that were chosen and still stand, and where they were chosen."""
    kind = register.kind.KIND
    held = laid_aside(visit.actor, kind, key) if key else None
    if held is None:
        raise RefusedError("Which records you chose is kept for a day, and no longer. Choose them again.")
    known = [each for ref in held["refs"] if (each := visit.present.get(kind, ref))]
    if not known:
        raise RefusedError("None of the records that you chose stands any more. Choose others.")
    return known, held["back"]


def _written(request: Request, register: Register) -> HttpResponse:
    visit, name = request.visit, request.POST.get("field", "")
    field = next((each for each in _fields(register) if each.name == name), None)
    seen = dict(_versions(request.POST.get("versions", "")))
    if field is None or not seen:
        raise RefusedError("The form does not say what to change. Choose the records again.")
    form = _form(visit, field, request.POST)
    if not form.is_valid():
        wrong = " ".join(words for errors in form.errors.values() for words in map(str, errors))
        raise RefusedError(f"{field.label}: {wrong} Choose the records again.")
    value, kind = meant(visit, field, form.cleaned_data[name]), register.kind.KIND
    outcome = writer_of(register.kind).change_many(visit.actor, seen, **{name: value})
    back = request.POST.get("back", "view=")
    context = {
        "register": register,
        "field": field_of(register.kind, name),
        "after": shown(visit, field, value),
        "outcome": outcome,
        "stale": tuple(_titles(visit, register, outcome.stale)),
        "refused": tuple(
            (ref, title, outcome.refused[ref]) for ref, title in _titles(visit, register, outcome.refused)
        ),
        "again": _again(visit, register, field, request.POST, outcome) if outcome.stale else "",
        "back": back,
        "undo": offer_many(visit, kind, name, {ref: seen[ref] for ref in outcome.changed}, back),
    }
    return render(request, "ui/registers/bulk_done.html", context)


def _titles(visit: Visit, register: Register, refs: Sequence[str] | Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for ref in refs:
        record = visit.present.get(register.kind.KIND, ref)
        yield ref, called(visit, record) if record else ""


def _again(visit: Visit, register: Register, field: Field, sent: QueryDict, outcome: Outcome) -> str:
    """Where the same is asked once more of the records that somebody else changed meanwhile."""
    asked = {"field": field.name, "preview": "1", field.name: sent.get(field.name, "")}
    return _address(visit, register, outcome.stale, sent.get("back", ""), **asked)


def _versions(words: str) -> Iterator[tuple[str, int]]:
    """`R-1@12 R-2@15`: references and the versions that were looked at."""
    for each in words.split():
        ref, _, index = each.rpartition("@")
        if ref and index.isdecimal() and len(index) < 16:
            yield ref, int(index)
