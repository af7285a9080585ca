"""`plumbline done`: that a recurring task was done, written down in a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import click
from django.core.files.uploadedfile import SimpleUploadedFile

from plumbline.apps.controls.services import SPOKEN, Proof, carry_out
from plumbline.apps.evidence.receiving import received
from plumbline.apps.ui.deeds import actor_named, tell, the_one
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import Day
from plumbline.engine.domain.calendar_of_controls import next_turn
from plumbline.engine.domain.kinds import Activity, ActivityRun

Result = Literal["done", "done in part", "failed", "left out"]


@click.command("done")
@click.argument("ref")
@click.option(
    "--result",
    type=click.Choice(["done", "done in part", "failed", "left out"]),
    default="done",
    show_default=True,
    help="What came of it.",
)
@click.option("--on", "day", type=Day(), help="The day it was done; today where nothing is said.")
@click.option("--remark", default="", help="What was seen; needed where it failed, was left out or done in part.")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that shows it, filed as evidence of the task's controls. May be given several times.",
)
@click.option("--place", default="", help="Where the proof is kept, instead of a file.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def done(
    session: Session,
    ref: str,
    result: Result,
    day: date | None,
    remark: str,
    files: tuple[Path, ...],
    place: str,
    form: str,
) -> None:
    """Write down that the recurring task REF was done, failed or was left out.

    What it leaves becomes evidence of its controls in the same act.
    """
    isms = session.isms()
    task = the_one(isms, ref, Activity)
    turn = next_turn(isms, task) if isinstance(task, Activity) else None
    kept = tuple(received(SimpleUploadedFile(each.name, each.read_bytes())) for each in files)
    run = ActivityRun(due=turn.day if turn else None, done_on=day, result=result, remark=remark.strip())
    made = carry_out(session.actor, task.ref, run, proof=Proof(kept, place.strip()))
    proof = f", and {', '.join(made.evidence)} shows it" if made.evidence else ""
    told = f"{made.ref}: {task.ref} {SPOKEN[result]} on {made.done_on}, said by {actor_named(session)}{proof}."
    follows = " Say what follows: plumbline change " + made.ref + " answered_by=…" if result == "failed" else ""
    tell(made, told + follows, form)
