"""What every page has: the day that is shown, and light or dark."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.selectors import organizations, seats
from plumbline.apps.ui.pages import Request, own, public
from plumbline.apps.ui.visit import EARLIEST

A_YEAR = 365 * 24 * 3600


@require_POST
@public("Which day is shown changes nothing; the pages themselves ask who may see them.")
def choose_day(request: Request) -> HttpResponse:
    """Show a past day everywhere, or what changed since an earlier one, until today is chosen again."""
    today = request.visit.today if hasattr(request, "visit") else date.min
    shown, compared = (_past(request.POST.get(name, ""), today) for name in ("as_of", "compared_to"))
    if compared and shown and compared > shown:
        shown, compared = compared, shown
    for name, chosen in (("as_of", shown), ("compared_to", compared)):
        request.session.pop(name, None)
        if chosen:
            request.session[name] = chosen.isoformat()
    if request.POST.get("as_of") and not shown:
        told = f"That is no day from {EARLIEST.year} until yesterday, so you see today. Choose one, such as 2026-03-31."
        messages.info(request, told)
    return HttpResponseRedirect(came_from(request))


@require_POST
@public("Light or dark is a matter of the browser.")
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or what the system says."""
    chosen = request.POST.get("theme", "auto")
    answer = HttpResponseRedirect(came_from(request))
    answer.set_cookie("theme", chosen if chosen in ("light", "dark") else "auto", max_age=A_YEAR, samesite="Lax")
    return answer


@own
def choose_organization(request: Request) -> HttpResponse:
    """The organisations in which an account has a seat, and changing from one to another."""
    sat = seats(getattr(request.user, "email", ""))  # @own lets nobody in who has none
    named = {str(each): name for each, name in organizations().items() if each in sat}
    chosen = request.POST.get("organization", "")
    if request.method == "POST" and chosen in named:
        for kept in ("as_of", "compared_to"):
            request.session.pop(kept, None)
        request.session["organization"] = chosen
        return HttpResponseRedirect("/")
    return render(request, "ui/organizations.html", {"organizations": sorted(named.items(), key=lambda each: each[1])})


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was on; else the first one."""
    asked = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else "/"


def _past(words: str, today: date) -> date | None:
    """The day that words name, if it is a past one that can be shown."""
    try:
        named = date.fromisoformat(words.strip())
    except ValueError:
        return None
    return named if EARLIEST <= named < today else None
