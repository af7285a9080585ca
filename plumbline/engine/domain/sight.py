"""What a reader may be told of: records outside of their sight are counted where they count, and never named.

What is judged is judged on all records; only the telling is narrowed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.justification import AT_MOST, listed
from plumbline.engine.domain.record import REF, Record

MENTION = re.compile(rf"(?<![\w-]){REF.pattern}(?![\w-])")

NOT_SHOWN = "[not shown]"
"""What stands in a text for a record out of sight. The brackets say that nobody wrote this."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Which records may be told of; away: how the others are spoken of, such as “that this pack does not show”."""

    isms: Isms
    shows: Callable[[Record], bool]
    away: str

    def sees(self, words: str) -> bool:
        """Whether what the words name may be told of; words that name no record are nothing to hide."""
        found = self.isms.find(words)
        return found is None or self.shows(found)

    def parted(self, refs: Iterable[str]) -> tuple[tuple[str, ...], int]:
        """Those that may be told of, each once, and how many others there are."""
        once = tuple(dict.fromkeys(refs))
        kept = tuple(each for each in once if self.sees(each))
        return kept, len(once) - len(kept)

    def others(self, number: int) -> str:
        """So many records out of sight, in words; empty for none."""
        return f"{number:,} record{'' if number == 1 else 's'} {self.away}" if number else ""

    def listed(self, refs: Iterable[str]) -> str:
        """References as a list in a sentence, with the number of those out of sight."""
        kept, others = self.parted(refs)
        if not others:
            return listed(kept)
        first = kept if len(kept) < AT_MOST else kept[: AT_MOST - 2]  # two places tell what is counted
        more = [f"{len(kept) - len(first)} more"] if len(kept) > len(first) else []
        return listed((*first, *more, self.others(others)))

    def text(self, words: str) -> str:
        """A text in which `NOT_SHOWN` stands for a record out of sight: for its reference, and the title behind it."""
        pieces, at = [], 0
        for mention in MENTION.finditer(words):
            found = self.isms.find(mention[0])
            if mention.start() < at or found is None or self.shows(found):
                continue
            titled = bool(found.title) and words.startswith(f" {found.title}", mention.end())
            pieces += [words[at : mention.start()], NOT_SHOWN]
            at = mention.end() + (len(found.title) + 1 if titled else 0)
        return "".join((*pieces, words[at:]))
