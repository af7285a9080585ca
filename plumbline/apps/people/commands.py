"""`plumbline person add`, `plumbline person name`. A name is erased by `plumbline erase`."""

from __future__ import annotations

import click

from plumbline.apps.people.services import enter_person, give_name
from plumbline.apps.ui.deeds import actor_named, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import whisper
from plumbline.engine.domain.kinds import Person


@click.group("person")
def person() -> None:
    """Enter a person, or say what one is called."""


@person.command("add")
@click.option("--name", required=True, help="What they are called; kept beside the journal, never in it.")
@click.option("--email", default="", metavar="E-MAIL", help="How to reach them; access is given by `plumbline grant`.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def add(session: Session, name: str, email: str, form: str) -> None:
    """Enter a new person. Records name them by the reference that this tells."""
    made = enter_person(session.actor, Person(), name=name, contact=email)
    tell(made, f"{made.ref}: {name.strip()} is entered by {actor_named(session)}.", form)


@person.command("name")
@click.argument("ref")
@click.argument("name")
@click.option("--email", metavar="E-MAIL", help="How to reach them; what is known stays where this is left out.")
@click.pass_obj
def name_(session: Session, ref: str, name: str, email: str | None) -> None:
    """Say that the person REF is called NAME from now on, everywhere. An erased name stays erased."""
    meant = the_one(session.isms(), ref, Person)
    give_name(session.actor, meant.ref, name=name, contact=email)
    whisper(f"{meant.ref} is called {name.strip()} from now on, said by {actor_named(session)}.")
