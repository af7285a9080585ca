"""`plumbline register`, `show`, `add`, `change`."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import reading
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.deeds import tell
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day, say, say_json, table, whisper, wrapped
from plumbline.apps.ui.values import differences, filled, found, kind_named, spoken, titled
from plumbline.engine.domain.codec import as_json, from_mapping
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record, Shape, field_of, fields_of
from plumbline.engine.domain.record import Field
from plumbline.exchange.fields import read_field

SHOWN = ("owner", "state", "status", "due", "next_review", "expires")


@click.command("register")
@click.argument("kind", required=False)
@click.option("--as-of", type=Day(), help="The records as they stood at the end of that day.")
@click.option("--all", "everything", is_flag=True, help="Also those that are closed, retired or ended.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def register(session: Session, kind: str | None, as_of: date | None, everything: bool, form: str) -> None:
    """The records of a KIND; without one, what registers there are and how full they are."""
    isms = session.isms(as_of)
    if kind is None:
        _list_registers(isms, form)
        return
    meant = kind_named(kind)
    records = isms.all(meant) if everything else isms.live(meant)
    if form == "json":
        say_json([{"kind": each.KIND, **as_json(each)} for each in records])
    elif records:
        columns = [name for name in SHOWN if any(each.name == name for each in fields_of(meant))]
        rows = [
            (each.ref, titled(each, session.names), *(spoken(getattr(each, name), session.names) for name in columns))
            for each in records
        ]
        say(table(("Ref", "Title", *(field_of(meant, name).label for name in columns)), rows))
    else:
        say(
            f"{meant.REGISTER}: nothing yet. Import a list with `plumbline import FILE`, "
            f"or begin with `plumbline add {meant.KIND}`."
        )


def _list_registers(isms: Isms, form: str) -> None:
    counts = [(kind, meant.REGISTER, len(isms.live(meant)), len(isms.all(meant))) for kind, meant in KINDS.items()]
    if form == "json":
        say_json([{"kind": kind, "register": name, "live": live, "all": total} for kind, name, live, total in counts])
    else:
        say(table(("Kind", "Register", "Live", "All"), counts))


@click.command("show")
@click.argument("ref")
@click.option("--as-of", type=Day(), help="The record as it stood at the end of that day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(session: Session, ref: str, as_of: date | None, form: str) -> None:
    """One record by reference, alias or exact title, and what points to it."""
    isms = session.isms(as_of)
    records = found(isms, ref)
    if form == "json":
        say_json([{"kind": each.KIND, **as_json(each), "named_by": _named_by(isms, each)} for each in records])
        return
    for each in records:
        say(f"{each.ref}  {titled(each, session.names)}  ({each.REGISTER})")
        for field, value in filled(each):
            if field.name not in ("ref", "title"):
                names = {**_titles(isms, value), **session.names} if field.is_reference else session.names
                say(wrapped(f"{field.label}: {spoken(value, names)}", "  "))
        if pointing := _named_by(isms, each):
            say(wrapped(f"Named by: {', '.join(pointing)}", "  "))


def _titles(isms: Isms, refs: str | tuple[str, ...]) -> Mapping[str, str]:
    """The titles of the records that a field refers to, so that nobody has to look up who ROLE-6 is."""
    named = ((ref, isms.resolve(ref)) for ref in ((refs,) if isinstance(refs, str) else refs))
    return {ref: record.title for ref, record in named if record and record.title}


def _named_by(isms: Isms, record: Record) -> list[str]:
    """The records whose reference fields name this one."""
    names = {record.ref, *record.aliases}
    pointing = []
    for kind in KINDS.values():
        referring = [field for field in fields_of(kind) if field.is_reference]
        for each in isms.all(kind):
            for field in referring:
                value = getattr(each, field.name)
                words = (value,) if field.shape is Shape.REF else value
                if names.intersection(words):
                    pointing.append(f"{each.ref} ({field.label.lower()})")
                    break
    return pointing


@click.command("add")
@click.argument("kind")
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE…")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def add(session: Session, kind: str, fields: tuple[str, ...], form: str) -> None:
    """Add a record of a KIND: plumbline add issue title="New market" side=external."""
    meant = kind_named(kind)
    door, values = writer_of(meant), _read(meant, fields)
    try:
        value = from_mapping(meant.KIND, values)
    except ValueError as error:
        raise RefusedError(f"{meant.REGISTER}: {error}") from None
    made = door.add(session.actor, value)
    tell(made, f"{made.ref} is on record.", form)
    _tell_dangling(session, made)


@click.command("change")
@click.argument("ref")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option("--kind", default="", help="Which kind, where a control's key names several.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def change(session: Session, ref: str, fields: tuple[str, ...], kind: str, form: str) -> None:
    """Change fields of the record REF: plumbline change R-3 owner=ROLE-2. An empty value empties a field."""
    candidates = [each for each in found(session.isms(), ref) if not kind or isinstance(each, kind_named(kind))]
    if len(candidates) != 1:
        kinds = ", ".join(each.KIND for each in candidates)
        raise RefusedError(f"{ref} names {len(candidates)} records ({kinds}). Say which with --kind.")
    (record,) = candidates
    seen = reading.latest_index(session.organization_id, record.KIND, record.ref) or 0
    made = writer_of(type(record)).change(session.actor, record.ref, seen=seen, **_read_values(type(record), fields))
    told = [f"{label} {was} → {became}" for label, was, became in differences(record, made, session.names)]
    words = f"{made.ref} is changed: {'; '.join(told)}." if told else f"{made.ref} reads so already."
    tell(made, wrapped(words), form)
    _tell_dangling(session, made)


def _tell_dangling(session: Session, made: Record) -> None:
    """Say which references of a record that was just written name nothing: they stand, and an audit will find them."""
    isms = session.isms()
    for field in fields_of(type(made)):
        value = getattr(made, field.name) if field.is_reference else ()
        for ref in (value,) if isinstance(value, str) else value:
            if ref and not isms.resolve(ref) and not isms.standard.exists(ref):
                several = " Several have a semicolon between them." if "," in ref else ""
                said = f"“{ref}” under “{field.label}” names no record yet. Check it, or add what it names.{several}"
                whisper(wrapped(said))


def _read(kind: type[Record], fields: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: value for name, value in _read_values(kind, fields).items() if value not in (None, "", ())}


def _read_values(kind: type[Record], fields: tuple[str, ...]) -> dict[str, Any]:
    """FIELD=VALUE words as typed values. Raises RefusedError naming the field at fault."""
    values = {}
    for each in fields:
        name, equals, words = each.partition("=")
        if not equals:
            raise RefusedError(f"“{each}” is no FIELD=VALUE. Write for example owner=ROLE-2.")
        field = _meant(kind, name)
        try:
            values[field.name] = read_field(field, words)
        except ValueError as error:
            raise RefusedError(str(error.args[0])) from None
    return values


def _meant(kind: type[Record], name: str) -> Field:
    """The field of a kind by its name or its label. Raises RefusedError with the nearest, or all there are."""
    known = {words.casefold(): each for each in fields_of(kind) for words in (each.label, each.name)}
    if field := known.get(name.strip().casefold()):
        return field
    near = get_close_matches(name.casefold(), known, n=1)
    every = ", ".join(each.name for each in fields_of(kind))
    there = f"Perhaps you mean {known[near[0]].name}." if near else f"It has {every}."
    raise RefusedError(f"{kind.REGISTER}: there is no field “{name}”. {there}")
