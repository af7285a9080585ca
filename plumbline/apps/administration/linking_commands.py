"""`plumbline alias`, `plumbline link`."""

from __future__ import annotations

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.records.links import add_alias, confirm_link
from plumbline.apps.ui.deeds import actor_named, seen, the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import whisper
from plumbline.apps.ui.values import kind_named
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.domain.record import field_of


@click.command("alias")
@click.argument("ref")
@click.argument("alias", metavar="WORDS")
@click.option("--kind", default="", help="Which kind, where a control's key names several.")
@click.pass_obj
def alias_(session: Session, ref: str, alias: str, kind: str) -> None:
    """Let WORDS stand for the record REF from now on: an old number, a role's other name."""
    isms = session.isms()
    meant = _meant(isms, ref, kind)
    made = add_alias(session.actor, meant.KIND, meant.ref, alias, seen=seen(session, isms, meant))
    whisper(f"“{made.aliases[-1]}” stands for {made.ref} from now on, said by {actor_named(session)}.")


@click.command("link")
@click.argument("ref")
@click.argument("field")
@click.argument("words")
@click.argument("target")
@click.option("--kind", default="", help="Which kind REF is, where a control's key names several.")
@click.pass_obj
def link(session: Session, ref: str, field: str, words: str, target: str, kind: str) -> None:
    """Put the reference of TARGET in the place of WORDS in a FIELD of REF: plumbline link R-3 owner "IT" ROLE-2."""
    isms = session.isms()
    meant = _meant(isms, ref, kind)
    try:
        declared = field_of(type(meant), field)
    except KeyError as error:
        raise RefusedError(str(error.args[0])) from None
    aim = the_one(isms, target, *(KINDS[each] for each in declared.kinds or KINDS))
    confirm_link(
        session.actor,
        (meant.KIND, meant.ref),
        field,
        seen=seen(session, isms, meant),
        words=words,
        target=(aim.KIND, aim.ref),
    )
    whisper(f"{meant.ref}: “{words}” in “{declared.label}” is {aim.ref}, said by {actor_named(session)}.")


def _meant(isms: Isms, ref: str, kind: str) -> Record:
    kinds = [kind_named(kind)] if kind else list(KINDS.values())
    return the_one(isms, ref, *kinds)
