"""Getting started: the overview, the pages of questions, the sections of proposals, one card in full."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.beginning_pages.asking import asked, said_in, steps
from plumbline.apps.administration.beginning_pages.deciding import DECISIONS, decide, keep_changes
from plumbline.apps.administration.beginning_pages.fields import BODY, typed_in
from plumbline.apps.administration.beginning_pages.keeping import keep, kept
from plumbline.apps.administration.beginning_pages.ordering import TooEarly, next_too_early, too_early
from plumbline.apps.administration.beginning_pages.services import Confirmed, confirm
from plumbline.apps.administration.beginning_pages.showing import Beginning, Counted
from plumbline.apps.ui.pages import Request, page
from plumbline.beginning.editing import EditError, edited
from plumbline.beginning.proposal import Card
from plumbline.beginning.questions import pages
from plumbline.reports.phrases import counted

MAY = Permission.REGISTER_IMPORT
ALL, CONFIRM, ANYWAY = "all", "confirm", "anyway"


@page(MAY)
def overview(request: Request) -> HttpResponse:
    """How far the beginning is: questions, proposals, what is shown by now, and which approvals remain."""
    beginning = Beginning(request.visit)
    context = {
        "beginning": beginning,
        "steps": steps(beginning.kept),
        "early": next_too_early(beginning),
        "questions": sum(len(p.questions) for p in pages()),
    }
    return render(request, "beginning/overview.html", context)


@page(MAY)
def questions(request: Request, key: str) -> HttpResponse:
    """A page of questions; sent, what was said is kept, also where something on the page cannot be taken."""
    found = {each.key: each for each in pages()}
    if key not in found:
        raise Http404(f"There is no page of questions called {key}.")
    asks, keys = found[key], list(found)
    before = kept(request.visit.actor)
    context: dict[str, Any] = {"page": asks, "number": keys.index(key) + 1, "of": len(keys)}
    context["back"] = keys[keys.index(key) - 1] if keys.index(key) else ""
    if request.method != "POST":
        context |= {"asked": tuple(asked(request.visit, asks, before.given)), "steps": steps(before)}
        return render(request, "beginning/questions.html", context)
    said = said_in(request.POST, asks)
    faults = keep(request.visit.actor, said)
    now = kept(request.visit.actor)
    if faults:
        context |= {"asked": tuple(asked(request.visit, asks, said, faults)), "steps": steps(now), "faults": faults}
        return render(request, "beginning/questions.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "Your answers are kept.")
    after = {each: keys[at + 1] for at, each in enumerate(keys[:-1])}
    match request.POST.get("go"):
        case "back" if context["back"]:
            return redirect("beginning:questions", context["back"])
        case "stop":
            return redirect("beginning:overview")
    return redirect("beginning:questions", after[key]) if key in after else redirect("beginning:overview")


@page(MAY)
def proposals(request: Request, key: str) -> HttpResponse:
    """A section of proposals: each card to confirm, to change, to leave out or to put off."""
    beginning = Beginning(request.visit)
    section = beginning.section(key)
    if section is None:
        raise Http404("Your answers lead to no such section.")
    if request.method == "POST":
        return _decided(request, beginning, section.section.cards, reverse("beginning:proposals", args=[key]))
    return _section(request, beginning, section)


def _section(
    request: Request,
    beginning: Beginning,
    section: Counted,
    status: HTTPStatus = HTTPStatus.OK,
    early: TooEarly | None = None,
) -> HttpResponse:
    keys = [each.section.key for each in beginning.sections]
    at = keys.index(section.section.key)
    context = {
        "beginning": beginning,
        "section": section,
        "cards": beginning.shown(section.section),
        "early": early or too_early(beginning, section.section.cards),
        "number": at + 1,
        "before": beginning.sections[at - 1].section if at else None,
        "after": beginning.sections[at + 1].section if at + 1 < len(keys) else None,
    }
    return render(request, "beginning/proposals.html", context, status=status)


@page(MAY)
def card(request: Request, key: str) -> HttpResponse:
    """One card with everything that may be changed on it."""
    beginning = Beginning(request.visit)
    found = beginning.proposal.card(key)
    if found is None:
        raise Http404("Your answers lead to no such proposal.")
    url = reverse("beginning:card", args=[key])
    if request.method == "POST":
        return _decided(request, beginning, (found,), url)
    return _card(request, beginning, found)


def _card(
    request: Request,
    beginning: Beginning,
    found: Card,
    status: HTTPStatus = HTTPStatus.OK,
    early: TooEarly | None = None,
) -> HttpResponse:
    section = beginning.section(found.section)
    context: dict[str, Any] = {
        "beginning": beginning,
        "card": beginning.card(found),
        "early": early or too_early(beginning, (found,)),
        "section": section and section.section,
    }
    context["texts"] = [each.value for each in context["card"].inputs if each.name.endswith(f":{BODY}")]
    return render(request, "beginning/card.html", context, status=status)


def _decided(request: Request, beginning: Beginning, cards: tuple[Card, ...], url: str) -> HttpResponse:
    """What was typed is kept in any case; then what was pressed is done."""
    act, _, key = request.POST.get("act", "").partition(":")
    here = {each.key: each for each in cards}
    typed = {
        each.key: typed_in(request.POST, each, beginning.decision(each.key).changes, beginning.people)
        for each in cards
        if not beginning.decision(each.key).confirmed
    }
    keep_changes(request.visit.actor, {k: v for k, v in typed.items() if v != beginning.decision(k).changes})
    fresh = Beginning(request.visit)
    keys = _meant(fresh, here, key)
    if act in (CONFIRM, ANYWAY):
        fresh.faults = {each: fault for each in keys if (fault := _fault(here[each], fresh))}
        early = too_early(fresh, [here[each] for each in keys], key) if act == CONFIRM else None
        if fresh.faults or early:
            return _refused(request, fresh, cards, early)
        _say(request, confirm(request.visit.actor, fresh.proposal, keys))
    elif act in DECISIONS and keys:
        decide(request.visit.actor, keys, act)
        messages.success(request, _told(act, [here[each].title for each in keys]))
    else:
        messages.success(request, "Your changes are kept. Nothing is confirmed by that.")
    return redirect(f"{url}#{key}" if key in here and len(cards) > 1 else url)


def _meant(beginning: Beginning, here: dict[str, Card], key: str) -> list[str]:
    """The cards a button is about: one, or all that are open and have no namesake on record."""
    if key != ALL:
        return [key] if key in here else []
    shown = (beginning.card(each, everything=False) for each in here.values())
    return [each.card.key for each in shown if each.state == "open" and not each.alike]


def _fault(card: Card, beginning: Beginning) -> str:
    try:
        edited(card, beginning.decision(card.key).changes)
    except EditError as error:
        return " ".join(error.faults.values())
    return ""


def _refused(
    request: Request, beginning: Beginning, cards: tuple[Card, ...], early: TooEarly | None = None
) -> HttpResponse:
    section = beginning.section(cards[0].section)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if beginning.faults else HTTPStatus.OK  # a question is no fault
    if len(cards) > 1 and section is not None:
        return _section(request, beginning, section, status, early)
    return _card(request, beginning, cards[0], status, early)


def _say(request: Request, made: Confirmed) -> None:
    if not made.cards:
        messages.info(request, "These were confirmed already. Nothing was written a second time.")
        return
    what = f"“{made.cards[0]}” is" if len(made.cards) == 1 else f"{counted(len(made.cards), 'proposal')} are"
    written = f"{counted(made.written, 'record')} {'was' if made.written == 1 else 'were'} written"
    words = f"{what} confirmed, and {written}."
    if made.linked:
        words += f" {counted(made.linked, 'record')} confirmed earlier got the links that waited for this."
    if made.left:
        words += f" {', '.join(made.left)} was decided meanwhile and names none of it: its next version may."
    if made.together:
        words += f" Confirmed with it, because it rests on it: {', '.join(made.together)}."
    messages.success(request, words)


def _told(act: str, titles: list[str]) -> str:
    what = f"“{titles[0]}”" if len(titles) == 1 else counted(len(titles), "proposal")
    said = {"left out": "left out. It can be taken back at any time.", "later": "put off.", "open": "open again."}
    return f"{what}: {said[act]}"
