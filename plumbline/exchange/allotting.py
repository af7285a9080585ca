"""References for what has none: one above the highest number, allotted once and never again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from plumbline.engine.domain.kinds import KINDS

_NUMBERED = re.compile(r"([A-Z][A-Z0-9]{0,7})-(\d{1,7})")


class Allotting:
    """Counts on from the highest number per prefix that is on record, in this import, or was ever allotted."""

    def __init__(self, refs: Iterable[str], highest: Mapping[str, int]) -> None:
        self.highest = dict(highest)
        for ref in refs:
            self.see(ref)

    def see(self, ref: str) -> None:
        """Take notice of a reference that is in use."""
        found = _NUMBERED.fullmatch(ref)
        if found:
            self.highest[found[1]] = max(self.highest.get(found[1], 0), int(found[2]))

    def next(self, kind: str) -> str:
        """The next reference of a kind."""
        prefix = KINDS[kind].PREFIX
        self.highest[prefix] = self.highest.get(prefix, 0) + 1
        return f"{prefix}-{self.highest[prefix]}"
