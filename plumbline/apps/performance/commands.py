"""`plumbline measure`."""

from __future__ import annotations

import click

from plumbline.apps.performance.services import take_readings
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say_json, whisper
from plumbline.engine.domain.codec import as_json
from plumbline.engine.domain.due_readings import Taken, computed_reading, owed


@click.command("measure")
@click.option("--dry-run", is_flag=True, help="Say what would be read, and write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def measure(session: Session, dry_run: bool, form: str) -> None:
    """Take the reading that is owed of every metric that computes itself from the registers.

    Each reading names the records it was counted from. Run it every night and nobody has to remember.
    """
    found = _looked_at(session) if dry_run else take_readings(session.actor)
    if form == "json":
        say_json([_as_json(each) for each in found])
        return
    for each in found:
        whisper(_told(each))
    if not found:
        whisper("No metric that computes itself is owed a reading today.")


def _looked_at(session: Session) -> tuple[Taken, ...]:
    isms = session.isms()
    taken = (computed_reading(isms, each.metric, session.actor.person) for each in owed(isms))
    return tuple(each for each in taken if each)


def _told(taken: Taken) -> str:
    name = f"{taken.metric.ref} {taken.metric.title}".strip()
    if taken.reading is None:
        return f"{name}: no reading, {taken.why}."
    reading = taken.reading
    counted = f", counted from {len(reading.counted)} records" if reading.counted else ""
    value = f"{reading.value:f} {taken.metric.unit}".strip()
    kept = f" {reading.ref}" if reading.ref else ""
    return f"{name}: {value} for {reading.period}, {reading.value_text}{counted}.{kept}"


def _as_json(taken: Taken) -> dict[str, object]:
    said = {"metric": taken.metric.ref, "why": taken.why}
    return said | ({"reading": as_json(taken.reading)} if taken.reading else {"reading": None})
