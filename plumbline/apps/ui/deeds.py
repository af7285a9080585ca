"""What deciding commands have in common: the one record that is meant, and the sentence that says what became of it."""

from __future__ import annotations

from typing import TypeVar

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import reading
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say_json, whisper
from plumbline.apps.ui.values import found, spoken
from plumbline.engine.domain.codec import as_json
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record

R = TypeVar("R", bound=Record)


def the_one(isms: Isms, words: str, *kinds: type[R]) -> R:
    """The one record of these kinds that words name. Raises RefusedError where it is another kind, or several are."""
    known = found(isms, words)
    fitting = [each for each in known if isinstance(each, kinds)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise RefusedError(f"{words} names {len(fitting)} records ({_kinds(fitting)}). Say which with --kind.")
    registers = " or ".join(f"“{each.REGISTER}”" for each in kinds)
    raise RefusedError(f"{words} is not in {registers} but in “{known[0].REGISTER}”. Check the reference.")


def seen(session: Session, isms: Isms, record: Record) -> int:
    """The journal index of the version that stood when the system was read: what the actor has looked at."""
    version = reading.version_at(session.organization_id, record.KIND, record.ref, isms.head)
    assert version is not None, f"{record.ref} was read from the journal"  # noqa: S101 - the system is made of versions
    return version.idx


def actor_named(session: Session) -> str:
    """Who acts, for the sentence that says so: the reference and today's name."""
    return spoken(session.actor.person, session.names)


def tell(made: Record, sentence: str, form: str) -> None:
    """What was done: the record for programs, or a sentence on the side so that output stays clean."""
    if form == "json":
        say_json({"kind": made.KIND, **as_json(made)})
    else:
        whisper(sentence)


def _kinds(records: list[R]) -> str:
    return ", ".join(sorted({each.KIND for each in records}))
