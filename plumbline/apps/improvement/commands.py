"""`plumbline close`, `plumbline response`."""

from __future__ import annotations

from typing import Literal

import click

from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.improvement.services import close_change, close_nonconformity
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.deeds import actor_named, seen, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import format_for, save_or_say, whisper
from plumbline.engine.domain.kinds import Change, Nonconformity
from plumbline.reports.response_letter.letter import letter_of
from plumbline.reports.response_letter.render import FORMATS, render


@click.command("close")
@click.argument("ref")
@click.option(
    "--effect",
    type=click.Choice(["effective", "not effective"]),
    help="Of a nonconformity, whether what was done worked: if so it is closed, if not it stays open.",
)
@click.option("--reason", default="", help="Of a nonconformity, what shows it.")
@click.option("--late-criterion", default="", help="Why the criterion was set after an action was done, if it was.")
@click.option("--compensation", default="", help="What a firm of one or two relies on instead of two people.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def close(
    session: Session,
    ref: str,
    effect: Literal["effective", "not effective"] | None,
    reason: str,
    late_criterion: str,
    compensation: str,
    form: str,
) -> None:
    """Close REF: judge what was done about a nonconformity, or close a change that is done.

    A nonconformity is judged by somebody who neither owns it nor ever owned it. A change is closed when everything it
    touched was brought up to date or waived with a reason.
    """
    isms = session.isms()
    meant = the_one(isms, ref, Nonconformity, Change)
    version = seen(session, isms, meant)
    if isinstance(meant, Change):
        if effect or reason or late_criterion:
            raise click.UsageError(f"{meant.ref} is a change. Close it without --effect, --reason, --late-criterion.")
        closed = close_change(session.actor, meant.ref, seen=version)
        tell(closed, f"{closed.ref} is closed by {actor_named(session)}.", form)
        return
    if effect is None or not reason:
        raise click.UsageError(f"{meant.ref} is a nonconformity. Say --effect, and what shows it with --reason.")
    made = close_nonconformity(
        session.actor,
        meant.ref,
        seen=version,
        effect=effect,
        reason=reason,
        late_criterion=late_criterion,
        compensation=compensation,
    )
    became = "It is closed" if made.state == "closed" else "It stays open"
    tell(made, f"{made.ref}: what was done is judged {effect} by {actor_named(session)}. {became}.", form)


@click.command("response")
@click.argument("nonconformities", nargs=-1, required=True, metavar="NONCONFORMITY...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to write: letter.pdf or letter.docx.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Default: the ending of FILE, else pdf.")
@click.pass_obj
def response(session: Session, nonconformities: tuple[str, ...], output: str, form: str | None) -> None:
    """Write the answer to an outside body about one or several NONCONFORMITIES, as PDF or DOCX.

    Says for each the requirement, the finding, correction, cause, extent, actions with owners and days, evidence and
    effectiveness. What the records do not say yet is printed as such, and told on the terminal.
    """
    isms = session.isms()
    if not session.actor.may(Permission.REGISTER_EXPORT):
        raise NotAllowedError("A letter leaves the house, which is for those who may export. Ask one of them.")
    found = list(dict.fromkeys(the_one(isms, words, Nonconformity) for words in nonconformities))
    letter = letter_of(isms, found, names=session.names, signed_by=session.actor.person, made_at=ports.now())
    note_export(session.actor)
    chosen = form or format_for(output, FORMATS, {})
    save_or_say(render(letter, chosen if chosen in FORMATS else "pdf"), output, "The letter")
    for each in letter.missing:
        whisper(f"Missing: {each}.")
