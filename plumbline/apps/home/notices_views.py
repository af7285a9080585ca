"""The pages of notices: what waits for me, whether I want mail, my calendar's address; and the calendar itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity.judging import judged
from plumbline.apps.home.notices import HEADINGS, Notice, notices
from plumbline.apps.home.notices_calendar import asked_for, calendar, feed_of, make_feed, revoke_feed
from plumbline.apps.home.notices_kept import addresses, choose_digest, mark_read, unread, wants_digest
from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.apps.ui.pages import Request, page, public
from plumbline.apps.ui.visit import Visit


def notices_of(visit: Visit) -> tuple[Notice, ...]:
    """The notices of the visitor on the day that is shown."""
    return notices(visit.isms, visit.actor, judged(visit).report)


def unread_count(visit: Visit) -> int:
    """How many notices the visitor has not read."""
    return len(unread(visit.actor, notices_of(visit)))


@page(Permission.REGISTER_READ)
@require_GET
def unread_badge(request: Request) -> HttpResponse:
    """The number beside one's name, fetched when the page is there, so that no page waits for it; today's only."""
    number = 0 if request.visit.past else unread_count(request.visit)
    answer = render(request, "home/_unread.html", {"unread": number})
    answer["Cache-Control"] = "private, max-age=30"
    return answer


@page(Permission.REGISTER_READ, any_day=True)
@require_http_methods(["GET", "POST"])
def all_notices(request: Request) -> HttpResponse:
    """What the visitor is to know; reading all of it is said by a button, not by having looked."""
    told = notices_of(request.visit)
    if request.method == "POST":
        mark_read(request.visit.actor, told)
        return redirect("home:notices")
    new = {each.digest for each in unread(request.visit.actor, told)}
    sorts = [
        (heading, [(each, each.digest in new) for each in told if each.about is about])
        for about, heading in HEADINGS.items()
    ]
    context = {"sorts": [(heading, found) for heading, found in sorts if found], "new": len(new), "told": len(told)}
    return render(request, "home/notices.html", context)


@page(Permission.REGISTER_READ, any_day=True)
@require_http_methods(["GET", "POST"])
def notice_settings(request: Request) -> HttpResponse:
    """Mail or none; the calendar's address, which is shown once, when it is made."""
    actor, address = request.visit.actor, ""
    if request.method == "POST":
        match request.POST.get("do"):
            case "mail":
                choose_digest(actor, wanted=True)
                messages.success(request, "You get the digest.")
            case "no-mail":
                choose_digest(actor, wanted=False)
                messages.success(request, "You get no digest any more.")
            case "make":
                token = make_feed(actor, everything=request.POST.get("of") == "everything")
                address = _address(request, token)
            case "revoke":
                revoke_feed(actor)
                messages.success(request, "The address has stopped working.")
        if not address:
            return redirect("home:notice-settings")
    context = {
        "mail_to": addresses(actor.organization_id).get(actor.person, ""),
        "wants_digest": wants_digest(actor.organization_id, actor.person),
        "feed": feed_of(actor),
        "calendar_address": address,
    }
    return render(request, "home/notice_settings.html", context)


@require_GET
@public("A calendar cannot sign in; the address itself is the secret, and whoever made it can revoke it.")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address."""
    found = asked_for(token)
    if found is None:
        return HttpResponseNotFound("There is no calendar at this address any more.\n", content_type="text/plain")
    actor, everything = found
    system = living.system(actor.organization_id)
    on = ports.today(system.state.organization.time_zone or "UTC")
    answer = HttpResponse(
        calendar(system.isms(on), actor, everything=everything), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, max-age=900"
    answer["Content-Disposition"] = 'inline; filename="plumbline.ics"'
    return answer


def _address(request: Request, token: str) -> str:
    origin = settings.PLUMBLINE_URL.origin
    path = reverse("home:feed", args=[token])
    return f"{origin}{path}" if origin else request.build_absolute_uri(path)
