"""`plumbline demo`: the imaginary company in a temporary home, audited, with its Statement of Applicability, served."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.accounts.selectors import actor_of, addresses, organizations
from plumbline.apps.accounts.standing import standing
from plumbline.apps.journal import blobs, ports, reading
from plumbline.apps.journal.checkpoints import cut
from plumbline.apps.organization.services import create_organization
from plumbline.apps.records.access import grant_access, let_visitor_in, revoke_access
from plumbline.apps.records.bulk import ONLY_BY_THEIR_SERVICES, Change, write_many, write_story
from plumbline.apps.records.reading import isms_now
from plumbline.apps.ui.terminal import coloured, say, table, whisper
from plumbline.cli.database import make_new
from plumbline.demo import company
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import DocumentVersion, Organization, Record
from plumbline.engine.rules.runner import audit
from plumbline.reports.findings import as_text
from plumbline.reports.findings.as_text import COLOURED, PLAIN
from plumbline.reports.soa.render import render
from plumbline.reports.soa.rows import soa_report

FOUNDER = "PER-1"


@click.command("demo")
@click.option("--clean", is_flag=True, help="The company before anything went wrong: no finding at all.")
@click.option("--serve", "served", is_flag=True, help="Then open it in the web application, until told to stop.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where to serve it (8000, or a free one where it is taken)."
)
def demo(clean: bool, served: bool, port: int | None) -> None:
    """An imaginary company close to certification, with a dozen instructive faults. Leaves a home to look around in."""
    home = Path(settings.PLUMBLINE_HOME)
    make_new()
    if organizations():
        raise RefusedError(f"{home} holds an organisation already. Name an empty folder with --home, or none at all.")
    actor = tell(clean=clean)
    isms = isms_now(actor, ports.today(isms_time_zone()))
    report = audit(isms)
    say(as_text.render(report, COLOURED if coloured() else PLAIN).decode())
    names = {ref: each.name for ref, each in company.names().items()}
    made = soa_report(isms, made_at=ports.now(), names=names)
    for form in ("pdf", "xlsx"):
        path = home / f"statement-of-applicability.{form}"
        path.write_bytes(render(made, form))
        say(f"Statement of Applicability ({form.upper()}): {path}")
    if not clean:
        say("\nWhat went wrong in the story, and the rule that says so:")
        say(table(("Rule", "Story"), [(each.code, each.what) for each in company.faults()]))
    say(f"\nLook around: plumbline --home {home} status")
    for line in _way_in(actor):
        say(line)
    if served:
        from plumbline.cli.serving import HERE, free_port, run  # a server is only loaded where one is asked for

        say("")
        run(HERE, free_port() if port is None else port)
    else:
        say(f"\nOpen it in the browser: plumbline --home {home} serve")


def _way_in(actor: Actor) -> Iterator[str]:
    """Give everybody with an account one password, made up for this demonstration, and say who they are."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    names = company.names()
    stands = standing(actor.organization_id, reading.head(actor.organization_id))
    yield f"\nSign in as any of these people, with the password {password}:"
    rows = []
    for ref, email in addresses(actor.organization_id).items():
        set_password(email, password)
        roles = ", ".join(sorted(stands.access_roles(ref, stands.today())))
        rows.append((email, names[ref].name, roles))
    yield table(("Address", "Who", "May act as"), rows)


def isms_time_zone() -> str:
    """Where the company counts its days."""
    organization = next(each for each in company.clean(ports.today("UTC")) if isinstance(each, Organization))
    return organization.time_zone or "UTC"


def tell(*, clean: bool) -> Actor:
    """Write the company into the journal: first as it was when all was well, then what went wrong since."""
    day = ports.today(isms_time_zone())
    names = company.names()
    sound = company.clean(day)
    organization = next(each for each in sound if isinstance(each, Organization))
    founder = names[FOUNDER]
    actor = create_organization(organization, founder=founder.name, email=founder.email)
    whisper(f"Telling the story of {organization.title} …")
    _keep_files(sound)
    write_many(actor, _changes(actor, sound), {ref: each.name for ref, each in names.items()})
    actor = _let_in(actor, [each for each in sound if isinstance(each, Membership) and not each.revoked_by])
    if not clean:
        write_story(actor, _changes(actor, company.with_faults(day)))
    cut(actor.organization_id)
    return actor


def _let_in(founder: Actor, told: list[Membership]) -> Actor:
    """Give everybody the access the story tells of; returns who administers from then on, and alone.

    One administrator, so that on the command line nobody has to say who acts. Whoever founded the company hands over.
    """
    names = company.names()
    first = next(each.person for each in told if each.access_role == AccessRole.ADMINISTRATOR.value)
    grant_access(founder, first, AccessRole.ADMINISTRATOR, email=names[first].email)
    administrator = actor_of(founder.organization_id, first)
    for each in told:
        role = AccessRole(each.access_role)
        if role is AccessRole.EXTERNAL_AUDITOR:
            let_visitor_in(
                administrator,
                each.person,
                visit=each.visit,
                sees=each.sees,
                until=each.until,
                email=names[each.person].email,
            )
        elif role is not AccessRole.ADMINISTRATOR and each.person != first:
            grant_access(administrator, each.person, role, email=names[each.person].email)
    stands = standing(founder.organization_id, reading.head(founder.organization_id))
    for each in stands.memberships:
        if each.person == founder.person and each.access_role == AccessRole.ADMINISTRATOR.value:
            seen = reading.latest_index(founder.organization_id, each.KIND, each.ref)
            revoke_access(
                administrator, each.ref, seen=seen or 0, reason="The company is founded; Femi looks after it."
            )
    return administrator


def _keep_files(records: tuple[Record, ...]) -> None:
    """Keep the files of the company: the texts of versions that have one, and the rows of populations."""
    for rows in company.files():
        blobs.keep(rows)
    for each in records:
        if isinstance(each, DocumentVersion) and each.blob:
            blobs.keep(each.body.encode())


def _changes(actor: Actor, records: tuple[Record, ...]) -> list[Change]:
    """What differs from what the journal holds."""
    before: Isms = isms_now(actor, ports.today("UTC"))
    size = reading.head(actor.organization_id)
    latest = {(each.kind, each.ref): each.idx for each in reading.versions_at(actor.organization_id, size)}
    standing = {(each.KIND, each.ref): each for kind in before.records.values() for each in kind}
    changes = [
        Change(kind=each.KIND, ref=each.ref, value=each, seen=latest.get((each.KIND, each.ref)))
        for each in records
        if standing.get((each.KIND, each.ref)) != each and each.KIND not in ONLY_BY_THEIR_SERVICES
    ]
    kept = {(each.KIND, each.ref) for each in records}
    gone = [key for key in standing if key not in kept and key[0] not in ONLY_BY_THEIR_SERVICES]
    return changes + [Change(kind=kind, ref=ref, value=None, seen=latest[kind, ref]) for kind, ref in gone]
