"""One change to many records in one action: what somebody else changed since is left alone and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from plumbline.apps.accounts.errors import NotFoundError, RefusedError, StaleError
from plumbline.engine.domain.record import Record

R = TypeVar("R", bound=Record)
MOST = 2000
"""So many at once: more would keep everybody else waiting."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: what was written, what others changed since or removed, what is refused and why."""

    changed: tuple[str, ...]
    stale: tuple[str, ...]
    refused: Mapping[str, str]


def each_of(change: Callable[[str, int], R], seen: Mapping[str, int]) -> Outcome:
    """Change record by record. A refusal comes before anything of that record is written, so it stops no other."""
    if len(seen) > MOST:
        raise RefusedError(f"These are {len(seen):,} records, and {MOST:,} can be changed at once. Narrow them first.")
    changed, stale, refused = list[str](), list[str](), dict[str, str]()
    for ref, index in seen.items():
        try:
            change(ref, index)
        except (StaleError, NotFoundError):
            stale.append(ref)
        except RefusedError as error:
            refused[ref] = str(error)
        else:
            changed.append(ref)
    return Outcome(tuple(changed), tuple(stale), refused)
