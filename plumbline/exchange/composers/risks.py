"""A row of a risk register is a risk and its assessments, one per stage the register tells of."""

from __future__ import annotations

import re
from decimal import Decimal

from plumbline.engine.domain.kinds import Impact
from plumbline.exchange.cells import Figure, is_blank, read_decimal
from plumbline.exchange.drafts import Draft, Entry
from plumbline.exchange.scales import DIMENSIONS, NO_FIGURE, dimension

SAYS = ("likelihood", "impacts", "combined", "score", "level")
STAGES = ("inherent", "current", "residual")
_LEADING = re.compile(r"(\d{1,3})\b")


def compose_risk(entry: Entry) -> None:
    """Sort the columns of likelihood, impacts, score and level to their stages."""
    for name in [each for each in entry.raw if ".impacts." in each]:
        _impact(entry, name)
    _place_plain(entry)
    entry.parts = {stage: entry.parts[stage] for stage in STAGES if stage in entry.parts}
    for stage, draft in entry.parts.items():
        if draft.fields.get("impacts"):
            draft.fields["impacts"] = tuple(sorted(draft.fields["impacts"], key=_place))
        draft.fields.setdefault("stage", stage)
        draft.optional = not any(draft.fields.get(name) or name in draft.unread for name in SAYS)


def _place(impact: Impact) -> tuple[int, str]:
    known = list(DIMENSIONS)
    return (known.index(impact.dimension) if impact.dimension in DIMENSIONS else len(known), impact.dimension)


def _impact(entry: Entry, name: str) -> None:
    stage, _, words = name.partition(".impacts.")
    text = entry.raw[name]
    draft = entry.part(stage)
    held: tuple[Impact, ...] = draft.fields.get("impacts", ())
    if not is_blank(text):
        number = _whole(text)
        if number is None:
            entry.say(NO_FIGURE, column=f"impact {words}", value=text)
            draft.doubt("impacts", f"{words}: {text}")
        else:
            held = (*held, Impact(dimension=dimension(words), number=number))
    draft.fields["impacts"] = held


def _whole(text: str) -> int | None:
    read = read_decimal(text)
    if isinstance(read, Figure) and read.value == read.value.to_integral_value():
        return int(Decimal(read.value))
    leading = _LEADING.match(text.strip())
    return int(leading[1]) if leading else None


def _place_plain(entry: Entry) -> None:
    """Columns without a stage are the inherent ones where the register has other stages, else the present ones."""
    plain = entry.parts.pop("plain", None)
    if plain is None:
        return
    staged = [stage for stage in STAGES if stage in entry.parts]
    into = "inherent" if staged and not _scored(entry.parts.get("inherent")) else "current"
    draft = entry.part(into)
    for name, value in plain.fields.items():
        if name in ("risk", "stage"):
            continue
        draft.fields[name] = value
    draft.unread |= plain.unread
    day = plain.fields.get("assessed_on")
    for stage in staged if day else ():
        entry.parts[stage].fields.setdefault("assessed_on", day)


def _scored(draft: Draft | None) -> bool:
    return draft is not None and "likelihood" in draft.fields
