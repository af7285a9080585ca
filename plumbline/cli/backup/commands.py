"""`plumbline backup` and `plumbline restore`."""

import time
from pathlib import Path

import click

from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.selectors import actor_for, administrators
from plumbline.apps.administration.settings_pages.last_backup import note_backup
from plumbline.apps.journal import checkpoints
from plumbline.apps.journal.verify import verify
from plumbline.apps.organization.continuing import continue_journal
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, say_json, whisper, wrapped
from plumbline.cli.backup import taking
from plumbline.cli.backup.archive import Archive, Journal, opened
from plumbline.cli.backup.restoring import Restored, refuse_full
from plumbline.cli.backup.restoring import restore as restored

SHORTEST = 12
FINDINGS = 1
OPEN = (
    "It is not sealed: whoever has the file can read everything in it. Its mode lets only you; seal the next one with "
    "--passphrase-file."
)
KEYS = (
    "The signing keys are not in it, and are not to be: copy the folder keys, secret.key and erased.jsonl of the home "
    "to another place than the backup."
)

Passphrase = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line seals or opens the backup (AES-256-GCM, scrypt).",
)
Form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@Passphrase
@Form
def backup(file: Path, passphrase_file: Path | None, form: str) -> None:
    """Write everything into one FILE while people work: all organisations, every version, every kept file."""
    began = time.monotonic()
    whisper(f"Backing up to {file} …")
    contents = taking.take(file, _passphrase(passphrase_file), whisper)
    note_backup(file, sealed=passphrase_file is not None)
    rows = sum(each.rows for each in contents.tables.values())
    if form == "json":
        told = {each.organization: {"size": each.size, "root": each.root} for each in contents.journals}
        say_json({"file": str(file), "bytes": file.stat().st_size, "rows": rows, "journals": told})
    else:
        say(f"{file}: {taking.size_of(file)}, {rows} rows, in {time.monotonic() - began:.1f} s.")
        for each in contents.journals:
            say(f"  {each.name or each.organization}: {each.size} entries, root {each.root[:16]}…")
    if passphrase_file is None:
        whisper(wrapped(OPEN))
    whisper(wrapped(KEYS))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@Passphrase
@click.option("--reason", default="", help="Why the newer journal is gone: records the fork at once.")
@Form
@click.pass_obj
def restore(session: Session, file: Path, passphrase_file: Path | None, reason: str, form: str) -> None:
    """Load a backup FILE into an empty home or database, then verify the journal. Exit 1 where it is not sound."""
    refuse_full()
    whisper(f"Reading {file} …")
    with opened(file, _passphrase(passphrase_file)) as archive:
        whisper(f"It is whole: made {archive.contents.made_at} by Plumbline {archive.contents.release}. Loading …")
        found = restored(archive, whisper, may_bring_back=bool(reason.strip()))
        told = [_settled(each, found, archive, reason.strip(), session.email) for each in archive.contents.journals]
    if form == "json":
        say_json({"restored": [each for each, _ in told]})
    for outcome, sentence in told if form != "json" else ():
        say(wrapped(f"{outcome['name']}: {sentence}"))
    if not all(outcome["sound"] or outcome["read_only"] for outcome, _ in told):
        raise SystemExit(FINDINGS)


def _settled(
    journal: Journal, found: Restored, archive: Archive, reason: str, email: str
) -> tuple[dict[str, object], str]:
    """Record the fork of one journal where there is one and a reason was given, verify it, and say how it stands."""
    (organization_id,) = (each for each in found.organizations if str(each) == journal.organization)
    forked = ""
    if checkpoints.fork(organization_id) and reason:
        made = continue_journal(
            actor_for(organization_id, _operator(email, administrators(organization_id))),
            reason=reason,
            backup=f"{archive.contents.made_at}, {journal.size} entries, root {journal.root}",
        )
        forked = f" It goes on as {made.origin}." if made else ""
        forked += f" Erased anew: {made.erased_again}." if made and made.erased_again else ""
    read_only = checkpoints.fork(organization_id)
    report = verify(organization_id, permitted_then(organization_id), STATE_OF)
    outcome: dict[str, object] = {
        "name": journal.name,
        "organization": journal.organization,
        "size": report.entries,
        "sound": report.sound,
        "read_only": read_only,
        "flaws": list(report.problems),
    }
    if read_only:
        return outcome, (
            f"{report.entries} entries were restored, and nothing may be written yet. {read_only} "
            "(`plumbline log fork --reason …`)"
        )
    return outcome, f"{report}{forked}"


def _operator(email: str, known: tuple[str, ...]) -> str:
    """Whoever records the fork: the account of `--as`, else the only administrator."""
    if email or len(known) == 1:
        return email or known[0]
    raise RefusedError(
        f"The backup was restored. {len(known)} people administer this organisation: record the fork with "
        "`plumbline --as E-MAIL log fork --reason …`."
    )


def _passphrase(file: Path | None) -> str:
    """The first line of a file. Raises RefusedError for one that seals nothing."""
    if file is None:
        return ""
    try:
        lines = file.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise RefusedError(f"{file} is not text. Write the passphrase into its first line.") from None
    if not lines or len(lines[0].strip()) < SHORTEST:
        raise RefusedError(f"The passphrase in {file} has fewer than {SHORTEST} characters. Choose a longer one.")
    return lines[0].strip()
