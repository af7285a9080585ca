"""`plumbline history`, `plumbline diff`."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.selectors import names_by_id
from plumbline.apps.journal import reading
from plumbline.apps.ui.session import NothingYetError, Session
from plumbline.apps.ui.terminal import Day, say, say_json, wrapped
from plumbline.apps.ui.values import differences, titled
from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.codec import as_json, decode
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record


@click.command("history")
@click.argument("ref")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def history(session: Session, ref: str, form: str) -> None:
    """Every version of the record REF, field by field, with dates."""
    session.refuse_strangers()
    found = [(kind, ref) for kind in reading.kinds_of(session.organization_id, ref)] or _by_other_name(session, ref)
    if not found:
        raise RefusedError(f"The journal has never seen {ref}. Check the reference.")
    versions = [(kind, one, reading.history(session.organization_id, kind, one)) for kind, one in found]
    if form == "json":
        say_json([_as_json(kind, one, entries) for kind, one, entries in versions])
        return
    who = names_by_id(session.organization_id)
    for kind, one, entries in versions:
        before: Record | None = None
        for entry in entries:
            after = decode(kind, entry.value) if entry.value else None
            actor = who.get(entry.actor_id or "", entry.actor_kind)
            when = entry.time.astimezone(ZoneInfo(session.time_zone)).strftime("%Y-%m-%d %H:%M %Z")
            say(f"{one} ({KINDS[kind].REGISTER})  {when}  entry {entry.idx}  {actor}  {entry.action}")
            if after is None:
                say("  ended" if entry.erased_by is None else f"  erased by entry {entry.erased_by}")
            for label, was, became in differences(before, after, session.names) if after else ():
                say(wrapped(f"{label}: {was} → {became}", "  "))
            before = after


def _by_other_name(session: Session, words: str) -> list[tuple[str, str]]:
    record = session.isms().resolve(words)
    return [(record.KIND, record.ref)] if record else []


def _as_json(kind: str, ref: str, entries: tuple[reading.HistoryEntry, ...]) -> dict[str, object]:
    return {
        "kind": kind,
        "ref": ref,
        "versions": [
            {
                "entry": each.idx,
                "time": each.time.isoformat(),
                "actor": each.actor_id,
                "action": each.action,
                "via": each.via,
                "op": each.op,
                "erased_by": each.erased_by,
                "value": as_json(decode(kind, each.value)) if each.value else None,
            }
            for each in entries
        ],
    }


@click.command("diff")
@click.argument("first", type=Day())
@click.argument("second", type=Day())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def diff(session: Session, first: date, second: date, form: str) -> None:
    """What changed between the ends of two days: records new, ended and changed, field by field."""
    early, late = sorted((first, second))
    changes = list(_changes(_system(session, early), session.isms(late)))
    if form == "json":
        say_json([_change_as_json(session, *each) for each in changes])
        return
    if not changes:
        say(f"Nothing changed between {early} and {late}.")
    for before, after in changes:
        record = after or before
        if record is None:
            continue
        word = "changed" if before and after else "new" if after else "ended"
        say(wrapped(f"{record.ref}  {titled(record, session.names)}  ({record.REGISTER})  {word}"))
        if before and after:
            for label, was, became in differences(before, after, session.names):
                say(wrapped(f"{label}: {was} → {became}", "  "))


def _system(session: Session, day: date) -> Isms | None:
    try:
        return session.isms(day)
    except NothingYetError:
        return None


def _changes(early: Isms | None, late: Isms) -> Iterator[tuple[Record | None, Record | None]]:
    for kind in KINDS:
        was = {each.ref: each for each in early.records.get(kind, ())} if early else {}
        became = {each.ref: each for each in late.records.get(kind, ())}
        for ref in sorted({*was, *became}, key=natural):
            if was.get(ref) != became.get(ref):
                yield was.get(ref), became.get(ref)


def _change_as_json(session: Session, before: Record | None, after: Record | None) -> dict[str, object]:
    record = after or before
    return {
        "kind": record.KIND if record else "",
        "ref": record.ref if record else "",
        "change": "changed" if before and after else "new" if after else "ended",
        "fields": [
            {"field": label, "was": was, "became": became}
            for label, was, became in differences(before, after, session.names)
        ],
    }
