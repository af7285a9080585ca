"""Sharing a sample among strata by their sizes: largest remainder (Hamilton), with a least number for each."""

from collections.abc import Mapping
from fractions import Fraction


def allot(size: int, counts: Mapping[str, int], least: Mapping[str, int]) -> dict[str, int]:
    """How many of each stratum, adding up to `size`; none more than it has, none fewer than its least.

    Each stratum gets the whole part of its share, or its least where that is more. What remains goes one by one to the
    stratum that lacks most of its share, what is too much is taken from the one that is most above it; the name decides
    between equals. Needs sum of least <= size <= sum of counts. `least` holds what was drawn before when a sample is
    extended: largest remainders alone may shrink a stratum when the sample grows (the Alabama paradox).
    """
    total = sum(counts.values())
    share = {name: Fraction(size * count, total) for name, count in counts.items()}
    given = {name: max(int(share[name]), min(least.get(name, 0), counts[name])) for name in counts}
    while sum(given.values()) < size:
        short = [name for name in counts if given[name] < counts[name]]
        given[min(short, key=lambda name: (given[name] - share[name], name))] += 1
    while sum(given.values()) > size:
        over = [name for name in counts if given[name] > least.get(name, 0)]
        given[min(over, key=lambda name: (share[name] - given[name], name))] -= 1
    return given
