"""Which fields of a record an import leaves as they are, so that it may take the others.

The doors of the registers say what may not be written; here it is found out for the fields of one row. Some fields say
one thing between them and go together, all or none: those that make a decision (`Writer.decided`: its state, its day,
who made it), and those that are only true with it (`WITH_A_DECISION`). Nobody wants the reason of a decision that was
not taken in, the day on which a mere draft took effect, or the conclusion from a figure that stayed another one.

Nothing at all is taken where even a note may not be written, as on a signed audit's papers; and where the field that
stays says what the record is about (`Record.NATURAL_KEY`, `Writer.PART_OF`): the other cells are then about something
else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from plumbline.apps.records.writing import Writer
from plumbline.engine.domain.record import Record, differing, field_of

WITH_A_DECISION: Mapping[str, frozenset[str]] = {
    "acceptance": frozenset({"reason", "conditions", "delegated_from"}),
    "access_entry": frozenset({"reason", "execute_by"}),
    "access_review": frozenset({"conclusion"}),
    "change": frozenset({"decision", "done_by", "live_on", "reviewed_on", "reviewed_by", "review_result"}),
    "criteria": frozenset({"effective"}),
    "document_version": frozenset({"approvers", "effective"}),
    "population": frozenset({"taken_on", "taken_by", "head", "size", "digest", "rows"}),
    "reading": frozenset(
        {
            *("measures", "period", "period_end", "value", "value_text", "measured_on", "measured_by", "counted"),
            *("final", "evaluated_on", "evaluated_by", "conclusion"),
        }
    ),
    "rule_waiver": frozenset({"expires"}),
    "sample": frozenset(
        {"drawn_on", "drawn_by", "seed", "items", "examined_on", "exceptions", "conclusion", "findings", "redrawn"}
    ),
    "scope": frozenset({"effective"}),
}
"""By kind: fields that mean nothing without the decision beside which they stand."""

Refusal = Callable[[Record, Record], str]


def staying(found: Writer[Any], before: Record, after: Record, refusal: Refusal) -> tuple[Mapping[str, str], str]:
    """The changed fields that stay as they are, each with the reason; or none of them, and why nothing is taken."""
    if refusal(before, replace(before, note=f"{before.note}.")):
        return {}, ""
    changed = differing(before, after)
    stays: dict[str, str] = {}
    for names in _together(found, changed):
        if reason := refusal(before, _with(before, after, names)):
            stays.update(_reasons(names, reason, lambda name: refusal(before, _with(before, after, frozenset({name})))))
    for name in sorted(stays.keys() & _about(found)):
        label = field_of(found.kind, name).label
        return {}, f"{stays[name]} Since “{label}” says what the row is about, nothing of it is taken."
    rest = refusal(before, _with(before, after, changed - stays.keys()))
    return ({}, rest) if rest else (stays, "")


def _reasons(names: frozenset[str], together: str, alone: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Why each of some fields stays: for its own sake, or for that of one that it goes with."""
    refused = {name: reason for name in sorted(names) if (reason := alone(name))}
    first = next(iter(refused.values()), together)
    for name in names:
        yield name, refused.get(name) or f"It goes with what stays. {first}"


def _together(found: Writer[Any], changed: frozenset[str]) -> Iterator[frozenset[str]]:
    """The changed fields in sets of which each is taken or left as a whole."""
    bound = changed & (found.decided | WITH_A_DECISION.get(found.kind.KIND, frozenset()))
    if bound:
        yield bound
    yield from (frozenset({name}) for name in sorted(changed - bound))


def _about(found: Writer[Any]) -> frozenset[str]:
    """The fields that say which thing a record is about, or what it belongs to."""
    return frozenset(found.kind.NATURAL_KEY) | ({found.PART_OF[0]} if found.PART_OF else set())


def _with(before: Record, after: Record, names: frozenset[str]) -> Record:
    return replace(before, **{name: getattr(after, name) for name in names})
