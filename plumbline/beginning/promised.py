"""What a text really promises when it is published: people edit drafts, and the register follows the text.

A marked sentence of the template is looked for with other roles, words and values allowed. Where somebody wrote “every
month” for “every quarter”, the commitment says a month; where the sentence is gone, there is none.
"""

import re
from functools import cache

from plumbline.beginning.drafted import CommitmentDraft
from plumbline.beginning.marks import PARAMETER, REFERENCE, Promising
from plumbline.beginning.promising import commitment
from plumbline.beginning.spans import said
from plumbline.beginning.templates import Template, templates
from plumbline.beginning.writing import MADE_FROM
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.kinds import Document

UNIT = r"(?:hour|day|week|month|quarter|year)s?"
VALUES = {
    "every": rf"every (?:[\w-]+ )?{UNIT}",
    "within": rf"within [\w-]+ {UNIT}|at once|by the end of the last working day",
    "limit": rf"[\w-]+ {UNIT}|\d+ in an? \w+|[\w-]+",
}
ANY_WORDS = r"(?:(?!\. )[^\n|]){1,200}?"
"""What may stand for a role, a word or a title: anything within one sentence."""
PIECE = re.compile(f"{PARAMETER.pattern}|{REFERENCE.pattern}")


def template_of(document: Document) -> Template | None:
    """The template a document was drafted from; None for documents of other origin."""
    slug = dict(document.extra).get(MADE_FROM, "")
    return next((each for each in templates() if each.slug == slug), None)


def promised_in(document: Document, body: str) -> tuple[CommitmentDraft, ...]:
    """The promises of the template that the text of a version still makes, with the values it states."""
    template = template_of(document)
    if template is None:
        return ()
    found = ((mark, _pattern(mark).search(body)) for mark in template.promising)
    return tuple(
        commitment(template, mark, _value(mark, match["value"]), match[0], document.owner)
        for mark, match in found
        if match
    )


def _value(mark: Promising, words: str) -> str:
    """The value in the words of the template where it means the same, else as the text says it."""
    stated = said(words)
    if stated == mark.value or (interval(stated) and interval(stated) == interval(mark.value)):
        return mark.value
    return stated


@cache
def _pattern(mark: Promising) -> re.Pattern[str]:
    """The marked sentence with every blank open; runs of space and the case of its first letter do not matter."""
    pieces, at = [], 0
    for found in PIECE.finditer(mark.words):
        pieces += [_literal(mark.words[at : found.start()]), _blank(mark, found[0])]
        at = found.end()
    return re.compile("".join([*pieces, _literal(mark.words[at:])]), re.IGNORECASE)


def _literal(words: str) -> str:
    return re.sub(r"(?:\\\s)+", r"\\s+", re.escape(words))


def _blank(mark: Promising, piece: str) -> str:
    if piece == f"{{{mark.manner}}}":
        return f"(?P<value>{VALUES[mark.manner]})"
    return ANY_WORDS
