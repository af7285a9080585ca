"""One field of many records: what it shall say, what would change, and the change of all of them in one action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.many import MOST, Outcome
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.cells import Shown, address, called, shown
from plumbline.apps.ui.registers.comparing import since
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.forms import FieldsForm
from plumbline.apps.ui.registers.inputs import INPUTS, input_of, meant
from plumbline.apps.ui.registers.listing import found_by, register_named
from plumbline.apps.ui.registers.looking import look
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
        return _written(request, register)
    chosen = _chosen(visit, register, request.GET)
    if not chosen:
        raise RefusedError("No record is ticked. Go back and tick the rows that you want to change.")
    if len(chosen) > MOST:
        raise RefusedError(
            f"These are {len(chosen):,} records, and {MOST:,} can be changed at once. Narrow them first."
        )
    context = {"register": register, "count": len(chosen), "fields": _fields(register), "back": _back(request)}
    field = next((each for each in _fields(register) if each.name == request.GET.get("field")), None)
    if field is not None:
        context |= _asked(request, chosen, field)
    context["refs"] = " ".join(each.ref for each in chosen)
    return render(request, "ui/registers/bulk.html", context)


def _asked(request: Request, chosen: Sequence[Record], field: Field) -> dict[str, Any]:
    """The input of the field that was chosen; with a value, each record before and after."""
    visit, form = request.visit, _form(request.visit, field, request.GET if "preview" in request.GET else None)
    found: dict[str, Any] = {"field": field, "input": form[field.name]}
    if not form.is_bound or not form.is_valid():
        return found
    value = meant(visit, field, form.cleaned_data[field.name])
    rows = tuple(_row(visit, each, field, value) for each in chosen)
    changing = [each for each in rows if each.changes]
    seen = {each.record.ref: visit.present.seen(each.record.KIND, each.record.ref) for each in changing}
    return found | {
        "preview": True,
        "said": request.GET.get(field.name, ""),
        "after": shown(visit, field, value),
        "rows": changing[:DRAWN],
        "more": max(len(changing) - DRAWN, 0),
        "changing": len(changing),
        "same": len(rows) - len(changing),
        "versions": " ".join(f"{ref}@{index}" for ref, index in seen.items()),
    }


def _row(visit: Visit, record: Record, field: Field, value: object) -> Row:
    before = getattr(record, field.name)
    return Row(record, called(visit, record), address(record), shown(visit, field, before), before != value)


def _form(visit: Visit, field: Field, said: QueryDict | None) -> FieldsForm:
    form = FieldsForm(said)
    form.fields[field.name] = input_of(visit, field, field.starts_empty)
    return form


def _fields(register: Register) -> tuple[Field, ...]:
    """The fields that may be set alike for many: plain ones that people change themselves."""
    plain = (each for each in acts.changed_by_hand(register) if each.shape in INPUTS and each.name not in ALONE)
    return tuple(each for each in plain if each.shape is not Shape.LONG_TEXT or each.name == "note")


def _chosen(visit: Visit, register: Register, asked: QueryDict) -> list[Record]:
    """The rows that were ticked; all that fit, where that was asked for; those named, on the way back."""
    if "every" in asked:
        return found_by(visit, register, look(register, asked), since(visit, register.kind.KIND))
    named = asked.getlist("row") or asked.get("refs", "").split()
    known = (visit.present.get(register.kind.KIND, each) for each in dict.fromkeys(named))
    return [each for each in known if each is not None]


def _back(request: Request) -> str:
    """Where the records were chosen."""
    register = register_named(request.resolver_match.kwargs["kind"]) if request.resolver_match else None
    query = request.GET.get("back") or (look(register, request.GET).query if register else "")
    return query or "view="


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
    value = meant(visit, field, form.cleaned_data[name])
    outcome = writer_of(register.kind).change_many(visit.actor, seen, **{name: value})
    context = {
        "register": register,
        "field": field_of(register.kind, name),
        "after": shown(visit, field, value),
        "outcome": outcome,
        "stale": tuple(_titles(visit, register, outcome.stale)),
        "refused": tuple(
            (ref, title, outcome.refused[ref]) for ref, title in _titles(visit, register, outcome.refused)
        ),
        "again": _again(register, field, request.POST, outcome),
        "back": request.POST.get("back", "view="),
    }
    return render(request, "ui/registers/bulk_done.html", context)


def _titles(visit: Visit, register: Register, refs: Sequence[str] | Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for ref in refs:
        record = visit.present.get(register.kind.KIND, ref)
        yield ref, called(visit, record) if record else ""


def _again(register: Register, field: Field, sent: QueryDict, outcome: Outcome) -> str:
    """The query that asks for the same once more of the records that somebody else changed meanwhile."""
    asked = QueryDict(mutable=True)
    asked.update({"refs": " ".join(outcome.stale), "field": field.name, "preview": "1"})
    asked[field.name] = sent.get(field.name, "")
    asked["back"] = sent.get("back", "")
    return asked.urlencode()


def _versions(words: str) -> Iterator[tuple[str, int]]:
    """`R-1@12 R-2@15`: references and the versions that were looked at."""
    for each in words.split():
        ref, _, index = each.rpartition("@")
        if ref and index.isdecimal() and len(index) < 16:
            yield ref, int(index)
