"""`plumbline adopt`: the promises and settings of the organisation, what each means, and what stands."""

from __future__ import annotations

from collections.abc import Iterable

import click

from plumbline.apps.organization.services import adopt_rule, adopt_starters
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, say_json, table, whisper
from plumbline.engine.domain.codec import as_json
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import OwnRule
from plumbline.engine.domain.promises import Kind, Promise, catalogue, standing

OF_THE_TOOL = "default of the tool"


@click.command("adopt")
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--applies-to", default="", metavar="WORDS", help="A level, criticality or kind; default is all.")
@click.option("--stated-in", default="", metavar="REF", help="The document that says so (DOC-…).")
@click.option("--starters", is_flag=True, help="Adopt the proposed value of every promise that is not stated yet.")
@click.option("--list", "listing", is_flag=True, help="Every promise and setting, and what stands now.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def adopt(
    session: Session,
    /,
    name: str | None,
    value: str | None,
    form: str,
    *,
    listing: bool,
    starters: bool,
    **terms: str,
) -> None:
    """Adopt a promise as an own rule: plumbline adopt risk_review "half a year" --applies-to high.

    Every other register is judged by what was adopted, and nobody by a value that nobody adopted.
    """
    wanted = [bool(name), listing, starters]
    if sum(wanted) != 1 or bool(name) != bool(value) or (not name and any(terms.values())):
        raise click.UsageError("Say one thing: NAME VALUE to adopt it, --starters, or --list to see what there is.")
    if listing:
        _list(session.isms(), form)
        return
    made = (adopt_rule(session.actor, name, value, **terms),) if name and value else adopt_starters(session.actor)
    if form == "json":
        say_json([{"kind": each.KIND, **as_json(each)} for each in made])
    else:
        _tell(made)


def _tell(made: tuple[OwnRule, ...]) -> None:
    if not made:
        whisper("Nothing to adopt: every promise with a proposed value is stated already.")
    for each in made:
        subject = f" ({each.applies_to})" if each.applies_to else ""
        whisper(f"{each.ref}: {each.title}{subject} is {each.setting}.")


def _list(isms: Isms, form: str) -> None:
    known = [(each, standing(isms, each.name)) for each in catalogue().values()]
    if form == "json":
        say_json([_as_json(kind, stands) for kind, stands in known])
        return
    rows = [(kind.name, kind.means, kind.starter or "–", _said(kind, stands)) for kind, stands in known]
    say(table(("Name", "What it means", "To begin with", "Stands now"), rows))


def _said(kind: Kind, stands: Iterable[tuple[str, Promise]]) -> str:
    said = "; ".join(f"{f'{subject}: ' if subject else ''}{each.setting}, {each.stated}" for subject, each in stands)
    return said or (f"{kind.default}, {OF_THE_TOOL}" if kind.is_setting else "–")


def _as_json(kind: Kind, stands: Iterable[tuple[str, Promise]]) -> dict[str, object]:
    return {
        "name": kind.name,
        "kind": "setting" if kind.is_setting else "promise",
        "means": kind.means,
        "clause": kind.clause or None,
        "unit": kind.unit,
        "starter": kind.starter or None,
        "default": kind.default or None,
        "stands": [
            {"applies_to": subject or None, "value": each.setting, "stated": each.stated} for subject, each in stands
        ],
    }
