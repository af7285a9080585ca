"""What a verification finds, told so that somebody can go and look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: at which entry, with which record where there is one, and what."""

    entry: int | None
    record: str | None
    problem: str

    def __str__(self) -> str:
        where = "Journal" if self.entry is None else f"Entry {self.entry}"
        return f"{where}, {self.record}: {self.problem}" if self.record else f"{where}: {self.problem}"
