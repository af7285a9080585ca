"""The certificate clock: which visits come when, what they need, what lapses until then, and who is let in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.access_roles import GRANTED, AccessRole, those_who_may
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.subjects import SUBJECTS, in_words
from plumbline.apps.certification.services import open_to_visitors, plan_visits
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.templatetags.plumbline import day
from plumbline.engine.domain.access import access_roles_on
from plumbline.engine.domain.certificate_clock import (
    Slot,
    certificate_held,
    days_for,
    lapses_before,
    needs,
    next_visit,
    of_the_body,
    slots,
)
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Certificate, Membership, Person, Visit

MOST_LAPSES = 12
FIRST_STAGE, SECOND_STAGE = timedelta(days=90), timedelta(days=150)


@page(Permission.CERTIFICATION_READ)
@require_GET
def clock(request: Request) -> HttpResponse:
    """The cycle on one line, and what the next visit asks for."""
    visit = request.visit
    isms, certificate = visit.isms, certificate_held(visit.isms)
    ahead = next_visit(isms)
    cycle = slots(isms, certificate) if certificate else ()
    lapsing = [each for each in lapses_before(isms, ahead) if visit.may(reading(each.record.KIND))] if ahead else []
    people = isms.organization.headcount
    context = {
        "certificate": certificate,
        "slots": cycle,
        "unplanned": [each for each in cycle if each.visit is None],
        "ahead": ahead,
        "left": (ahead.planned_on - visit.on).days if ahead and ahead.planned_on else None,
        "needs": needs(isms, ahead) if ahead else (),
        "lapsing": lapsing[:MOST_LAPSES],
        "more_lapsing": max(len(lapsing) - MOST_LAPSES, 0),
        "findings": of_the_body(isms),
        "people": people,
        "days": [(each.kind, days_for(people, each.kind)) for each in cycle] if people else [],
        "may_write": visit.may_now(Permission.CERTIFICATION_WRITE),
        "may_pack": visit.may(Permission.PACK_MAKE),
    }
    return render(request, "certification/clock.html", context)


@page(Permission.CERTIFICATION_READ, post=Permission.CERTIFICATION_WRITE)
@require_POST
def plan(request: Request) -> HttpResponse:
    """Plan every visit of the cycle that is not planned, each in the middle of its window."""
    visit = request.visit
    certificate = _certificate(visit.isms)
    wanted = [(each.kind, _middle(each, visit.on)) for each in slots(visit.isms, certificate) if each.visit is None]
    made = plan_visits(visit.actor, certificate.ref, wanted, people=visit.isms.organization.headcount)
    messages.success(request, f"{len(made)} visits are planned. Move their days once the body has confirmed them.")
    return redirect("certification:clock")


def _certificate(isms: Isms) -> Certificate:
    found = certificate_held(isms)
    if found is None:
        raise Http404("There is no certificate, nor one applied for.")
    return found


def _middle(slot: Slot, today: date) -> date:
    """A day in the window; of the first stages, which have none before a certificate, three and five months ahead."""
    if slot.earliest is None or slot.latest is None:
        return today + (FIRST_STAGE if slot.kind == "stage 1" else SECOND_STAGE)
    return slot.earliest + (slot.latest - slot.earliest) / 2


@page(Permission.CERTIFICATION_READ)
@require_GET
def visitors(request: Request, ref: str) -> HttpResponse:
    """Who comes, what they may read and until when, and who of them is in."""
    return render(request, "certification/visitors.html", _visitors(request, ref))


def _visitors(request: Request, ref: str) -> dict[str, Any]:
    visit = request.visit
    held = visit.isms.at(Visit, ref)
    if held is None:
        raise Http404(f"There is no visit {ref}.")
    grants = [(each, _last_day(each)) for each in visit.isms.all(Membership) if each.visit == ref]
    coming = [found for words in held.visitors if isinstance(found := visit.isms.resolve(words, Person), Person)]
    memberships = visit.isms.all(Membership)
    outside = [each for each in coming if not access_roles_on(memberships, each.ref, visit.on)]
    return {
        "held": held,
        "coming": [
            (each, [grant for grant in grants if grant[0].person == each.ref], each in outside) for each in coming
        ],
        "outside": outside,
        "too_early": held.open_from is not None and held.open_from > visit.on,
        "over": held.open_until is not None and held.open_until < visit.on,
        "opens": in_words(held.opens),
        "readable": in_words({each.subject for each in GRANTED[AccessRole.EXTERNAL_AUDITOR] if each.verb == "read"}),
        "carried": [f"“{SUBJECTS[each]}”" for each in ("log", "register") if each in held.opens],
        "may_open": visit.may_now(Permission.ACCESS_GRANT),
        "by": those_who_may(Permission.ACCESS_GRANT),
        "may_write": visit.may_change(held, Permission.CERTIFICATION_WRITE),
    }


def _last_day(grant: Membership) -> date | None:
    """The last day of reading: a grant ends at the end of the day before its `until`."""
    return grant.until and grant.until - timedelta(days=1)


@page(Permission.CERTIFICATION_READ, post=Permission.ACCESS_GRANT)
@require_POST
def let_in(request: Request, ref: str) -> HttpResponse:
    """Let the visitors in who are not."""
    emails = {
        name.removeprefix("email-"): text.strip()
        for name, text in request.POST.items()
        if name.startswith("email-") and isinstance(text, str) and text.strip()
    }
    made = open_to_visitors(request.visit.actor, ref, emails=emails)
    who = ", ".join(request.visit.names.get(each.person, each.person) for each in made)
    messages.success(
        request, f"{who} may read until {day(_last_day(made[0]))}. Send them the invitation from the access page."
    )
    return redirect("certification:visitors", ref)
