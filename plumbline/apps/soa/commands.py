"""`plumbline soa`, `plumbline approve-soa`."""

import sys
from datetime import date, datetime

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import ports
from plumbline.apps.soa import statement
from plumbline.apps.ui.deeds import actor_named, tell
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, format_for, save_or_say
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.soa import approved
from plumbline.reports.soa.render import FORMATS, render
from plumbline.reports.soa.rows import soa_report

BINARY = frozenset({"xlsx", "docx", "pdf"})


@click.command("soa")
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--on", type=Day(), help="The day they are judged on (default: the as-of day, or today).")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: the ending of FILE, else text.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; default is the terminal.")
@click.option("--approved", "kept", is_flag=True, help="The approved version as it was kept: PDF or JSON.")
@click.pass_obj
def soa(session: Session, as_of: date | None, on: date | None, form: str | None, output: str, kept: bool) -> None:
    """The Statement of Applicability, computed from what asks for each control."""
    form = form or format_for(output, FORMATS, {})
    if form in BINARY and output == "-" and sys.stdout.isatty():
        raise RefusedError(f"A {form.upper()} does not belong on a terminal. Say where to write it: -o soa.{form}.")
    isms = session.isms(as_of, on)
    if kept:
        save_or_say(_kept(isms, form), output, "The approved Statement of Applicability")
        return
    report = soa_report(isms, made_at=ports.now(), names=session.names)
    save_or_say(render(report, form), output, "The Statement of Applicability")


def _kept(isms: Isms, form: str) -> bytes:
    """A document of the version in force. Raises RefusedError where none is kept."""
    version = approved(isms)
    if version is None:
        raise RefusedError("No version was approved by then. Leave out --approved to see what is computed.")
    return statement.kept(version, form)


@click.command("approve-soa")
@click.option("--number", required=True, help="The version it becomes, such as 1.0.")
@click.option("--compensation", default="", help="What a firm of one or two relies on instead of two people.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def approve_statement(session: Session, number: str, compensation: str, form: str) -> None:
    """Approve the Statement of Applicability as it is computed now, and keep it: its rows, the PDF and the JSON.

    The draft with that number is approved, or a version is made where there is none.
    """
    made = statement.approve(
        session.actor,
        session.isms(),
        number.strip(),
        made_at=_moment(),
        names=session.names,
        compensation=compensation,
    )
    scope_said = f"scope {made.scope}" if made.scope else "no scope, as none is in force"
    tell(
        made,
        f"{made.ref}: version {made.number} is approved by {actor_named(session)}.\n"
        f"{len(made.rows)} rows, {scope_said}, computed at journal entry {made.computed_at}.\n"
        f"PDF  SHA-256 {made.pdf_sha256}\nJSON SHA-256 {made.json_sha256}\n"
        "Hand it over: plumbline soa --approved -o soa.pdf",
        form,
    )


def _moment() -> datetime:
    return ports.now().replace(microsecond=0)
