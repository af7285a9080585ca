"""What the organisation promised itself: the catalogue, what stands, what we propose, and adopting it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.organization.services import adopt_rule, adopt_starters
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.promises import Kind, Promise, catalogue, standing

STATES = (("open", "not stated yet"), ("stated", "stated"), ("setting", "settings of the tool"))


@dataclass(frozen=True, slots=True)
class Line:
    """A promise or setting of the catalogue, and what the organisation states, for each subject."""

    kind: Kind
    stated: tuple[tuple[str, Promise], ...]

    @property
    def open(self) -> bool:
        """Whether nothing stands, though something could."""
        return not self.stated and not self.kind.is_setting

    @property
    def title(self) -> str:
        """Its name as people say it."""
        return self.kind.name.replace("_", " ").capitalize().replace("Soa", "SoA")


@page(Permission.ORGANIZATION_READ, post=Permission.ORGANIZATION_ADOPT)
def own_rules(request: Request) -> HttpResponse:
    """The catalogue, narrowed by words and by whether something stands; sent, one or all proposals are adopted."""
    if request.method == "POST":
        return _adopted(request)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    every = tuple(_lines(request.visit))
    found = tuple(each for each in every if _fits(each, words.casefold(), state))
    context = {
        "lines": found,
        "words": words,
        "states": STATES,
        "state": state,
        "every": len(every),
        "open": sum(1 for each in every if each.open),
        "proposed": sum(1 for each in every if each.open and each.kind.starter),
        "may_adopt": request.visit.may_now(Permission.ORGANIZATION_ADOPT),
        "query": request.GET.urlencode(),
    }
    return render(request, "settings_pages/rules.html", context)


def _lines(visit: Visit) -> Iterator[Line]:
    for each in catalogue().values():
        yield Line(each, standing(visit.isms, each.name))


def _fits(line: Line, words: str, state: str) -> bool:
    said = f"{line.title} {line.kind.name} {line.kind.means} {line.kind.clause}".casefold()
    of_state = {"open": line.open, "stated": bool(line.stated), "setting": line.kind.is_setting}.get(state, True)
    return of_state and all(each in said for each in words.split())


def _adopted(request: Request) -> HttpResponse:
    visit, back = request.visit, f"{reverse('settings:rules')}?{request.POST.get('back', '')}"
    if request.POST.get("act") == "all":
        made = adopt_starters(visit.actor)
        rules = "rule is" if len(made) == 1 else "rules are"
        messages.success(request, f"{len(made)} {rules} the organisation's own now, at the values proposed.")
        return redirect(back)
    name, setting = request.POST.get("name", ""), request.POST.get("setting", "").strip()
    try:
        rule = adopt_rule(visit.actor, name, setting, applies_to=request.POST.get("applies_to", "").strip())
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(back)
    messages.success(request, f"{rule.ref}: {rule.title} is {rule.setting} from today on.")
    return redirect(f"{back}#{name}")
