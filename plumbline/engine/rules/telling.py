"""A finding as it is told to somebody who may not see every record it rests on: those are counted, and not quoted."""

import re
from dataclasses import replace

from plumbline.engine.domain.sight import MENTION, Sight
from plumbline.engine.rules.finding import Finding

JUDGED = " Judged on "


def told(finding: Finding, sight: Sight) -> Finding:
    """The finding with records in sight only, and with texts that name and quote no others."""
    kept, _ = sight.parted(finding.records)
    return replace(
        finding,
        records=kept,
        requirement=sight.text(finding.requirement),
        evidence=_evidence(finding, sight),
        gap=sight.text(finding.gap),
        mend=sight.text(finding.mend),
        waiver=finding.waiver if sight.sees(finding.waiver) else sight.away,
    )


def _evidence(finding: Finding, sight: Sight) -> str:
    """What was seen, without what the evidence quotes of records out of sight."""
    kept, others = sight.parted(finding.records)
    if not others:
        return sight.text(finding.evidence)
    quoted = _without(finding, sight)
    if quoted is None or any(not sight.sees(each[0]) for each in MENTION.finditer(quoted)):
        quoted = f"It rests on {', '.join((*kept, sight.others(others)))}."
    return quoted


def _without(finding: Finding, sight: Sight) -> str | None:
    """The evidence with a count in place of each stretch that quotes a record out of sight; None where none is found.

    Evidence quotes the records of a finding one after the other, each beginning with its reference.
    """
    words, _, judged = finding.evidence.rpartition(JUDGED)
    starts = list[int]()
    for ref in finding.records:
        found = re.compile(rf"(?<![\w-]){re.escape(ref)}(?![\w-])").search(words, starts[-1] + 1 if starts else 0)
        if found is None:
            return None
        starts.append(found.start())
    if not starts or starts[0] != 0:
        return None
    pieces = (words[start:end].strip() for start, end in zip(starts, [*starts[1:], len(words)], strict=True))
    quoted = [sight.text(piece) for ref, piece in zip(finding.records, pieces, strict=True) if sight.sees(ref)]
    _, others = sight.parted(finding.records)
    return f"{' '.join(quoted)} Beside it: {sight.others(others)}.{JUDGED}{judged}".strip()
