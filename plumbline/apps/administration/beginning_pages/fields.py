"""What may be changed on a card before it is confirmed: inputs with what is proposed or was typed, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from plumbline.apps.administration.beginning_pages.deciding import Changes
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.beginning.linking import MARK
from plumbline.beginning.proposal import Card, Proposal
from plumbline.beginning.scoring import HIGHEST, LOWEST
from plumbline.engine.domain.kinds import KINDS, Assessment, Record, Shape, field_of
from plumbline.engine.domain.record import Field

BRIEF = 60
"""A section with more to change than this shows long texts and scores on the cards' own pages only."""
IMPACTS = "impacts"
BODY = "body"
SCALE = tuple((str(number), str(number)) for number in range(LOWEST, HIGHEST + 1))
INNER = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `name` in the form, what stands in it, the words to choose from; `group` heads those of a score."""

    name: str
    label: str
    control: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    changed: bool = False
    group: str = ""

    @property
    def id(self) -> str:
        """The id of the input in the page."""
        return INNER.sub("-", self.name)


@dataclass(frozen=True, slots=True)
class People:
    """Whom a field may name: people and roles on record, and roles that are proposed but not confirmed yet."""

    visit: Visit
    proposal: Proposal
    allotted: Mapping[str, str]

    def choices(self, field: Field, held: str) -> tuple[tuple[str, str], ...]:
        """Value and label, those on record first."""
        found = {each.ref: titled(each, self.visit.names) for each in self._standing(field)}
        for each in self.proposal.proposed:
            if each.record.KIND in field.kinds:
                ref = self.allotted.get(each.key)
                if ref is None:
                    found[f"{MARK}{each.key}"] = f"{each.record.title} (proposed)"
        if held and held not in found:
            found[held] = held.removeprefix(MARK)
        return (("", "nobody yet"), *found.items())

    def _standing(self, field: Field) -> Iterable[Record]:
        return (each for kind in field.kinds for each in self.visit.isms.live(KINDS[kind]))

    def now(self, held: str) -> str:
        """The reference that a key has by now, else the key."""
        return self.allotted.get(held.removeprefix(MARK), held) if held.startswith(MARK) else held


def inputs(card: Card, changes: Changes, people: People, *, everything: bool) -> Iterator[Input]:
    """The inputs of a card, with what was typed where something was."""
    for key, name in card.editable:
        record = next(each.record for each in card.records if each.key == key)
        field = field_of(type(record), name)
        if not everything and (field.shape in (Shape.LONG_TEXT, Shape.PARTS) or isinstance(record, Assessment)):
            continue
        typed = changes.get((key, name))
        value = getattr(record, name) if typed is None else typed
        yield from _inputs(f"{key}:{name}", field, record, value, people, changed=typed is not None)


def _inputs(name: str, field: Field, record: Record, value: Any, people: People, *, changed: bool) -> Iterator[Input]:
    label = field.label
    if isinstance(record, Assessment):
        group = f"{record.stage.capitalize()} risk, from {LOWEST} to {HIGHEST}"
        scores = _impacts(value) if field.name == IMPACTS else [("", value)]
        for dimension, number in scores:
            place, called = (f"{name}:{dimension}", f"Impact: {dimension}") if dimension else (name, label)
            yield Input(place, called, "choice", str(number or ""), SCALE, changed, group)
    elif field.shape is Shape.REF:
        held = people.now(str(value or ""))
        yield Input(name, label, "choice", held, people.choices(field, held), changed)
    elif field.shape is Shape.CHOICE:
        words = tuple((each, each or "not stated") for each in field.choices)
        yield Input(name, label, "choice", str(value or ""), words, changed)
    else:
        control = {Shape.LONG_TEXT: "prose", Shape.DAY: "date", Shape.WHOLE: "number"}.get(field.shape, "text")
        yield Input(name, label, control, "" if value is None else str(value), (), changed)


def _impacts(value: Any) -> Iterator[tuple[str, int]]:
    for each in value:
        yield (each["dimension"], each["number"]) if isinstance(each, Mapping) else (each.dimension, each.number)


def typed_in(sent: QueryDict, card: Card, before: Changes, people: People) -> Changes:
    """The changes to a card with what a browser sent; a field that was not on the page keeps what was typed before."""
    found = dict(before)
    for key, name in card.editable:
        record = next(each.record for each in card.records if each.key == key)
        proposed = getattr(record, name)
        said = _said(sent, f"{key}:{name}", proposed, name)
        if said is None:
            continue
        if _same(said, proposed, people):
            found.pop((key, name), None)
        else:
            found[key, name] = said if said != "" or isinstance(proposed, str) else None
    return found


def _said(sent: QueryDict, name: str, proposed: Any, field: str) -> Any:
    if field == IMPACTS:
        told = [(dimension, sent.get(f"{name}:{dimension}")) for dimension, _ in _impacts(proposed)]
        if any(number is None or not number.isdecimal() for _, number in told):
            return None
        return [{"dimension": dimension, "number": int(number or 0)} for dimension, number in told]
    words = sent.get(name)
    return None if words is None else words.replace("\r\n", "\n").strip()


def _same(said: Any, proposed: Any, people: People) -> bool:
    """Whether nothing was changed: a key and the reference it has by now are the same."""
    if isinstance(said, list):
        return [(each["dimension"], each["number"]) for each in said] == list(_impacts(proposed))
    held = "" if proposed is None else str(proposed).strip()
    return bool(said in (held, people.now(held)))
