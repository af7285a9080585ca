"""What an import holds back of its files, since it would overrule what was decided: whole rows, or cells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from plumbline.engine.domain.kinds import Record
from plumbline.exchange.intake import Line
from plumbline.exchange.leaving import Stands
from plumbline.exchange.proposing import Proposal, Proposed


class Judge(Protocol):
    """Says what an import may not make of a record, and what it may leave so that the rest can be taken."""

    def refusal(self, before: Record | None, after: Record | None) -> str:
        """Why this may not come of a record (None: not there yet), as a sentence; empty where it may."""

    def staying(self, before: Record, after: Record) -> Mapping[str, str]:
        """The changed fields that stay as they are, each with the reason; empty where nothing of it may be taken."""


@dataclass(slots=True)
class HeldBack:
    """What was found so far: rows that are set aside with the reason, and rows that do without some of their cells."""

    rows: dict[Line, str] = field(default_factory=dict)
    cells: dict[Line, dict[str, Stands]] = field(default_factory=dict)

    def learned(self, proposed: Proposal, judge: Judge | None) -> bool:
        """Whether a proposal shows anything more to be held back, which is then kept here."""
        barred, left = dict(proposed.clashes), False
        for each in proposed.changed:
            reason = judge.refusal(each.draft.before, each.value) if judge is not None else ""
            if reason and judge is not None and self._leaves(each, proposed, judge):
                left = True
            elif reason:
                barred[each.draft.file, each.draft.line] = reason
        more = barred.keys() - self.rows.keys()
        self.rows |= barred
        return left or bool(more)

    def _leaves(self, found: Proposed, proposed: Proposal, judge: Judge) -> bool:
        """Leave the cells of a row, and of those laid over it, that may not be taken; False where that is no way."""
        draft = found.draft
        if draft.before is None or draft.part is None:
            return False
        whole = draft.parent.before if draft.parent is not None else draft.before
        if whole is None:  # of a row about a new record nothing is left out
            return False
        reasons = judge.staying(draft.before, found.value)
        line = (draft.file, draft.line)
        known = self.cells.get(line, {}).get(draft.part)
        if not reasons or (known is not None and reasons.keys() <= known.reasons.keys()):
            return False
        stands = Stands(before=draft.before, reasons={**(known.reasons if known else {}), **reasons})
        for each in (line, *proposed.together.get(line, ())):
            held = self.cells.setdefault(each, {"": Stands(before=whole, reasons={})})
            held[draft.part] = stands
        return True
