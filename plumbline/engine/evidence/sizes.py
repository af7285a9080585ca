"""How many rows to draw: by how often a control runs and what hangs on it, or by the confidence that is wanted."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from plumbline.engine.evidence.rates import CONFIDENCE, upper_bound

Frequency = Literal["automated", "year", "half", "quarter", "month", "week", "day", "many"]
Stake = Literal["low", "normal", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A row of our table: how many to draw by what is at stake, and why so many."""

    frequency: Frequency
    label: str
    low: int
    normal: int
    high: int
    reason: str
    runs_up_to: int | None = None

    def size(self, stake: Stake) -> int:
        """How many to draw."""
        sizes: Mapping[Stake, int] = {"low": self.low, "normal": self.normal, "high": self.high}
        return sizes[stake]


@cache
def table() -> Mapping[Frequency, Proposal]:
    """The table of proposed sizes, from what runs rarely to what runs all the time."""
    raw = tomllib.loads(resources.files(__package__).joinpath("sizes.toml").read_text(encoding="utf-8"))
    return {name: Proposal(frequency=name, **raw[name]) for name in get_args(Frequency)}


def proposed(frequency: Frequency, population: int, stake: Stake = "normal") -> int:
    """How many rows of a population to draw for a control of this frequency; all where it has no more."""
    return min(table()[frequency].size(stake), population)


def frequency_of(runs: int, days: int) -> Frequency:
    """The frequency that so many runs in so many days amount to; for controls that run when something happens."""
    a_year = runs * 365 / max(days, 1)
    rhythms = (each for each in table().values() if each.runs_up_to is not None)
    return next((each.frequency for each in rhythms if a_year <= (each.runs_up_to or 0)), "many")


def size_for(tolerable: float, population: int, confidence: float = CONFIDENCE) -> int:
    """The fewest rows which, all being as they should be, show that no more than `tolerable` of the population is not.

    tolerable: a share, 0 to 1. 0.05 with 95 % confidence asks for 59 of a large population, for fewer of a small one.
    Raises ValueError for a share, a confidence or a population that cannot be.
    """
    if not 0 <= tolerable < 1 or population < 1:
        raise ValueError("State a share from 0 to below 1 and a population of at least one row.")
    low, high = 1, population
    while low < high:
        middle = (low + high) // 2
        enough = upper_bound(0, middle, population, confidence) <= tolerable
        low, high = (low, middle) if enough else (middle + 1, high)
    return low
