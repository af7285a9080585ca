"""`plumbline soa`."""

import sys
from datetime import date

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import ports
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, format_for, save_or_say
from plumbline.reports.soa.render import FORMATS, render
from plumbline.reports.soa.rows import soa_report

BINARY = frozenset({"xlsx", "docx", "pdf"})


@click.command("soa")
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--on", type=Day(), help="The day they are judged on (default: the as-of day, or today).")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: the ending of FILE, else text.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; default is the terminal.")
@click.pass_obj
def soa(session: Session, as_of: date | None, on: date | None, form: str | None, output: str) -> None:
    """The Statement of Applicability, computed from what asks for each control."""
    form = form or format_for(output, FORMATS, {})
    if form in BINARY and output == "-" and sys.stdout.isatty():
        raise RefusedError(f"A {form.upper()} does not belong on a terminal. Say where to write it: -o soa.{form}.")
    isms = session.isms(as_of, on)
    report = soa_report(isms, made_at=ports.now(), names=session.names)
    save_or_say(render(report, form), output, "The Statement of Applicability")
