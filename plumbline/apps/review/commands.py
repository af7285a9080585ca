"""`plumbline review`: what a management review is told, and its minutes."""

from __future__ import annotations

import sys
from datetime import date

import click

from plumbline.apps.accounts.access_roles import those_who_may
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.deeds import the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, format_for, save_or_say
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ManagementReview
from plumbline.engine.domain.reviews import latest_review
from plumbline.reports.minutes.render import FORMATS, render
from plumbline.reports.minutes.rows import minutes_report

BINARY = frozenset({"docx", "pdf"})


@click.group("review")
def review() -> None:
    """The management review: the ten inputs compiled from the records, and the minutes of what was decided."""


@review.command("show")
@click.argument("ref", required=False)
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--on", type=Day(), help="The day they are judged on (default: the as-of day, or today).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(session: Session, ref: str | None, as_of: date | None, on: date | None, form: str) -> None:
    """The inputs of REF with their figures; of a review that is not approved, as the records give them now.

    Without REF the one that is at work, else the last one; where none is on record, what a first one would be told.
    """
    _refuse_strangers(session)
    isms = session.isms(as_of, on)
    save_or_say(_written(session, isms, _meant(isms, ref), form), "-", "The review")


@review.command("minutes")
@click.argument("ref", required=False)
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Default: the ending of FILE, else text.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; default is the terminal.")
@click.pass_obj
def minutes(session: Session, ref: str | None, as_of: date | None, form: str | None, output: str) -> None:
    """The minutes of REF, or of the last review: PDF, DOCX, text or JSON. A draft until the review is approved."""
    form = form or format_for(output, FORMATS, {})
    if form in BINARY and output == "-" and sys.stdout.isatty():
        raise RefusedError(f"A {form.upper()} does not belong on a terminal. Say where to write it: -o minutes.{form}.")
    _refuse_strangers(session)
    isms = session.isms(as_of)
    meant = _meant(isms, ref)
    if not meant.ref:
        raise RefusedError("No review is on record, so there are no minutes. Plan one: plumbline add review.")
    note_export(session.actor)
    save_or_say(_written(session, isms, meant, form), output, f"The minutes of {meant.ref}")


def _refuse_strangers(session: Session) -> None:
    """Raise NotAllowedError where `--as` names somebody who may not read reviews."""
    if session.email and not session.actor.may(Permission.REVIEW_READ):
        readers = those_who_may(Permission.REVIEW_READ)
        raise NotAllowedError(f"{session.email} may not read reviews, which is for {readers}. Ask for access.")


def _meant(isms: Isms, ref: str | None) -> ManagementReview:
    """The review named; else the one at work, the last one, or one that begins today and is nowhere on record."""
    if ref:
        return the_one(isms, ref, ManagementReview)
    at_work = [each for each in isms.live(ManagementReview) if each.state in ("held", "planned")]
    first = min(at_work, key=lambda each: (each.held_on or each.planned_on or date.max, each.ref), default=None)
    return first or latest_review(isms) or ManagementReview(title="Not on record yet", planned_on=isms.on)


def _written(session: Session, isms: Isms, meant: ManagementReview, form: str) -> bytes:
    report = minutes_report(isms, meant, made_at=ports.now().replace(microsecond=0), names=session.names)
    return render(report, form)
