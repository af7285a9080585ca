"""Who may act here: the list, one person, inviting, a new link, ending a role, and closing a way in."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import NotFoundError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration import services
from plumbline.apps.administration.access.forms import CloseForm, InviteForm
from plumbline.apps.administration.access.listing import everybody, of_person
from plumbline.apps.administration.access.matrix import DUTIES, matrix
from plumbline.apps.administration.handing_over import still_held
from plumbline.apps.administration.signing_in.resetting import mails
from plumbline.apps.records.access import VISIT, revoke_access
from plumbline.apps.ui.fresh import fresh
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import Person

SUBJECT = "Plumbline: you are invited"
LETTER = """{who} lets you into the management system of {organization}.

Open this link and choose a password. It works once, and until {until}:

{link}

If you expected nothing of the kind, do not open it and tell {who}.
"""
LASTS = timedelta(hours=24)


@page(Permission.ACCESS_READ)
def people(request: Request) -> HttpResponse:
    """Everybody who may act here."""
    shown = {"everybody": everybody(request.visit), "may_invite": request.visit.may_now(Permission.ACCESS_GRANT)}
    return render(request, "administration/access/people.html", shown)


@page(Permission.REGISTER_READ)
@require_GET
def matrix_page(request: Request) -> HttpResponse:
    """Who may do what, for whoever wonders; it is no secret."""
    shown = {
        "matrix": matrix(),
        "roles": tuple(AccessRole),
        "span": len(AccessRole) + 1,
        "duties": DUTIES,
        "visit_days": VISIT.days,
        "may_see_people": request.visit.may(Permission.ACCESS_READ),
    }
    return render(request, "administration/access/matrix.html", shown)


@page(Permission.ACCESS_READ)
def person(request: Request, ref: str) -> HttpResponse:
    """One person: what they may act as, how they get in, and what they answer for."""
    who = _person(request, ref)
    shown = {
        "access": of_person(request.visit, who),
        "held": still_held(request.visit.isms, who),
        "may_grant": request.visit.may_now(Permission.ACCESS_GRANT),
        "may_revoke": request.visit.may_now(Permission.ACCESS_REVOKE),
        "themselves": who.ref == request.visit.actor.person,
    }
    return render(request, "administration/access/person.html", shown)


@page(Permission.ACCESS_GRANT)
@fresh
def invite(request: Request) -> HttpResponse:
    """Let somebody in: grant a role and show the link, once."""
    names = {each.ref: request.visit.names.get(each.ref, each.ref) for each in _here(request)}
    form = InviteForm(request.POST or None, people=names, initial={"person": request.GET.get("person", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return _invited(request, form)
        except RefusedError as error:
            form.add_error(None, str(error))
    return render(request, "administration/access/invite.html", {"form": form})


@page(Permission.ACCESS_GRANT)
@require_POST
@fresh
def link(request: Request, ref: str) -> HttpResponse:
    """Make a new link for somebody who cannot get in, and show it, once."""
    access = of_person(request.visit, _person(request, ref))
    if access.way_in is None:
        raise RefusedError(f"{access.name} has no account yet. Invite them, with an access role.")
    forget = bool(request.POST.get("forget_second_factor"))
    token = services.make_link(request.visit.actor, access.way_in.email, forget_second_factor=forget)
    return _handed(request, access.name, access.way_in.email, token)


@page(Permission.ACCESS_REVOKE)
@require_POST
@fresh
def revoke(request: Request, ref: str) -> HttpResponse:
    """End one access role of a person today."""
    grant = request.POST.get("grant", "")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise RefusedError("Ending a role needs a reason. Say why.")
    seen = request.visit.system.seen("membership", grant)
    ended = revoke_access(request.visit.actor, grant, seen=seen or 0, reason=reason)
    messages.success(request, f"The role {ended.access_role} ended today.")
    return HttpResponseRedirect(reverse("access-person", args=[ref]))


@page(Permission.ACCESS_REVOKE)
@fresh
def close(request: Request, ref: str) -> HttpResponse:
    """See somebody out: what they still answer for goes to somebody else, and they get in no more."""
    who = _person(request, ref)
    held = still_held(request.visit.isms, who)
    heirs = {each.ref: request.visit.names.get(each.ref, each.ref) for each in _here(request) if each.ref != who.ref}
    form = CloseForm(request.POST or None, heirs=heirs, needed=bool(held), today=request.visit.today)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.close_access(request.visit.actor, who.ref, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _told(request, who, done))
            return HttpResponseRedirect(reverse("access-person", args=[who.ref]))
    shown = {"form": form, "access": of_person(request.visit, who), "held": held}
    return render(request, "administration/access/close.html", shown)


def _invited(request: Request, form: InviteForm) -> HttpResponse:
    said, actor = form.cleaned_data, request.visit.actor
    role, more = AccessRole(said["role"]), {name: said[name] for name in ("email", "until", "compensation")}
    if said["person"]:
        _, token = services.invite_person(actor, said["person"], role, **more)
    else:
        _, token = services.invite_newcomer(actor, said["name"], role, **more)
    name = request.visit.names.get(said["person"]) or said["name"]
    return _handed(request, name, said["email"], token)


def _handed(request: Request, name: str, email: str, token: str) -> HttpResponse:
    """The page that shows a link this one time; it is mailed, too, where there is mail."""
    address = request.build_absolute_uri(reverse("welcome", args=[token])) if token else ""
    mailed = bool(address) and mails() and _mailed(request, email, address)
    shown = {"name": name, "email": email, "link": address, "mailed": mailed}
    return render(request, "administration/access/link.html", shown, status=HTTPStatus.CREATED)


def _mailed(request: Request, email: str, address: str) -> bool:
    """Send the link; returns whether the mail server took it. The page shows the link in any case."""
    visit = request.visit
    letter = LETTER.format(
        who=visit.names.get(visit.actor.person, visit.actor.person),
        organization=visit.actor.organization,
        until=f"{visit.today + LASTS:%d %B %Y}, this time of day",
        link=address,
    )
    try:
        return bool(send_mail(SUBJECT, letter, None, [email]))
    except OSError:
        return False


def _told(request: Request, who: Person, done: services.Closed) -> str:
    name = request.visit.names.get(who.ref, who.ref)
    records = "record was" if done.handed_over == 1 else "records were"
    return f"{name} gets in no more. {done.grants} access roles ended, {done.handed_over} {records} handed over."


def _person(request: Request, ref: str) -> Person:
    found = request.visit.isms.resolve(ref, Person)
    if not isinstance(found, Person):
        raise NotFoundError(Person.REGISTER, ref)
    return found


def _here(request: Request) -> tuple[Person, ...]:
    return tuple(each for each in request.visit.isms.all(Person) if each.state == "current")
