"""`plumbline log`: verify, proof, check, checkpoint, fork."""

from pathlib import Path

import click

from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import checkpoints, signer
from plumbline.apps.journal.kept_proofs import UnreadableProofError, read_proof
from plumbline.apps.journal.log import read_head
from plumbline.apps.journal.proofs import ManyKindsError, Proof, proof_of
from plumbline.apps.journal.verify import verify as verified
from plumbline.apps.organization.continuing import continue_journal
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, say_json, table, wrapped
from plumbline.engine.domain.codec import as_json
from plumbline.engine.proof.notes import NoteError, VerifierKey

FINDINGS = 1


@click.group("log")
def log() -> None:
    """Verify the journal; prove a record; check a proof; sign where it stands; record a fork."""


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


@log.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", metavar="VKEY", help="The key of the journal, as its owner told you; see `log checkpoint`.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(file: Path, key: str | None, form: str) -> None:
    """Check a proof that was saved with `log proof REF --format json`. Needs no home. Exit 1 where it does not hold."""
    try:
        kept = read_proof(file.read_bytes())
    except UnreadableProofError as error:
        raise RefusedError(f"{file} is no proof. {error} Save one: plumbline log proof REF --format json.") from None
    try:
        problems = kept.verify(key and VerifierKey.parse(key).vkey())
    except NoteError as error:
        raise RefusedError(f"The key cannot be used. {error}") from None
    if form == "json":
        told = {"kind": kept.kind, "ref": kept.ref, "version": kept.version, "value": kept.value}
        say_json({"holds": not problems, **told, "key_given": key is not None, "problems": problems})
    else:
        _tell_checked(kept, problems, key)
    if problems:
        raise SystemExit(FINDINGS)


def _tell_checked(kept: Proof, problems: tuple[str, ...], key: str | None) -> None:
    if problems:
        say(f"The proof of {kept.kind} {kept.ref} does not hold:")
        for each in problems:
            say(wrapped(each, "  "))
        return
    signed_by = VerifierKey.parse(key or kept.vkey).name
    say(f"The proof holds: {kept.kind} {kept.ref} stands in entry {kept.index} of {kept.size}, signed by")
    say(f"{signed_by}.")
    say(wrapped("It was erased since." if kept.value is None else f"It said: {kept.value}"))
    if key is None:
        say(wrapped("The key came with the proof: hold it against the journal's own with --key VKEY."))


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


@log.command("fork")
@click.option("--reason", required=True, help="What happened to the newer journal; kept for ever.")
@click.option("--backup", default="", help="Which backup was restored, where one was.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def fork(session: Session, reason: str, backup: str, form: str) -> None:
    """Let a journal go on that is not the one that was signed, under a new name, and say so in its first entry."""
    session.make_ready()
    made = continue_journal(session.actor, reason=reason, backup=backup)
    origin = made.origin if made else read_head(session.organization_id).origin
    if form == "json":
        say_json({"origin": origin, **(as_json(made) if made else {})})
        return
    say(wrapped(f"The journal goes on as {origin}."))
    if made is not None:
        say(wrapped(f"{made.ref} keeps what {made.signed_origin} had signed: {made.signed_size} entries."))
        say(
            wrapped(f"Entries in common: {made.common_size}. Whoever keeps a checkpoint of the old name is to be told.")
        )
        for line in made.erased_again.splitlines():
            say(wrapped(f"Erased anew: {line}"))
