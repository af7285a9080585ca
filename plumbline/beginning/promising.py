"""From a marked sentence to the commitment it makes, and to the duty that keeps it where no register does."""

import re

from plumbline.beginning.drafted import CommitmentDraft, Duty
from plumbline.beginning.marks import Promising
from plumbline.beginning.templates import Template


def commitment(template: Template, mark: Promising, value: str, sentence: str, owner: str) -> CommitmentDraft:
    """What a sentence of a document promises, with the value it states; `owner` is who answers for the document."""
    told = plain(sentence)
    return CommitmentDraft(
        id=mark.id,
        sentence=told,
        promise=mark.promise,
        applies_to=mark.applies_to,
        promised=f"{mark.manner} {value}" if mark.check else value,
        controls=mark.serves,
        duty=None if mark.promise else _duty(template, mark, value, told, owner),
    )


def _duty(template: Template, mark: Promising, value: str, told: str, owner: str) -> Duty:
    is_rhythm = mark.manner == "every"
    return Duty(
        title=f"{template.title}: {mark.id.replace('-', ' ')}",
        description=told if is_rhythm else f"Check by a sample that this was kept: {told}",
        every=value if is_rhythm else mark.check,
        owner=owner,
    )


def plain(sentence: str) -> str:
    """A sentence as a title says it: without emphasis and full stop, beginning with a capital."""
    words = " ".join(re.sub(r"[*_`#]", "", sentence).split()).rstrip(".")
    return words[:1].upper() + words[1:]
