"""`plumbline accept`."""

from __future__ import annotations

from datetime import date

import click

from plumbline.apps.risk.services import accept_risk
from plumbline.apps.ui.deeds import actor_named, seen, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day
from plumbline.engine.domain.kinds import Risk


@click.command("accept")
@click.argument("risk")
@click.option("--until", type=Day(), required=True, help="The last day it is accepted.")
@click.option("--reason", required=True, help="Why the risk may stand as it is.")
@click.option("--requested-by", default="", metavar="REF", help="Who asked for it (PER-… or ROLE-…); not the owner.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def accept(session: Session, risk: str, until: date, reason: str, requested_by: str, form: str) -> None:
    """Accept a RISK in its present state until a day. Only its owner may, and not on their own request."""
    isms = session.isms()
    meant = the_one(isms, risk, Risk)
    made = accept_risk(
        session.actor,
        meant.ref,
        seen=seen(session, isms, meant),
        until=until,
        reason=reason,
        requested_by=requested_by,
    )
    tell(made, f"{made.ref}: {meant} is accepted until {until.isoformat()} by {actor_named(session)}.", form)
