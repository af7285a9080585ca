"""When something is proposed or said: “builds_software and not own_servers”, “headcount >= 50 or on_call”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TERM = re.compile(r"(not )?([a-z][a-z0-9_]*)(?: (>=|<) (\d+))?")


class ConditionError(ValueError):
    """A condition that cannot be read."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is so, is not so, or reaches a number."""

    name: str
    negated: bool = False
    comparison: str = ""
    number: int = 0

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether it is so by the answers; what was not answered is not so."""
        found = answers.get(self.name)
        if not self.comparison:
            return bool(found) is not self.negated
        counted = found if isinstance(found, int) else 0
        return (counted >= self.number if self.comparison == ">=" else counted < self.number) is not self.negated


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives, each a set of terms that hold together; without any alternative it always holds."""

    alternatives: tuple[tuple[Term, ...], ...] = ()

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether one of the alternatives holds by the answers."""
        if not self.alternatives:
            return True
        return any(all(term.holds(answers) for term in together) for together in self.alternatives)

    @property
    def names(self) -> frozenset[str]:
        """The answers it asks for."""
        return frozenset(term.name for together in self.alternatives for term in together)


ALWAYS = Condition()


def condition(words: str) -> Condition:
    """Read a condition; “and” binds closer than “or”. Empty words always hold. Raises ConditionError."""
    if not words.strip():
        return ALWAYS
    return Condition(tuple(tuple(_term(each) for each in part.split(" and ")) for part in words.split(" or ")))


def _term(words: str) -> Term:
    found = TERM.fullmatch(words.strip())
    if not found:
        raise ConditionError(
            f"“{words.strip()}” is no condition. Write one such as “remote_work” or “headcount >= 50”."
        )
    negated, name, comparison, number = found.groups()
    return Term(name, bool(negated), comparison or "", int(number or 0))
