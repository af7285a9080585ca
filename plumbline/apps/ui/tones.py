"""What a state's word says to the eye: a tone, each with its own shape, so that colour never says it alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Tone(StrEnum):
    """How a state is drawn."""

    GOOD = "good"
    NOTICE = "notice"
    WARN = "warn"
    BAD = "bad"
    PLAIN = "plain"


SHAPES: Mapping[Tone, str] = {
    Tone.GOOD: "circle-check",
    Tone.NOTICE: "circle-dot",
    Tone.WARN: "alert-triangle",
    Tone.BAD: "alert-octagon",
    Tone.PLAIN: "circle-dashed",
}
"""The icon of each tone: to be told apart in grey, in print and by everybody."""

WORDS: Mapping[Tone, str] = {
    Tone.GOOD: """clear|current|in force|in use|live|held|implemented|effective|met|done|finished|resolved|covered|
        fresh|holds|proven|accepted|approved|on track|published|valid|passed|within appetite|signed|acknowledged""",
    Tone.NOTICE: """open|in progress|under way|in review|planned|proposed|pending|confirmed|contained|not due|draft|
        opportunity|extended|invited|scheduled|in treatment|to be treated|under review|low""",
    Tone.WARN: """minor|partly|partly judged|late|stale|behind|holds in part|waived|expiring|medium|due|gap|undecided|
        unjudged|high""",
    Tone.BAD: """major|faults|missing|missed|overdue|fails|not effective|ineffective|not|none|no evidence|rejected|
        critical|broken|expired|above appetite|very high""",
    Tone.PLAIN: """closed|superseded|withdrawn|retired|disposed|left|ended|gone|given up|abolished|dropped|repealed|
        not applicable|empty|revoked|archived""",
}
TONES = {" ".join(word.split()): tone for tone, words in WORDS.items() for word in words.split("|")}
TONES |= {tone.value: tone for tone in Tone}


def tone_of(state: object) -> Tone:
    """The tone of a state's word, or the tone itself; plain where the word says nothing of good or bad."""
    return TONES.get(str(state or "").replace("_", " ").casefold(), Tone.PLAIN)
