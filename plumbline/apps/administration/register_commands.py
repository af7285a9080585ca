"""`plumbline import`, `plumbline export`."""

from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError, StaleError
from plumbline.apps.administration.exporting import export_to
from plumbline.apps.administration.importing import Prepared, apply, prepare
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, say_json, table, whisper, wrapped
from plumbline.apps.ui.values import spoken, titled
from plumbline.engine.domain.codec import as_json, jsonable
from plumbline.engine.domain.kinds import field_of
from plumbline.exchange.column_map import ColumnMap, ColumnMapError, read_column_map
from plumbline.exchange.drafts import Problem
from plumbline.exchange.plan import Plan
from plumbline.exchange.setaside import set_aside_files
from plumbline.exchange.sources import sources_in
from plumbline.reports.phrases import counted

UNREADABLE, SET_ASIDE = 2, 3
SHOWN = 60


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
@click.option(
    "--map", "map_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A saved column map."
)
@click.option(
    "--set-aside", type=click.Path(file_okay=False, path_type=Path), help="Where rows that cannot be read go."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def import_(
    session: Session, paths: tuple[Path, ...], dry_run: bool, map_file: Path | None, set_aside: Path | None, form: str
) -> None:
    """Take registers in: CSV and XLSX files or folders, as people really keep them. Twice changes nothing."""
    actor = session.actor
    prepared = prepare(actor.organization_id, session.isms(), sources_in(paths), _map(map_file))
    made = prepared.plan
    run = "" if dry_run else _applied(actor, prepared)
    aside = (
        {}
        if dry_run
        else _keep_set_aside(made, set_aside or Path(settings.PLUMBLINE_HOME) / "set-aside" / (run or "last"))
    )
    if form == "json":
        say_json(_as_json(prepared, run, aside))
    else:
        for line in _told(session, prepared, run, aside, dry_run=dry_run):
            say(line)
    if made.files and len(made.refused) == len(made.files):
        raise SystemExit(UNREADABLE)
    if made.given_back or made.refused:
        raise SystemExit(SET_ASIDE)


def _applied(actor: Actor, prepared: Prepared) -> str:
    try:
        return apply(actor, prepared, _progress)
    except StaleError as error:
        raise RefusedError(
            f"Somebody wrote {error.ref} while these files were read, so this was not written. Import them again: "
            "what is in already counts as unchanged, and the rest is shown anew."
        ) from error


def _map(path: Path | None) -> ColumnMap | None:
    if path is None:
        return None
    try:
        return read_column_map(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError:
        raise RefusedError(f"{path.name} is not a text file in UTF-8. Save the column map as TOML or JSON.") from None
    except ColumnMapError as error:
        raise RefusedError(str(error)) from None


def _progress(done: int, of: int) -> None:
    if of > 1:
        whisper(f"Part {done} of {of} is written.")


def _keep_set_aside(made: Plan, folder: Path) -> dict[str, str]:
    """Write the rows set aside, and those of which cells were left, next to each other; returns file name -> path."""
    found = set_aside_files(made.given_back)
    if found:
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        (folder / name).write_bytes(content)
    return {name: str(folder / name) for name in found}


def _told(session: Session, prepared: Prepared, run: str, aside: dict[str, str], *, dry_run: bool) -> Iterator[str]:
    made = prepared.plan
    rows = [
        (
            each.file + (f" / {each.sheet}" if each.sheet else ""),
            each.register or ("not read" if each.error else "–"),
            *((each.new, each.changed, each.unchanged, each.set_aside) if not each.error else ("–",) * 4),
            *((each.left,) if made.left else ()),
        )
        for each in made.files
    ]
    headings = ("File", "Register", "New", "Changed", "Unchanged", "Set aside")
    yield table((*headings, "Cells left") if made.left else headings, rows)
    yield from _differences(session, made)
    yield from _left(session, made)
    yield from _problems(made.problems)
    for each in made.people:
        if each.similar:
            known = ", ".join(f"{ref} ({name})" for ref, name in each.similar)
            yield wrapped(
                f"“{each.name}” is on record as {each.ref}. Perhaps the same person as {known}: link them if so."
            )
    yield ""
    records = f"{counted(made.new, 'record')} new, {made.changed} changed"
    if dry_run:
        yield f"Nothing was written. The import would make {records}."
    elif run:
        yield f"{run}: {records}."
    else:
        yield "Nothing to write: 0 new, 0 changed."
    if made.left:
        yield f"{counted(len(made.left), 'cell')} left as on record."
    yield from (
        f"{'Rows to look at again' if made.left else 'Rows set aside'}, with the reason: {path}"
        for path in aside.values()
    )


def _differences(session: Session, made: Plan) -> Iterator[str]:
    """Row by row, what changes on records that are there already."""
    changed = [each for each in made.changes if each.before is not None]
    if changed:
        yield ""
        yield "Changes"
    for each in changed[:SHOWN]:
        yield f"  {each.ref} {titled(each.value, session.names)}  ({each.file}, line {each.line})"
        for name, was, becomes in each.difference:
            label = field_of(type(each.value), name).label
            yield wrapped(f"{label}: {spoken(was, session.names)} → {spoken(becomes, session.names)}", "    ")
    if len(changed) > SHOWN:
        yield f"  … and {len(changed) - SHOWN} more; see them all with --format json"


def _left(session: Session, made: Plan) -> Iterator[str]:
    """Cell by cell, what is not taken of rows that are."""
    if made.left:
        yield ""
        yield "Cells left as on record"
    told = ""
    for each in made.left[:SHOWN]:
        sheet = f" / {each.sheet}" if each.sheet else ""
        row = f"  {each.before.ref} {titled(each.before, session.names)}  ({each.file}{sheet}, line {each.line})"
        if row != told:
            yield row
        told = row
        stands = f"“{spoken(each.stands, session.names)}”" if each.stands not in (None, "", ()) else "empty"
        says = f"“{each.says}”" if each.says else "nothing"
        yield wrapped(f"{each.heading}: stays {stands}; the file says {says}. {each.reason}", "    ")
    if len(made.left) > SHOWN:
        yield f"  … and {len(made.left) - SHOWN} more; see them all with --format json"


def _problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    if problems:
        yield ""
        yield "What was noticed"
    ordered = sorted(problems, key=lambda each: ("set aside", "kept", "said").index(each.weight))
    for each in ordered[:SHOWN]:
        place = ", ".join(
            word
            for word in (
                each.file + (f" / {each.sheet}" if each.sheet else ""),
                f"line {each.line}" if each.line else "",
                f"column “{each.column}”" if each.column else "",
                f"“{each.value}”" if each.value else "",
            )
            if word
        )
        yield wrapped(f"[{each.weight}] {place}: {each.message}", "  ")
    if len(problems) > SHOWN:
        yield f"  … and {len(problems) - SHOWN} more; see them all with --format json"


def _as_json(prepared: Prepared, run: str, aside: dict[str, str]) -> dict[str, object]:
    made = prepared.plan
    return {
        "import": run or None,
        "new": made.new,
        "changed": made.changed,
        "unchanged": made.unchanged,
        "set_aside": len(made.set_aside),
        "left": [
            {
                "file": each.file,
                "sheet": each.sheet,
                "line": each.line,
                "column": each.heading,
                "says": each.says,
                "kind": each.before.KIND,
                "ref": each.before.ref,
                "field": each.field,
                "stands": jsonable(each.stands),
                "reason": each.reason,
            }
            for each in made.left
        ],
        "files": [
            {
                "file": each.file,
                "sheet": each.sheet,
                "register": each.register,
                "rows": {
                    "new": each.new,
                    "changed": each.changed,
                    "unchanged": each.unchanged,
                    "set_aside": each.set_aside,
                },
                "cells_left": each.left,
                "extra": list(each.extra),
                "notes": list(each.notes),
                "error": each.error or None,
            }
            for each in made.files
        ],
        "problems": [jsonable(each) for each in made.problems],
        "changes": [
            {
                "kind": each.kind,
                "ref": each.ref,
                "file": each.file,
                "line": each.line,
                "new": each.before is None,
                "fields": [{"field": n, "was": jsonable(w), "becomes": jsonable(b)} for n, w, b in each.difference]
                if each.before is not None
                else as_json(each.value),
            }
            for each in made.changes
        ],
        "people": [{"name": each.name, "ref": each.ref, "similar": list(each.similar)} for each in made.people],
        "set_aside_files": aside,
    }


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="The records as they stood at the end of that day."
)
@click.option("--register", "only", multiple=True, metavar="KIND", help="Only these registers.")
@click.pass_obj
def export(session: Session, target: Path, as_of: object, only: tuple[str, ...]) -> None:
    """Give registers out: FILE.xlsx is one workbook, anything else a folder of CSV. Edit it and import it again."""
    day = as_of.date() if hasattr(as_of, "date") else None
    written = export_to(session.actor, session.isms(day), target, only)
    for each in written:
        say(str(each))
