"""`plumbline init`: a home, an organisation in it, and who administers it."""

import getpass
import socket

import click
from django.conf import settings

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.selectors import organizations
from plumbline.apps.journal.checkpoints import cut
from plumbline.apps.organization.services import create_organization
from plumbline.apps.ui.terminal import say, say_json
from plumbline.cli.database import make_new
from plumbline.engine.domain.isms import folded
from plumbline.engine.domain.kinds import Organization
from plumbline.engine.domain.promises import catalogue


@click.command("init")
@click.option("--name", required=True, help="The name of the organisation.")
@click.option("--founder", default="", help="Who administers it (default: who is logged in here).")
@click.option("--email", default="", help="The address the founder acts under.")
@click.option("--time-zone", default="Europe/Berlin", show_default=True, help="Where its days are counted.")
@click.option("--currency", default="EUR", show_default=True, help="ISO 4217.")
@click.option("--country", default="", help="ISO 3166, such as DE.")
@click.option("--headcount", type=int, help="How many people work there.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def init(
    name: str,
    founder: str,
    email: str,
    time_zone: str,
    currency: str,
    country: str,
    headcount: int | None,
    form: str,
) -> None:
    """Make a home and an organisation in it. A second call in the same home adds another organisation."""
    make_new()
    if folded(name) in {folded(each) for each in organizations().values()}:
        raise RefusedError(f"There is an organisation called {name} here already. Choose another name or --home.")
    who = founder or getpass.getuser()
    address = email or f"{getpass.getuser()}@{socket.gethostname()}".lower()
    value = Organization(
        title=name,
        time_zone=time_zone,
        currency=currency,
        country=country,
        headcount=headcount,
        editions=("ISO/IEC 27001:2022",),
    )
    actor = create_organization(value, founder=who, email=address)
    cut(actor.organization_id)
    if form == "json":
        say_json({"organization": name, "id": str(actor.organization_id), "home": str(settings.PLUMBLINE_HOME)})
        return
    say(f"{name} is founded in {settings.PLUMBLINE_HOME}. {who} ({address}) administers it.")
    if len(organizations()) > 1:
        say(f'It is not the only one here: from now on say which, as in plumbline --organization "{name}" status.')
    say("Next:")
    say("  plumbline import FOLDER    take in the lists you have: CSV and XLSX, as they are")
    say("  plumbline audit            what a lead auditor would find")
    say(f"  plumbline adopt --list     {len(catalogue())} promises and settings, with values to begin with")
