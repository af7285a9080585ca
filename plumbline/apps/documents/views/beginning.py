"""Begin a document from a template: choose one, see the draft, fill in what it asks, register it as a draft."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents import services, templating
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.beginning.templates import Template
from plumbline.beginning.templates import templates as all_templates
from plumbline.engine.domain.kinds import Role

SAID = "template-answers"
LONGEST = 500


@page(Permission.DOCUMENT_READ)
@require_GET
def templates(request: Request) -> HttpResponse:
    """The templates: those that fit first, each with the document that was begun from it."""
    visit = request.visit
    found = templating.offered(visit, _answers(request))
    context = {
        "fitting": tuple(each for each in found if each.fits),
        "others": tuple(each for each in found if not each.fits),
        "total": len(found),
        "begun": sum(each.document is not None for each in found),
        "may_write": visit.may_now(Permission.DOCUMENT_WRITE),
    }
    return render(request, "documents/templates.html", context)


@page(Permission.DOCUMENT_READ, post=Permission.DOCUMENT_WRITE)
def template(request: Request, slug: str) -> HttpResponse:
    """A template with its blanks and the draft they make; “Show” draws it anew, “Begin” registers it."""
    visit, chosen = request.visit, _template(slug)
    if request.method == "POST":
        _keep(request, chosen)
    answers = _answers(request)
    made = templating.drafted(visit, chosen, answers)
    key = request.POST.get("form-key") or fresh_key()
    context: dict[str, Any] = {
        "template": chosen,
        "draft": made,
        "blanks": templating.blanks(chosen, answers),
        "roles": tuple(each.title for each in visit.isms.live(Role)),
        "existing": templating.begun(visit.isms, chosen),
        "title": request.POST.get("title", "") or made.title,
        "form_key": key,
        "may_write": visit.may_now(Permission.DOCUMENT_WRITE),
    }
    if request.method != "POST" or "begin" not in request.POST:
        return render(request, "documents/template.html", context)
    if before := done_before(visit.actor, key):
        return redirect("documents:write", before)
    held, version = templating.first_version(made, title=context["title"].strip(), body=made.body_markdown)
    try:
        with take(visit.actor, key):
            document, first = services.begin_document(visit.actor, held, version)
    except NotAllowedError:
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "documents/template.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    remember(visit.actor, key, first.ref)
    messages.success(request, f"{document.ref} is begun: a draft until somebody other than you approves it.")
    return redirect("documents:write", first.ref)


def _template(slug: str) -> Template:
    found = next((each for each in all_templates() if each.slug == slug), None)
    if found is None:
        raise Http404(f"There is no template {slug}.")
    return found


def _answers(request: Request) -> dict[str, object]:
    """What is known, and over it what was said in this session: one answer serves every template."""
    known = templating.known(request.visit)
    return {**known, **_remembered(request)}


def _remembered(request: Request) -> dict[str, object]:
    """What was said in this session about this organisation; who has a seat in another says other things there."""
    return dict(request.session.get(SAID, {}).get(str(request.visit.organization_id), {}))


def _keep(request: Request, chosen: Template) -> None:
    """Remember what was said for this template and those to come."""
    held = _remembered(request)
    for each in templating.blanks(chosen, _answers(request)):
        said = request.POST.get(f"said-{each.name}", "").strip()[:LONGEST]
        held[each.name] = said == "yes" if each.shape == "fact" else said or each.default
    request.session[SAID] = {**request.session.get(SAID, {}), str(request.visit.organization_id): held}
