"""Cells that are left out of a row whose other cells are taken: what was decided stays, what is open is corrected.

A cell is taken or left as a whole. Where one fills several fields, none of them is taken, and neither is any other cell
that fills one of those; where that reaches another record made of the row than its own, the row is set aside whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import field_of
from plumbline.exchange.drafts import Draft, Entry, Pointer
from plumbline.exchange.fields import write_field

Place = tuple[str, str]
"""A field of a row: the part of the row it is in (empty: the row's own record), and its name."""
LONGEST_WORDS = 200
_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """A record that keeps some of its fields whatever a row says, each with the reason; of the row's own maybe none."""

    before: Record
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftCell:
    """A cell that was left: where it is, what it says, the field it is for, what stands there and why it stays."""

    file: str
    sheet: str
    line: int
    heading: str
    says: str
    before: Record
    field: str
    reason: str

    @property
    def stands(self) -> Any:
        """What stays as it is."""
        return getattr(self.before, self.field)

    @property
    def sentence(self) -> str:
        """What became of the cell, in a sentence and the reason."""
        words = write_field(field_of(type(self.before), self.field), self.stands)
        short = words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"
        return f"“{self.heading}” stays {f'“{short}”' if short else 'empty'}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A column of a row: its heading, what its cell says, the field it is for, and all that comes of it."""

    heading: str
    says: str
    place: Place | None
    fills: frozenset[Place]


def leave(
    entry: Entry, standing: Mapping[str, Stands], origins: Sequence[Origin], sheet: tuple[str, str]
) -> tuple[LeftCell, ...] | None:
    """Take the cells out of a row that would overrule what stands; None where the row cannot do without them.

    sheet: the names of its file and sheet.
    """
    drafts = {"": entry.main, **entry.parts}
    concluded = {(part, name) for part, draft in drafts.items() for name in draft.derived}
    meant = {
        (part, name)
        for part, each in standing.items()
        if part in drafts
        for name in each.reasons
        if name in drafts[part].fields or (part, name) in concluded
    }
    stays = _together(meant, concluded, origins)
    if any(part not in standing for part, _ in stays) or (meant and not origins):
        return None
    columns = [each for each in origins if each.fills & stays]
    for part, name in {place for each in columns for place in each.fills & concluded} - stays:
        drafts[part].derived.pop(name)
    for part, name in stays:
        _put_back(drafts[part], name, standing[part].before)
    told = [each for each in columns if each.fills & meant or each.says.strip()]
    cells = [(each.heading, each.says, _place(each, stays, meant)) for each in told]
    untold = meant - {place for each in told for place in each.fills}
    cells += [(_label(standing[part].before, name), "", (part, name)) for part, name in sorted(untold)]
    return tuple(
        LeftCell(
            file=sheet[0],
            sheet=sheet[1],
            line=entry.line,
            heading=heading,
            says=says,
            before=standing[part].before,
            field=name,
            reason=standing[part].reasons.get(name) or reason_of(standing),
        )
        for heading, says, (part, name) in cells
    )


def reason_of(standing: Mapping[str, Stands]) -> str:
    """The first reason why a row is not taken as it is."""
    return next(reason for each in standing.values() for reason in each.reasons.values())


def origins_by_blanking(
    columns: Iterable[tuple[str, str, Place | None]], whole: Entry, blanked: Iterable[Entry]
) -> tuple[Origin, ...]:
    """What comes of each cell: its own field, and all that would read otherwise if it were empty.

    blanked: the row once more for every column, without that one cell. A composer may make anything of a cell, and this
    is how we know.
    """
    full = _fields_of(whole)
    found = []
    for (heading, says, place), other in zip(columns, blanked, strict=True):
        without = _fields_of(other)
        own = {place} if place is not None else set()
        fills = {each for each, value in full.items() if without.get(each, _MISSING) != value}
        found.append(Origin(heading=heading, says=says, place=place, fills=frozenset(fills | own)))
    return tuple(found)


def _fields_of(entry: Entry) -> dict[Place, Any]:
    drafts = {"": entry.main, **entry.parts}
    return {
        (part, name): value
        for part, draft in drafts.items()
        for name, value in (*draft.derived.items(), *draft.fields.items())
        if not isinstance(value, Pointer)
    }


def _together(meant: Set[Place], concluded: Set[Place], origins: Sequence[Origin]) -> set[Place]:
    """The fields that stay with these, since they come of the same cells; conclusions are only not drawn."""
    stays = set(meant)
    while True:
        more = {place for each in origins if each.fills & stays for place in each.fills - concluded}
        if more <= stays:
            return stays
        stays |= more


def _put_back(draft: Draft, name: str, before: Record) -> None:
    """Let a draft say of a field what stands, also of a text that could not be read once."""
    draft.fields[name] = getattr(before, name)
    draft.derived.pop(name, None)
    draft.unread.pop(name, None)
    doubts = [each for each in before.unread if each[0] == name]
    if "unread" in draft.fields:  # only our own export has a column for it
        others = [each for each in draft.fields["unread"] if each[0] != name]
        draft.fields["unread"] = (*others, *doubts)
    else:
        draft.unread.update(doubts)


def _place(origin: Origin, stays: Set[Place], meant: Set[Place]) -> Place:
    """The field of a left cell that is told: its own, or one of those that come of it."""
    if origin.place is not None and origin.place in stays:
        return origin.place
    return min(origin.fills & meant or origin.fills & stays)


def _label(record: Record, name: str) -> str:
    return field_of(type(record), name).label
