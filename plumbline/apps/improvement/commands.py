"""`plumbline close`."""

from __future__ import annotations

from typing import Literal

import click

from plumbline.apps.improvement.services import close_nonconformity
from plumbline.apps.ui.deeds import actor_named, seen, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.engine.domain.kinds import Nonconformity


@click.command("close")
@click.argument("nonconformity")
@click.option(
    "--effect",
    type=click.Choice(["effective", "not effective"]),
    required=True,
    help="Whether what was done worked: if so it is closed, if not it stays open.",
)
@click.option("--reason", required=True, help="What shows it.")
@click.option("--compensation", default="", help="What a firm of one or two relies on instead of two people.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def close(
    session: Session,
    nonconformity: str,
    effect: Literal["effective", "not effective"],
    reason: str,
    compensation: str,
    form: str,
) -> None:
    """Judge what was done about a NONCONFORMITY. Not for whoever owns it, or ever owned it."""
    isms = session.isms()
    meant = the_one(isms, nonconformity, Nonconformity)
    made = close_nonconformity(
        session.actor,
        meant.ref,
        seen=seen(session, isms, meant),
        effect=effect,
        reason=reason,
        compensation=compensation,
    )
    became = "It is closed" if made.state == "closed" else "It stays open"
    tell(made, f"{made.ref}: what was done is judged {effect} by {actor_named(session)}. {became}.", form)
