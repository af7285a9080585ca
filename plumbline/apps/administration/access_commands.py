"""`plumbline grant`: who may do what here."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, say_json, whisper
from plumbline.engine.domain.codec import as_json
from plumbline.engine.domain.kinds import Person


class Terms(TypedDict):
    """How somebody comes in, until when, and what is relied on where nobody else could let them in."""

    email: str
    until: date | None
    compensation: str


@click.command("grant")
@click.argument("role", type=click.Choice([each.value for each in AccessRole]), metavar="ROLE")
@click.option("--person", default="", metavar="REF", help="Somebody on record (PER-…, or the exact name).")
@click.option("--name", default="", help="Somebody new: entered under this name first.")
@click.option("--email", default="", metavar="E-MAIL", help="The address they act under (--as).")
@click.option("--until", type=Day(), help="The day on which it ends; for an external auditor 90 days on, unless said.")
@click.option("--compensation", default="", help="What a firm of one or two relies on instead of two people.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def grant(session: Session, role: str, person: str, name: str, form: str, **terms: Unpack[Terms]) -> None:
    """Give a person an access ROLE from today on.

    ROLE is one of: administrator, ISMS manager, auditor, owner, top management, reader, external auditor.
    """
    if bool(person) == bool(name):
        raise click.UsageError("Say who: --person for somebody on record, or --name for somebody new.")
    actor = session.actor
    ref = _on_record(session, person) if person else enter_person(actor, Person(), name=name).ref
    made = grant_access(actor, ref, AccessRole(role), **terms)
    if form == "json":
        say_json({"kind": made.KIND, **as_json(made)})
    else:
        ends = f", and no more from {made.until} on" if made.until else ""
        whisper(f"{made.ref}: {name or session.names.get(ref, person)} ({ref}) is {role} from today on{ends}.")


def _on_record(session: Session, words: str) -> str:
    """The reference of a person given by it or by name. Raises RefusedError where nobody or several fit."""
    if words in session.names:
        return words
    found = [ref for ref, name in session.names.items() if name.casefold() == words.strip().casefold()]
    if len(found) != 1:
        problem = f"{len(found)} people are called “{words}”" if found else f"There is nobody called “{words}” here"
        raise RefusedError(f"{problem}. Give the reference: plumbline register person.")
    return found[0]
