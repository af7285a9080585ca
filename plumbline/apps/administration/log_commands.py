"""`plumbline log verify`, `plumbline log proof`, `plumbline log checkpoint`."""

import click

from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import checkpoints, signer
from plumbline.apps.journal.proofs import ManyKindsError, proof_of
from plumbline.apps.journal.verify import verify as verified
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, say_json, table

FINDINGS = 1


@click.group("log")
def log() -> None:
    """Verify the journal; prove one record; sign where it stands."""


@log.command("verify")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def verify(session: Session, form: str) -> None:
    """Check every entry, version, node and checkpoint of the journal. Only reads. Exit 1 where something is wrong."""
    session.open_for_reading()
    report = verified(session.journal_id, permitted_then(session.journal_id), STATE_OF)
    if form == "json":
        say_json(report.as_json())
    else:
        say(str(report))
    if report.problems:
        raise SystemExit(FINDINGS)


@log.command("proof")
@click.argument("ref")
@click.option("--kind", default="", help="Which kind, where a control's key names several.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def proof(session: Session, ref: str, kind: str, form: str) -> None:
    """The proof that the newest version of the record REF is in the journal, to check without Plumbline."""
    session.make_ready()
    session.refuse_strangers()
    try:
        found = proof_of(session.organization_id, ref, kind)
    except ManyKindsError as error:
        raise RefusedError(f"{error} Add --kind.") from None
    if found is None:
        raise RefusedError(f"The journal has never seen {ref}. Check the reference.")
    if form == "json":
        say_json(found.as_json())
        return
    say(table(("What", "Value"), found.lines()))


@log.command("checkpoint")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def checkpoint(session: Session, form: str) -> None:
    """Sign where the journal stands. Whoever keeps the note can tell any later change of what came before it."""
    session.make_ready()
    made = checkpoints.cut(session.organization_id) or checkpoints.latest(session.organization_id)
    if made is None:
        raise RefusedError("The journal is empty. There is nothing to sign yet.")
    vkey = signer.verifier_key(session.organization_id).vkey()
    if form == "json":
        told = {"size": made.size, "root": made.root.hex(), "note": made.note, "made_at": made.made_at, "vkey": vkey}
        say_json(told)
    else:
        say(f"{made.note}\nThe key to check it with: {vkey}")
