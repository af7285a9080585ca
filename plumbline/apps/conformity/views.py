"""Findings, the page of each rule, what the standard asks, and asking for a waiver."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import InvalidError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity.guidance import key_named, rules_examining
from plumbline.apps.conformity.judging import judged
from plumbline.apps.conformity.lists import A_PAGE, ORDERS, SUBJECTS, asked, grouped, narrowed
from plumbline.apps.conformity.reading import readable, report_for
from plumbline.apps.conformity.selectors import longest_waiver
from plumbline.apps.conformity.services import request_waiver
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems
from plumbline.engine.domain import kinds
from plumbline.engine.rules.finding import Severity
from plumbline.engine.rules.pages import page_of
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.rules.runner import audit
from plumbline.engine.standard.catalogue import standard
from plumbline.reports.findings.render import render as written

FILES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "sarif": "application/sarif+json",
    "text": "text/plain; charset=utf-8",
}


@page(Permission.REGISTER_READ)
@require_GET
def findings(request: Request) -> HttpResponse:
    """What a lead auditor would find, with the way to mend each."""
    visit, wish = request.visit, asked(request.GET)
    standing = judged(visit)
    report = standing.report
    fitting = narrowed(visit.isms, report.findings, wish) if report else []
    found = list(readable(visit, fitting))
    clauses = tuple(each for each in report.readiness) if report else ()
    context = {
        "standing": standing,
        "report": report,
        "wish": wish,
        "total": len(found),
        "unread": len(fitting) - len(found),
        "pages": -(-len(found) // A_PAGE),
        "groups": grouped(visit.isms, found, wish, visit.names),
        "orders": ORDERS,
        "severities": tuple(Severity),
        "subjects": SUBJECTS,
        "clauses": clauses,
        "files": tuple(FILES),
        "may_waive": visit.may_now(Permission.WAIVER_WRITE),
        "may_export": visit.may(Permission.REGISTER_EXPORT),
    }
    return render(request, "conformity/findings.html", context)


@page(Permission.REGISTER_EXPORT)
@require_GET
def report_file(request: Request, form: str) -> HttpResponse:
    """The audit as a file: whole, or as far as whoever asks may read it."""
    if form not in FILES:
        raise Http404(f"There is no report as {form}.")
    note_export(request.visit.actor)
    made = written(report_for(request.visit, audit(request.visit.isms)), form, made_at=ports.now())
    answer = HttpResponse(made, content_type=FILES[form])
    name = f"findings-{request.visit.on.isoformat()}.{'txt' if form == 'text' else form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(Permission.REGISTER_READ)
@require_GET
def rules(request: Request) -> HttpResponse:
    """Every rule, and what it examined and found."""
    standing = judged(request.visit)
    results = {each.code: each for each in standing.report.rules} if standing.report else {}
    listed = [(each, results.get(each.code), SUBJECTS.get(each.subject, each.subject)) for each in all_rules()]
    return render(request, "conformity/rules.html", {"rules": listed, "standing": standing})


@page(Permission.REGISTER_READ)
@require_GET
def rule_page(request: Request, code: str) -> HttpResponse:
    """A rule: what it checks, why an auditor asks, how to put it right; and what it found here."""
    rule = next((each for each in all_rules() if each.code == code.upper()), None)
    if rule is None:
        raise Http404(f"There is no rule {code}.")
    report = judged(request.visit).report
    context = {
        "rule": rule,
        "text": page_of(rule).text.partition("\n")[2],
        "result": next((each for each in report.rules if each.code == rule.code), None) if report else None,
        "findings": readable(request.visit, (e for e in report.findings if e.code == rule.code)) if report else (),
    }
    return render(request, "conformity/rule.html", context)


@page(Permission.REGISTER_READ)
@require_GET
def standard_page(request: Request, key: str) -> HttpResponse:
    """A clause, requirement or control in our own words, and the rules that examine it."""
    named = key_named(key)
    if not named:
        raise Http404(f"The standard has no {key}.")
    known = standard()
    context = {
        "key": named,
        "label": known.label(named),
        "guidance": known.all_guidance.get(named),
        "rules": rules_examining(named),
        "below": [each for each in known.requirements.values() if each.clause == named],
    }
    return render(request, "conformity/standard.html", context)


@page(Permission.REGISTER_READ, post=Permission.WAIVER_WRITE)
def waive(request: Request) -> HttpResponse:
    """Ask that a finding be accepted for a time; somebody else decides."""
    said = request.POST if request.method == "POST" else request.GET
    code, records = said.get("rule", ""), tuple(said.getlist("record"))
    rule = next((each for each in all_rules() if each.code == code), None)
    if rule is None:
        raise Http404(f"There is no rule {code}.")
    context: dict[str, Any] = {
        "rule": rule,
        "records": records,
        "said": said,
        "latest": longest_waiver(request.visit.today),
    }
    if request.method == "POST":
        asked_for = kinds.RuleWaiver(
            title=said.get("title", "").strip() or f"{rule.code} on {', '.join(records) or 'every record'}",
            rule=code,
            records=records,
            whole_rule="no" if records else "yes",
            reason=said.get("reason", "").strip(),
            compensation=said.get("compensation", "").strip(),
            expires=_day(said.get("expires", "")),
        )
        try:
            made = request_waiver(request.visit.actor, asked_for)
        except InvalidError as error:
            context["problems"] = problems(error)
            return render(request, "conformity/waive.html", context, status=422)
        messages.success(request, f"{made.ref} is asked for. It takes effect when somebody else approves it.")
        return redirect(address(made))
    return render(request, "conformity/waive.html", context)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
