"""`plumbline pack`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.certification.choosing import opened_by
from plumbline.apps.certification.packing import Made, Wish, make_pack
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, say, say_json, wrapped

MEGABYTE = 10**6


@click.command("pack")
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option(
    "--only",
    multiple=True,
    metavar="WORD",
    help="Only this: a kind of record (risk), a clause or control (A.8.13), statement, findings.",
)
@click.option("--for", "visit", metavar="VISIT", help="What this visit opens (VIS-2), and nothing else.")
@click.option("--names", "named", is_flag=True, help="Let names of people go along; else they are references.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it; a name that ends in .zip and is not taken.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def pack(session: Session, /, output: Path, form: str, *, visit: str | None, **said: Any) -> None:
    """Put everything an auditor asks for into one file that opens offline and is checked without Plumbline.

    Registers, Statement of Applicability, findings with every gap, documents, files, the journal with its proofs,
    and verify.py, which checks them all. What is left out with --only stays in the journal as sealed entries.
    """
    _refuse_foreign(output)
    as_of, only = said["as_of"], said["only"]
    isms = session.isms(as_of)
    if visit:
        if only:
            raise RefusedError("--for says what goes along, and so does --only. Use one of them.")
        only = opened_by(session.isms(), visit)
    made = make_pack(session.actor, isms, output, Wish(only=only, named=said["named"]), session.names, _told)
    if form == "json":
        say_json(made.as_json())
        return
    _tell(made, as_of)


def _refuse_foreign(output: Path) -> None:
    """Raise RefusedError where the file would take the place of something that is no pack, or has no folder."""
    if output.suffix.lower() != ".zip":
        raise RefusedError(f"{output} is no name for a pack. Let it end in .zip, such as -o pack.zip.")
    if not output.absolute().parent.is_dir():
        raise RefusedError(f"There is no folder {output.parent}. Make it first, or choose another.")
    if output.exists():
        raise RefusedError(f"{output} is there already. A pack is kept, not written over: choose another name.")


def _told(done: int, total: int, words: str) -> None:
    """Say how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{words} {f'{done:,} of {total:,}' if total else ''}", err=True, nl=False)


def _tell(made: Made, as_of: date | None) -> None:
    _told(0, 0, "")
    when = f"as of {as_of.isoformat()}" if as_of else "as of now"
    say(f"{made.place}: {made.files:,} files, {made.size / MEGABYTE:,.1f} MB, records {when},")
    say(f"with a journal of {made.entries:,} entries and {made.gaps} kinds of gap.")
    say(wrapped("Hand it over, and tell the key in another way, such as by telephone or on paper:"))
    say(f"    {made.vkey}")
    say(f"Whoever has it checks the pack with: python verify.py --key KEY {made.place.name}")
