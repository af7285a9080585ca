"""Erasing for good: a person's name, or what a record used to say. What goes and what stays is told first."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, NotFoundError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import ERASED, contacts, names_by_id
from plumbline.apps.accounts.ways_in import ways_in
from plumbline.apps.administration.access.listing import of_person
from plumbline.apps.journal import browsing, reading
from plumbline.apps.journal.browsing import Sought
from plumbline.apps.people.services import erase_person
from plumbline.apps.records.erasing import erase_value
from plumbline.apps.ui.fresh import fresh
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.comparing import differing
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.kinds import KINDS, Person

MAY = Permission.PEOPLE_ERASE


class BasisForm(forms.Form):
    """On what legal basis."""

    basis = forms.CharField(
        label="Legal basis",
        max_length=400,
        help_text="Such as a request under GDPR 17, and its date. It stays in the record: do not repeat what goes.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page(MAY)
@require_GET
def choose(request: Request) -> HttpResponse:
    """Whom to erase, or where to find the version of a record to erase."""
    visit = request.visit
    known = [(each.ref, visit.names.get(each.ref, "")) for each in visit.present.state.ordered.get(Person.KIND, ())]
    listed = [(ref, name) for ref, name in known if name and name != ERASED]
    context = {
        "people": sorted(listed, key=lambda each: each[1].casefold()),
        "gone": sum(1 for _, name in known if name == ERASED),
    }
    return render(request, "settings_pages/erase.html", context)


@page(MAY)
@fresh
def name_of(request: Request, ref: str) -> HttpResponse:
    """Erase a person's name, contact and way in; first what goes and what stays."""
    visit = request.visit
    who = visit.present.get(Person.KIND, ref)
    if not isinstance(who, Person):
        raise NotFoundError(Person.REGISTER, ref)
    form = BasisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(
                visit.actor, ref, seen=visit.present.seen(Person.KIND, ref) or 0, basis=form.cleaned_data["basis"]
            )
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The name of {ref} is erased. Every proof still holds.")
            return redirect("settings:erase")
    context = {"form": form, "ref": ref, "name": visit.names.get(ref, ref), **_counted(visit, who)}
    return render(request, "settings_pages/erase_name.html", context, status=_status(form))


def _counted(visit: Visit, who: Person) -> dict[str, Any]:
    """What goes and what stays, in numbers."""
    ids = [id_ for id_, name in names_by_id(visit.organization_id).items() if name == visit.names.get(who.ref)]
    acted = sum(browsing.count(visit.organization_id, visit.present.head, Sought(actor=each)) for each in ids)
    return {
        "contact": who.ref in contacts(visit.organization_id),
        "way_in": ways_in(visit.organization_id).get(who.ref),
        "grants": of_person(visit, who).grants,
        "naming": len(visit.present.pointing_at(who)),
        "acted": acted,
        "versions": len(reading.history(visit.organization_id, Person.KIND, who.ref)),
    }


@page(MAY)
@fresh
def value_of(request: Request, kind: str, ref: str, index: int) -> HttpResponse:
    """Erase what a record said from an entry on; first what that was, and what follows it."""
    visit = request.visit
    told = [each for each in reading.history(visit.organization_id, kind, ref) if kind in KINDS and each.value]
    found = next((each for each in told if each.idx == index), None)
    if found is None or found.value is None:
        raise Http404(f"{ref} says nothing in entry {index} that could be erased.")
    seen = visit.present.seen(kind, ref)
    form = BasisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_value(visit.actor, kind, ref, at=index, seen=seen or 0, basis=form.cleaned_data["basis"])
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"What {ref} said from entry {index} on is erased. Every proof still holds.")
            return redirect(reverse("records:history", args=[kind, ref]))
    context = {
        "form": form,
        "ref": ref,
        "kind": KINDS[kind],
        "index": index,
        "says": tuple(differing(visit, None, decode(kind, found.value))),
        "stands": seen == index,
        "versions": len(told),
    }
    return render(request, "settings_pages/erase_value.html", context, status=_status(form))


def _status(form: BasisForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
