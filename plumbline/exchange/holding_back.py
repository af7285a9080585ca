"""What an import holds back of its files, since it would overrule what was decided: whole rows, or cells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from plumbline.engine.domain.kinds import Record
from plumbline.exchange.drafts import Draft
from plumbline.exchange.intake import Line
from plumbline.exchange.leaving import Stands
from plumbline.exchange.proposing import Proposal, Proposed


class Judge(Protocol):
    """Says what an import may not make of a record, and what it may leave so that the rest can be taken."""

    def refusal(self, before: Record | None, after: Record | None) -> str:
        """Why this may not come of a record (None: not there yet), as a sentence; empty where it may."""

    def staying(self, before: Record, after: Record) -> tuple[Mapping[str, str], str]:
        """The changed fields that stay as they are, each with the reason; or none of them, and why nothing is taken."""


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
            if reason and judge is not None:
                stays, whole = _staying(each, judge)
                if stays and self._leaves(each.draft, stays, proposed):
                    left = True
                else:
                    barred[each.draft.file, each.draft.line] = whole or reason
        more = barred.keys() - self.rows.keys()
        self.rows |= barred
        return left or bool(more)

    def _leaves(self, draft: Draft, reasons: Mapping[str, str], proposed: Proposal) -> bool:
        """Leave cells of a row, and of those laid over it; False where that was done already and did not help."""
        main, line = draft.parent or draft, (draft.file, draft.line)
        if draft.before is None or draft.part is None or main.before is None:
            return False
        known = self.cells.get(line, {}).get(draft.part)
        if known is not None and reasons.keys() <= known.reasons.keys():
            return False
        stands = Stands(before=draft.before, reasons={**(known.reasons if known else {}), **reasons})
        for each in (line, *proposed.together.get(line, ())):
            self.cells.setdefault(each, {"": Stands(before=main.before, reasons={})})[draft.part] = stands
        return True


def _staying(found: Proposed, judge: Judge) -> tuple[Mapping[str, str], str]:
    """What a judge leaves of a row; of one about a new record, and of what a row only gives rise to, nothing."""
    draft = found.draft
    if draft.before is None or draft.part is None or (draft.parent or draft).before is None:
        return {}, ""
    return judge.staying(draft.before, found.value)
