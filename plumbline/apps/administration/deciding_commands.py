"""`plumbline approve`: one word for every decision that puts something in force, each by the service that checks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.administration.deciding import APPROVES, Step
from plumbline.apps.ui.deeds import actor_named, seen, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, AcceptedConflict, Document, DocumentVersion, Record, SoaVersion

OPTIONS = {
    "effective": "--effective",
    "expires": "--until",
    "compensation": "--compensation",
    "accepted": "--accept",
}
"""What a service calls a term -> the option that states it."""


@click.command("approve")
@click.argument("ref")
@click.option("--effective", type=Day(), help="In force from that day on (a scope, a version of a document).")
@click.option("--until", type=Day(), help="The last day it holds (an exception, a waiver of a rule).")
@click.option("--compensation", default="", help="What a firm of one or two relies on instead of two people.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    nargs=3,
    metavar="AUDITOR ITEM WHY",
    help="Why it is accepted that somebody audited what they had a part in, where nothing makes up for it.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def approve(
    session: Session, /, ref: str, form: str, *, effective: date | None, until: date | None, **said: Any
) -> None:
    """Put in force what REF names: a scope, a version of a document, risk criteria, a change, an exception or a waiver.

    For a risk, its treatment is approved as it stands; an audit that was held is signed by whoever leads it.
    For a document, the one version that waits for approval.
    """
    isms = session.isms()
    meant = _waiting(isms, the_one(isms, ref, *KINDS.values()))
    step = _step(meant)
    accepted = tuple(AcceptedConflict(auditor=who, item=item, reason=why) for who, item, why in said["accepted"])
    terms = {"effective": effective, "expires": until, "compensation": said["compensation"], "accepted": accepted}
    stated = {name: value for name, value in terms.items() if value}
    _refuse_odd(meant, step, set(stated))
    made = step.decide(session.actor, meant.ref, seen=seen(session, isms, meant), **stated)
    tell(made, step.says.format(made=made, who=actor_named(session)), form)


def _waiting(isms: Isms, meant: Record) -> Record:
    """For a document, its one version that waits for approval; anything else is meant itself."""
    if not isinstance(meant, Document):
        return meant
    versions = isms.of_parent(DocumentVersion, "document", meant)
    waiting = [each for each in versions if each.state in ("draft", "in review")]
    if len(waiting) != 1:
        which = f"{len(waiting)} versions ({', '.join(each.ref for each in waiting)})" if waiting else "no version"
        cure = "Say which" if waiting else f"Add one: plumbline add document_version document={meant.ref} number=1.0"
        raise RefusedError(f"{meant.ref} has {which} waiting for approval. {cure}.")
    return waiting[0]


def _step(meant: Record) -> Step:
    if isinstance(meant, SoaVersion):
        command = f"plumbline approve-soa --number {meant.number or 'NUMBER'}"
        raise RefusedError(f"{meant.ref} is approved together with the rows of that moment: {command}.")
    if meant.KIND not in APPROVES:
        kinds = ", ".join(f"“{KINDS[each].REGISTER}”" for each in APPROVES)
        raise RefusedError(f"“{meant.REGISTER}” holds nothing to approve. This approves records of {kinds}.")
    return APPROVES[meant.KIND]


def _refuse_odd(meant: Record, step: Step, given: set[str]) -> None:
    """Raise UsageError for an option that means nothing here, or one that is missing."""
    if odd := given - step.takes:
        raise click.UsageError(f"{OPTIONS[min(odd)]} means nothing for “{meant.REGISTER}”. Leave it out.")
    if lacking := step.needs - given:
        raise click.UsageError(f"{meant.ref} is approved for a time. Say until when: {OPTIONS[min(lacking)]} DAY.")
