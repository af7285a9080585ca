"""`plumbline sample`: freeze, draw, draw again, verify."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.sampling import drawing, frozen
from plumbline.apps.audit.sampling.drawing import Wanted
from plumbline.apps.audit.sampling.services import draw_sample, freeze_population, note_redraw
from plumbline.apps.audit.sampling.taking import listings, of_listing, of_records, strata_of
from plumbline.apps.ui.deeds import tell, the_one
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.looking import fits
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, say, say_json, whisper
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Audit, Population, Record, Sample
from plumbline.engine.domain.record import fields_of
from plumbline.engine.evidence.populations import Row

FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
ALTERED = 1


@click.group("sample")
def sample_() -> None:
    """Samples that anybody can draw again: freeze a population, draw, draw again, verify."""


@sample_.command("freeze")
@click.argument("source", metavar="KIND|FILE")
@click.option("--title", required=True, help="What the population is.")
@click.option("--complete", "completeness", required=True, help="How one knows that nothing is missing.")
@click.option("--part", is_flag=True, help="It is not the whole; --complete says what is missing.")
@click.option("--where", "narrowed", multiple=True, metavar="FIELD=WORDS", help="Of a register: only these records.")
@click.option("--as-of", type=Day(), help="Of a register: as it stood at the end of that day.")
@click.option("--all", "every", is_flag=True, help="Of a register: what has ended too.")
@click.option("--stratum", default="", metavar="FIELD|COLUMN", help="What parts the rows.")
@click.option("--key", default="", metavar="COLUMN", help="Of a file: the column that tells its rows apart.")
@click.option("--words", multiple=True, metavar="COLUMN", help="Of a file: columns that say what a row is.")
@FORM
@click.pass_obj
def freeze(session: Session, /, source: str, form: str, **said: Any) -> None:
    """Freeze a register (KIND, such as supplier) or a list (a CSV or XLSX file) as a population."""
    described = {"title": said["title"], "completeness": said["completeness"], "complete": not said["part"]}
    if source in KINDS:
        rows, more = _of_register(session, source, said)
    else:
        rows, more = _of_file(Path(source), said)
    made = frozen.made(rows)
    value = Population(digest=made.digest, rows=frozen.keep(made, "population"), size=made.size, **described, **more)
    held = freeze_population(session.actor, value)
    tell(held, f"{held.ref}: {held.size} rows are frozen. SHA-256 {held.digest}", form)


def _of_register(session: Session, kind: str, said: dict[str, Any]) -> tuple[Iterator[Row], dict[str, Any]]:
    if said["key"] or said["words"]:
        raise click.UsageError("--key and --words are for a file; a register's rows are told apart by reference.")
    if not session.actor.may(reading(kind)):
        raise RefusedError(f"You may not read “{KINDS[kind].REGISTER}”, so you cannot draw from it.")
    isms = session.isms(said["as_of"])
    stratum = _field(kind, said["stratum"], {each.name: each.label for each in strata_of(KINDS[kind])})
    known = {each.name: each.label for each in fields_of(KINDS[kind])}
    found = list(isms.all(KINDS[kind]) if said["every"] else isms.live(KINDS[kind]))
    asked = [each.partition("=") for each in said["narrowed"]]
    for name, _, words in asked:
        wanted = _field(kind, name, known)
        found = [each for each in found if fits(isms, each, wanted, words)]
    selection = "&".join([*(f"f.{name}={words}" for name, _, words in asked), *(["all=1"] if said["every"] else [])])
    more = {"source": "register", "register": kind, "selection": selection, "stratum": stratum, "head": isms.head}
    if said["as_of"]:
        more["note"] = f"As the register stood at the end of {said['as_of']}."
    return of_records(isms, found, stratum), more


def _field(kind: str, said: str, known: dict[str, str]) -> str:
    """The name of a field, from its name or its label."""
    if not said:
        return ""
    named = {**{label.casefold(): name for name, label in known.items()}, **{name: name for name in known}}
    found = named.get(said) or named.get(said.casefold())
    if found is None:
        raise RefusedError(f"“{KINDS[kind].REGISTER}” has no field {said}. Choose one of {', '.join(known)}.")
    return found


def _of_file(file: Path, said: dict[str, Any]) -> tuple[Iterator[Row], dict[str, Any]]:
    if said["narrowed"] or said["every"] or said["as_of"]:
        raise click.UsageError("--where, --all and --as-of are for a register; narrow a list before you bring it.")
    if not file.is_file():
        kinds = "a kind such as supplier, training, change"
        raise RefusedError(f"{file} is neither a file nor a kind of record. Name a file, or {kinds}.")
    if not said["key"]:
        raise click.UsageError("Say which column tells the rows of the list apart: --key COLUMN.")
    table = listings(file, file.name)[0]
    selection = "; ".join([f"file: {file.name}", *table.told(file.name), f"key: {said['key']}"])
    more = {"source": "import", "selection": selection, "stratum": said["stratum"]}
    return of_listing(table, said["key"], said["stratum"], said["words"]), more


@sample_.command("draw")
@click.argument("population")
@click.option("--size", type=click.IntRange(min=1), required=True, help="How many rows.")
@click.option("--tests", required=True, help="What is tested of each row.")
@click.option("--stratified", is_flag=True, help="As many of each stratum as its part of the whole.")
@click.option("--each", is_flag=True, help="SIZE rows of every stratum.")
@click.option("--seed", default="", help="Words that nobody could pick to suit; else one is drawn by lot.")
@click.option("--why", default="", help="Why so many.")
@click.option("--audit", default="", metavar="REF", help="The audit it belongs to (AUD-…).")
@FORM
@click.pass_obj
def draw(session: Session, /, population: str, form: str, **said: Any) -> None:
    """Draw a sample of a frozen POPULATION and print the drawn keys, one a line."""
    isms = session.isms()
    held = the_one(isms, population, Population)
    audit = the_one(isms, said["audit"], Audit).ref if said["audit"] else ""
    wanted = Wanted(
        method="stratified" if said["stratified"] or said["each"] else "random",
        size=said["size"],
        each=said["each"],
        seed=said["seed"],
        audit=audit,
        attribute=said["tests"],
        size_reason=said["why"],
    )
    made = draw_sample(session.actor, held.ref, wanted)
    if form == "text":
        say("\n".join(each.key for each in made.items))
    tell(made, f"{made.ref}: {made.size} of {held.size} rows of {held.ref}, seed {made.seed}", form)


@sample_.command("redraw")
@click.argument("sample")
@FORM
@click.pass_obj
def redraw(session: Session, sample: str, form: str) -> None:
    """Draw a SAMPLE again from its seed and the frozen rows; exit code 1 where other rows come out."""
    isms = session.isms()
    held = the_one(isms, sample, Sample)
    found = _again(isms, held)
    if session.actor.may(Permission.AUDIT_WRITE):
        note_redraw(session.actor, held.ref)
    _told(held.ref, found, form)
    if not found.same:
        raise SystemExit(ALTERED)


def _again(isms: Isms, held: Sample) -> drawing.Again:
    return drawing.again(frozen.read(the_one(isms, held.population, Population)), held)


def _told(ref: str, found: drawing.Again, form: str) -> None:
    if form == "json":
        say_json({"sample": ref, "same": found.same, "recorded": found.recorded, "now": found.now})
        return
    say("\n".join(found.now))
    outcome = "The same rows came out." if found.same else found.problem or "Other rows came out than are on record."
    whisper(f"{ref}: {outcome}")


@sample_.command("verify")
@click.argument("refs", nargs=-1)
@click.pass_obj
def verify(session: Session, refs: tuple[str, ...]) -> None:
    """Verify populations and samples (all, or those named): rows against their hash, draws against their seed.

    Exit code 1 where something does not hold.
    """
    isms = session.isms()
    named = [the_one(isms, each, Population, Sample) for each in refs]
    wanted = named or [*isms.all(Population), *isms.all(Sample)]
    wrong = 0
    for each in wanted:
        problem = _problem(isms, each)
        wrong += bool(problem)
        say(f"{each.ref}  {problem or 'holds'}")
    whisper(f"{len(wanted) - wrong} of {len(wanted)} hold.")
    if wrong:
        raise SystemExit(ALTERED)


def _problem(isms: Isms, held: Record) -> str:
    try:
        if isinstance(held, Population):
            rows = frozen.read(held)
            return "" if rows.size == held.size else f"It has {rows.size} rows, {held.size} are on record."
        found = _again(isms, the_one(isms, held.ref, Sample))
    except RefusedError as error:
        return str(error)
    return "" if found.same else found.problem or "Other rows come out than are on record."
