"""A card as somebody changed it before confirming: only what it offers for a change, and scores follow the matrix."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from plumbline.beginning.proposal import Card, Proposed
from plumbline.beginning.scoring import HIGHEST, LOWEST, level_at
from plumbline.engine.domain.codec import as_json, from_mapping
from plumbline.engine.domain.kinds import Assessment, Record, field_of

NOT_HERE = "This cannot be changed here. Confirm the card and change the record."


class EditError(ValueError):
    """A change that cannot be taken: `faults` says by record key and field what is wrong."""

    def __init__(self, faults: Mapping[tuple[str, str], str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def edited(card: Card, changes: Mapping[tuple[str, str], Any]) -> Card:
    """The card with fields changed, by key of the record and field; values as JSON or a form gives them.

    The impacts of an assessment are a list of {dimension, number}. Raises EditError.
    """
    faults = {each: NOT_HERE for each in changes if each not in card.editable}
    if faults:
        raise EditError(faults)
    records = tuple(
        _edited(each, {name: new for (key, name), new in changes.items() if key == each.key}) for each in card.records
    )
    return dataclasses.replace(card, records=records)


def _edited(proposed: Proposed, fields: Mapping[str, Any]) -> Proposed:
    if not fields:
        return proposed
    held = {name: each for name, each in as_json(proposed.record).items() if name != "v"}
    try:
        record = from_mapping(proposed.record.KIND, {**held, **{name: _read(each) for name, each in fields.items()}})
    except ValueError as error:
        first = next(iter(fields))
        label = field_of(type(proposed.record), first).label
        raise EditError({(proposed.key, first): f"“{label}” cannot be read: {error}."}) from error
    return Proposed(proposed.key, _rescored(proposed.key, record))


def _read(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _rescored(key: str, record: Record) -> Record:
    """An assessment with its combined impact and its level computed again."""
    if not isinstance(record, Assessment) or record.likelihood is None or not record.impacts:
        return record
    numbers = [("likelihood", "likelihood", record.likelihood)]
    numbers += [("impacts", each.dimension, each.number) for each in record.impacts]
    off = [(name, said) for name, said, number in numbers if not LOWEST <= number <= HIGHEST]
    if off:
        name, said = off[0]
        words = f"“{said}” is not on the scale from {LOWEST} to {HIGHEST}. Choose one of its steps."
        raise EditError({(key, name): words})
    combined = max(each.number for each in record.impacts)
    return dataclasses.replace(record, combined=combined, level=level_at(record.likelihood, combined))
