"""What a service may refuse, said so that a person knows what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plumbline.engine.domain.record import Record


class RefusedError(Exception):
    """A service refused. The message says what is wrong, then what to do; nothing was changed."""


class NotAllowedError(RefusedError):
    """The actor may not do this. It is written to the journal as a denial."""


class DutiesError(NotAllowedError):
    """The actor may do such things, but not this one: somebody else has to (separation of duties)."""


class NotFoundError(RefusedError):
    """There is no such record here."""

    def __init__(self, register: str, ref: str) -> None:
        super().__init__(f"{register}: there is no {ref or 'record without a reference'}. Check the reference.")
        self.ref = ref


class InvalidError(RefusedError):
    """A value does not hold what its kind declares."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__(f"{name} cannot be written. {' '.join(problems)}")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody changed since: what the actor saw and what stands now."""

    field: str
    seen: object
    now: object

    def __str__(self) -> str:
        return f"{self.field}: {self.seen!r} became {self.now!r}"


class StaleError(RefusedError):
    """The record was changed since the actor looked at it: both versions and the difference."""

    def __init__(self, ref: str, *, seen: Record | None, now: Record | None, difference: Sequence[Difference]) -> None:
        changed = "; ".join(map(str, difference)) or ("it was removed" if now is None else "it was written anew")
        super().__init__(f"{ref} was changed since you looked at it ({changed}). Look at it again, then repeat.")
        self.ref = ref
        self.seen, self.now, self.difference = seen, now, tuple(difference)
