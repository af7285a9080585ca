"""How a rule is declared: `@rule` over a check of one subject, `@absence` over a question to the whole system."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import Record
from plumbline.engine.rules.finding import Fault, Severity, Unjudged

Check = Callable[[Isms, Any], Iterator[Fault | Unjudged]]
"""A check of one subject: mostly a record, sometimes a pair or a group of records."""
Absent = Callable[[Isms], str | Unjudged | None]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Grade:
    """A severity, and whether many single lapses make one major finding (*minor ↑*)."""

    severity: Severity
    escalates: bool = False


MAJOR, MINOR = Grade(Severity.MAJOR), Grade(Severity.MINOR)
MINOR_UP, OPPORTUNITY = Grade(Severity.MINOR, escalates=True), Grade(Severity.OPPORTUNITY)


@dataclass(frozen=True, slots=True)
class Population:
    """The subjects a rule examines, and what a finding calls them, in the plural."""

    called: str
    select: Callable[[Isms], Iterable[Any]]


UNWAIVABLE = frozenset({"DOC006", "DAT001", "DAT002", "DAT003", "EXC001", "EXC002", "EXC003"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check with its code, its name (the fault), the clauses it speaks for and the subjects it examines."""

    code: str
    name: str
    clauses: tuple[str, ...]
    grade: Grade
    examines: Population
    mend: str
    check: Check
    page: Path

    @property
    def subject(self) -> str:
        """The three letters of its subject."""
        return self.code[:3]

    @property
    def is_absence(self) -> bool:
        """Whether it speaks of an empty register."""
        return self.code.endswith("000")

    @property
    def looks_at_the_whole(self) -> bool:
        """Whether it examines the organisation, so that there is always something to examine."""
        return self.is_absence or self.examines.select is the_organization

    @property
    def waivable(self) -> bool:
        """A wrong record is corrected, not excused; a required element that is absent cannot be waived away."""
        return self.code not in UNWAIVABLE and not (self.is_absence and self.grade == MAJOR)


RULES: dict[str, Rule] = {}
"""Every rule by code, filled by importing the folders of this package: use `all_rules()`."""


def rule(
    code: str, name: str, *, clauses: tuple[str, ...], grade: Grade, examines: Population, mend: str
) -> Callable[[Check], Check]:
    """Declare a rule. The check is called once for each subject of the population and says at most one thing of it.

    clauses: keys of the catalogue, the first is the one the finding is filed under; mend: a sentence, verb first, that
    names the field to go to. The page `<name>.md` lies beside the module, with underscores for hyphens.
    """

    def declare(check: Check) -> Check:
        page = _page_beside(check, name)
        _add(
            Rule(
                code=code, name=name, clauses=clauses, grade=grade, examines=examines, mend=mend, check=check, page=page
            )
        )
        return check

    return declare


def absence(
    code: str, name: str, *, clauses: tuple[str, ...], grade: Grade, of: str, mend: str
) -> Callable[[Absent], Absent]:
    """Declare the absence finding of a subject.

    The function returns the gap; "" where something is there; None where nothing is there and nothing need be, so that
    an excuse is never counted as shown; Unjudged where another absence tells the same hole (no document is in force at
    all), so that it is told once and nothing behind it counts as shown.

    of: what is looked for, in the plural ("live context issues").
    """

    def declare(absent: Absent) -> Absent:
        def check(isms: Isms, organization: Any) -> Iterator[Fault | Unjudged]:
            said = absent(isms)
            if isinstance(said, Unjudged):
                yield said
            elif said:
                yield Fault(organization, gap=said)

        def select(isms: Isms) -> tuple[Record, ...]:
            return () if absent(isms) is None else (isms.organization,)

        examines = Population(f"register of {of}", select)
        page = _page_beside(absent, name)
        _add(
            Rule(
                code=code, name=name, clauses=clauses, grade=grade, examines=examines, mend=mend, check=check, page=page
            )
        )
        return absent

    return declare


def _page_beside(function: Callable[..., Any], name: str) -> Path:
    return Path(function.__code__.co_filename).with_name(f"{name.replace('-', '_')}.md")


def _add(made: Rule) -> None:
    if made.code in RULES:
        raise ValueError(f"{made.code} is declared twice")
    RULES[made.code] = made


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule in the order of its code, subject by subject."""
    package = importlib.import_module(__package__)
    for found in pkgutil.walk_packages(package.__path__, f"{__package__}."):
        importlib.import_module(found.name)
    return tuple(sorted(RULES.values(), key=lambda each: each.code))


def live(kind: type[R], called: str) -> Population:
    """All live records of a kind."""
    return Population(called, lambda isms: isms.live(kind))


def every(kind: type[R], called: str) -> Population:
    """All records of a kind, live or not."""
    return Population(called, lambda isms: isms.all(kind))


def where(kind: type[R], called: str, holds: Callable[[Isms, R], bool]) -> Population:
    """The live records of a kind for which a condition holds."""
    return Population(called, lambda isms: tuple(each for each in isms.live(kind) if holds(isms, each)))


def the_organization(isms: Isms) -> tuple[Record, ...]:
    """What rules examine that look at the system as a whole."""
    return (isms.organization,)


WHOLE_SYSTEM = Population("organisation", the_organization)
