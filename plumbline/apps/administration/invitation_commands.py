"""`plumbline invite`: a link for somebody who cannot get in."""

from __future__ import annotations

import click
from django.conf import settings

from plumbline.apps.administration.services import make_link
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, say_json, whisper

HERE = "http://localhost:8000"


@click.command("invite")
@click.argument("email", metavar="E-MAIL")
@click.option("--forget-second-factor", is_flag=True, help="Also forget their app, passkeys and recovery codes.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def invite(session: Session, email: str, forget_second_factor: bool, form: str) -> None:
    """Make a link with which the account E-MAIL chooses a new password. It works once, and for a day.

    Access is given by `plumbline grant` first. A link made earlier stops working.
    """
    token = make_link(session.actor, email, forget_second_factor=forget_second_factor)
    link = f"{settings.PLUMBLINE_URL.origin or HERE}/welcome/{token}/"
    if form == "json":
        say_json({"email": email, "link": link})
        return
    whisper(f"Hand this link to {email}, and to nobody else:")
    say(link)
