"""A row of the statement for a reader who is not told of every record: what is left out is said at the row.

The verdicts of a row stay what they are: they are the organisation's, and were worked out from all records.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plumbline.engine.domain.evidence import items, observed
from plumbline.engine.domain.justification import justified
from plumbline.engine.domain.kinds import Document
from plumbline.engine.domain.sight import Sight
from plumbline.engine.domain.soa import Contradiction, SoaRow

if TYPE_CHECKING:
    from plumbline.reports.soa.rows import ReportRow


def narrowed(sight: Sight, computed: SoaRow, printed: ReportRow) -> ReportRow:
    """The printed row, told only of records in sight; of the others it says how many there are."""
    detail, shown = _evidence(sight, computed)
    newest = computed.evidence.newest
    return replace(
        printed,
        justification=_justification(sight, computed),
        sources=tuple(
            replace(each, title=sight.text(each.title), why=sight.text(each.why))
            for each in printed.sources
            if sight.sees(each.ref)
        ),
        implementation=sight.text(printed.implementation),
        owner=_said(sight, computed.owner, printed.owner),
        documents=_documents(sight, computed, printed),
        evidence_detail=detail,
        evidence_count=shown,
        observed=printed.observed if newest and sight.shows(newest) else None,
        contradictions=tuple(contradiction(sight, each) for each in computed.contradictions),
        decided_by=_said(sight, computed.override.decided_by if computed.override else "", printed.decided_by),
    )


def hidden(sight: Sight, words: str) -> bool:
    """Whether the words name a person or role out of sight."""
    found = sight.isms.answers(words)
    return found is not None and not sight.shows(found)


def somebody(sight: Sight) -> str:
    """How a person or role out of sight is spoken of."""
    return f"a person or role {sight.away}"


def contradiction(sight: Sight, found: Contradiction) -> str:
    """What two records disagree about, with those out of sight counted."""
    named = tuple(each for each in found.records if not sight.sees(each))
    return sight.text(found.told(sight.listed(found.records)) if named else found.says)


def _justification(sight: Sight, computed: SoaRow) -> str:
    asking = computed.drivers if computed.applicable == "yes" else ()
    kept = tuple(each for each in asking if sight.sees(each.ref))
    _, others = sight.parted(each.ref for each in asking)
    unseen = sight.others(others)
    if unseen and kept:
        unseen = f"And {unseen}."
    elif unseen:
        unseen = f"{unseen} {'asks' if others == 1 else 'ask'} for it."
    return sight.text(justified(kept, computed.declared, computed.override, unseen=unseen))


def _documents(sight: Sight, computed: SoaRow, printed: ReportRow) -> tuple[str, ...]:
    pairs = [
        (sight.isms.resolve(words, Document), said)
        for words, said in zip(computed.documents, printed.documents, strict=True)
    ]
    kept = tuple(sight.text(said) for found, said in pairs if found is None or sight.shows(found))
    others = len(pairs) - len(kept)
    return (*kept, sight.others(others)) if others else kept


def _evidence(sight: Sight, computed: SoaRow) -> tuple[str, int]:
    """What is told of the evidence, and how many items of it are in sight."""
    every = items(sight.isms, computed.key)
    kept = [each for each in every if sight.shows(each)]
    others = sight.others(len(every) - len(kept))
    if not kept:
        return others, 0
    newest = kept[-1]
    day = f" of {seen}" if (seen := observed(newest)) else ""
    said = f"{len(kept)} item{'' if len(kept) == 1 else 's'}, newest {newest.ref}{day}"
    return (f"{said}; and {others}" if others else said), len(kept)


def _said(sight: Sight, words: str, printed: str) -> str:
    return somebody(sight) if words and hidden(sight, words) else sight.text(printed)
