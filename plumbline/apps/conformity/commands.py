"""`plumbline audit`, `plumbline rule`, `plumbline waive`."""

import dataclasses
from datetime import date

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.conformity.guidance import explain, key_named
from plumbline.apps.conformity.services import waive_rule
from plumbline.apps.journal import ports
from plumbline.apps.ui.deeds import tell
from plumbline.apps.ui.session import NothingYetError, Session
from plumbline.apps.ui.terminal import (
    Day,
    coloured,
    format_for,
    page,
    save_or_say,
    say,
    say_json,
    table,
    wrapped,
)
from plumbline.engine.rules.asked import Asked, asked
from plumbline.engine.rules.finding import Report, Severity
from plumbline.engine.rules.pages import page_of
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.rules.runner import UnknownRuleError, audit, chosen
from plumbline.engine.standard.catalogue import standard
from plumbline.reports.findings import as_brief, as_text
from plumbline.reports.findings.as_text import COLOURED, PLAIN
from plumbline.reports.findings.render import FORMATS, render

FINDINGS = 1
GRADES = [each.value for each in Severity]


@click.command("audit")
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--on", type=Day(), help="The day they are judged on (default: the as-of day, or today).")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: the ending of FILE, else text.")
@click.option(
    "--fail-on",
    type=click.Choice(GRADES),
    help="Exit 1 where a finding is this grave or graver.",
)
@click.option("--rule", "codes", multiple=True, metavar="CODE", help="Only these rules or subjects (RSK003, RSK).")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; default is the terminal.")
@click.pass_obj
def audit_(
    session: Session,
    as_of: date | None,
    on: date | None,
    form: str | None,
    fail_on: str | None,
    codes: tuple[str, ...],
    output: str,
) -> None:
    """What a lead auditor would find: every rule over every record, on any day."""
    form = form or format_for(output, FORMATS, {"xml": "junit"})
    if form == "pdf" and output == "-" and coloured():
        raise RefusedError("A PDF does not belong on a terminal. Say where to write it: -o findings.pdf.")
    report = _judged(session, as_of, on, codes)
    if form in ("text", "brief"):
        writer = as_text if form == "text" else as_brief
        content = writer.render(report, COLOURED if coloured() and output == "-" else PLAIN)
    else:
        content = render(report, form, made_at=ports.now())
    save_or_say(content, output, "The audit")
    if fail_on and _fails(report, Severity(fail_on)):
        raise SystemExit(FINDINGS)


def _judged(session: Session, as_of: date | None, on: date | None, codes: tuple[str, ...]) -> Report:
    """The outcome of the rules; a report that says so where the journal holds nothing yet."""
    try:
        chosen(codes)
        return audit(session.isms(as_of, on), codes)
    except UnknownRuleError as error:
        raise RefusedError(str(error)) from None
    except NothingYetError as error:
        day = on or as_of or session.today
        return Report(
            as_of=as_of,
            on=day,
            organization=session.actor.organization,
            head=0,
            rules=(),
            findings=(),
            readiness=(),
            selected=codes,
            note=str(error),
        )


def _fails(report: Report, threshold: Severity) -> bool:
    return any(number and grade.rank <= threshold.rank for grade, number in report.counted.items())


@click.command("rule")
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rule_(code: str | None, form: str) -> None:
    """The page of a rule; without a CODE, the list of all rules.

    CODE may be a clause, requirement or control, such as 9.2 or A.5.20: then what it is for, what an auditor accepts
    and asks, and the rules that examine it. It may be a requirement that no rule examines, such as 5.1.f: then why.
    """
    if code is None:
        _list_rules(form)
        return
    if code in asked():
        _tell_asked(asked()[code], form)
        return
    if key := key_named(code):
        explain(key, form)
        return
    try:
        found = chosen([code])
    except UnknownRuleError as error:
        raise RefusedError(str(error)) from None
    if form == "json":
        say_json([{"code": each.code, "name": each.name, "page": page_of(each).text} for each in found])
        return
    for each in found:
        say(page(page_of(each).text))


def _tell_asked(found: Asked, form: str) -> None:
    if form == "json":
        say_json(dataclasses.asdict(found))
        return
    say(f"{found.requirement}  {standard().requirement(found.requirement).label}: no rule examines this.")
    say(wrapped(f"Why: {found.reason}", "  "))
    if found.awaits:
        say(wrapped(f"Awaits: {found.awaits}.", "  "))
    say(wrapped(f"Ask: {found.question}", "  "))


def _list_rules(form: str) -> None:
    if form == "json":
        say_json(
            [
                {"code": each.code, "name": each.name, "severity": each.grade.severity, "clauses": each.clauses}
                for each in all_rules()
            ]
        )
        return
    rows = [(each.code, each.name, each.grade.severity, ", ".join(each.clauses)) for each in all_rules()]
    say(table(("Code", "Name", "Grade", "Clauses"), rows))


@click.command("waive")
@click.argument("code")
@click.argument("records", nargs=-1)
@click.option("--reason", required=True, help="Why this is accepted.")
@click.option("--until", type=Day(), required=True, help="The last day it is accepted.")
@click.option(
    "--requested-by", required=True, metavar="REF", help="Who asks for it (PER-… or ROLE-…); not the approver."
)
@click.option("--compensation", default="", help="What reduces the risk meanwhile; needed.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def waive(
    session: Session,
    code: str,
    records: tuple[str, ...],
    reason: str,
    until: date,
    requested_by: str,
    compensation: str,
    form: str,
) -> None:
    """Accept what a rule finds on RECORDS until a day. Whoever acts is the approver.

    RECORDS may be left out only for a rule that finds opportunities.
    """
    made = waive_rule(
        session.actor,
        code.upper(),
        records,
        reason=reason,
        requested_by=requested_by,
        until=until,
        compensation=compensation,
    )
    accepted = ", ".join(records) or "all records"
    tell(made, f"{made.ref}: {code.upper()} is accepted until {until.isoformat()} for {accepted}.", form)
