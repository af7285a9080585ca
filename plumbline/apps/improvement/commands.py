"""`plumbline close`."""

from __future__ import annotations

from typing import Literal

import click

from plumbline.apps.improvement.services import close_change, close_nonconformity
from plumbline.apps.ui.deeds import actor_named, seen, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.engine.domain.kinds import Change, Nonconformity


@click.command("close")
@click.argument("ref")
@click.option(
    "--effect",
    type=click.Choice(["effective", "not effective"]),
    help="Of a nonconformity, whether what was done worked: if so it is closed, if not it stays open.",
)
@click.option("--reason", default="", help="Of a nonconformity, what shows it.")
@click.option("--late-criterion", default="", help="Why the criterion was set after an action was done, if it was.")
@click.option("--compensation", default="", help="What a firm of one or two relies on instead of two people.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def close(
    session: Session,
    ref: str,
    effect: Literal["effective", "not effective"] | None,
    reason: str,
    late_criterion: str,
    compensation: str,
    form: str,
) -> None:
    """Close REF: judge what was done about a nonconformity, or close a change that is done.

    A nonconformity is judged by somebody who neither owns it nor ever owned it. A change is closed when everything it
    touched was brought up to date or waived with a reason.
    """
    isms = session.isms()
    meant = the_one(isms, ref, Nonconformity, Change)
    version = seen(session, isms, meant)
    if isinstance(meant, Change):
        if effect or reason or late_criterion:
            raise click.UsageError(f"{meant.ref} is a change. Close it without --effect, --reason, --late-criterion.")
        closed = close_change(session.actor, meant.ref, seen=version)
        tell(closed, f"{closed.ref} is closed by {actor_named(session)}.", form)
        return
    if effect is None or not reason:
        raise click.UsageError(f"{meant.ref} is a nonconformity. Say --effect, and what shows it with --reason.")
    made = close_nonconformity(
        session.actor,
        meant.ref,
        seen=version,
        effect=effect,
        reason=reason,
        late_criterion=late_criterion,
        compensation=compensation,
    )
    became = "It is closed" if made.state == "closed" else "It stays open"
    tell(made, f"{made.ref}: what was done is judged {effect} by {actor_named(session)}. {became}.", form)
