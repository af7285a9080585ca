"""A population and its samples as a page shows them: what is proven of them, and what they allow one to say."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.audit.sampling import frozen
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Population, Sample
from plumbline.engine.evidence import populations
from plumbline.engine.evidence.conclusions import Conclusion
from plumbline.engine.evidence.on_record import concluded, concluded_by_stratum, draw_of
from plumbline.engine.evidence.sampling import Taken
from plumbline.engine.evidence.sizes import Proposal, proposed, size_for, table

FIRST_ROWS = 100
TOLERABLE = (0.01, 0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A population and its rows; without rows the reason why there are none."""

    held: Population
    rows: populations.Population | None
    problem: str = ""

    @property
    def first(self) -> tuple[populations.Row, ...]:
        """The first rows, in the order in which they are hashed."""
        return self.rows.rows[:FIRST_ROWS] if self.rows else ()

    @property
    def strata(self) -> tuple[tuple[str, int], ...]:
        """Each stratum with its number of rows; none where the rows are not parted."""
        if self.rows is None or len(self.rows.strata) < 2:
            return ()
        return tuple((name, len(rows)) for name, rows in self.rows.strata.items())


def frozen_rows(isms: Isms, held: Population) -> Frozen:
    """The population with its rows, which are read and hashed once for each state of the system."""

    def read() -> Frozen:
        try:
            return Frozen(held, frozen.read(held))
        except RefusedError as error:
            return Frozen(held, None, str(error))

    return isms.memo(("frozen rows", held.ref, held.digest), read)


@dataclass(frozen=True, slots=True)
class Standing:
    """A sample, its population, and the sentence that its results allow."""

    sample: Sample
    population: Population | None
    rows: populations.Population | None
    says: Conclusion | None
    strata: tuple[tuple[Taken, Conclusion], ...]
    problem: str = ""

    @property
    def looked_at(self) -> int:
        """Rows that have a result."""
        return sum(bool(each.result) for each in self.sample.items)


def standing(isms: Isms, sample: Sample) -> Standing:
    """How a sample stands."""
    population = isms.resolve(sample.population, Population)
    if not isinstance(population, Population):
        return Standing(sample, None, None, None, (), f"There is no population {sample.population or 'named'}.")
    held = frozen_rows(isms, population)
    if held.rows is None or not sample.items:
        return Standing(sample, population, held.rows, None, (), held.problem or "No rows were drawn.")
    try:
        draw_of(sample, held.rows)
    except populations.PopulationError as error:
        return Standing(sample, population, held.rows, None, (), str(error))
    strata = concluded_by_stratum(sample, held.rows) if sample.method == "stratified" else ()
    return Standing(sample, population, held.rows, concluded(sample, held.rows), strata if len(strata) > 1 else ())


def proposals(size: int) -> tuple[tuple[Proposal, int, int, int], ...]:
    """Our table of sizes, for a population of so many rows: low, normal, high."""
    return tuple(
        (
            each,
            proposed(name, size, "low"),
            proposed(name, size, "normal"),
            proposed(name, size, "high"),
        )
        for name, each in table().items()
    )


def ruled_out(size: int) -> tuple[tuple[float, int], ...]:
    """How many rows without an exception show that no more than a share of the population is wrong."""
    return tuple((share * 100, size_for(share, size)) for share in TOLERABLE)


def recipe(sample: Sample, rows: populations.Population) -> str:
    """Commands that draw the same rows with tools that every Unix has; of strata, those of each in turn."""
    counted = draw_of(sample, rows).taken
    lines = [
        "# population.tsv is the file of frozen rows",
        f"test \"$(sha256sum population.tsv | cut -d' ' -f1)\" = {rows.digest} && echo the rows are the frozen ones",
        f"seed='{sample.seed.replace(chr(39), chr(39) + chr(92) + chr(39) + chr(39))}'",
        f"digest={rows.digest}",
    ]
    for each in counted:
        chosen = _of_stratum(each.stratum) if sample.method == "stratified" else "tail -n +2 population.tsv"
        lines.append(
            f"{chosen} | cut -f1 | while IFS= read -r key; do\n"
            '  printf \'%s  %s\\n\' "$(printf \'%s\\0%s\\0%s\' "$seed" "$digest" "$key" | sha256sum'
            ' | cut -d\' \' -f1)" "$key"\n'
            f"done | LC_ALL=C sort | head -n {each.drawn} | cut -c67-"
        )
    return "\n".join(lines)


def _of_stratum(name: str) -> str:
    quoted = name.replace(chr(92), chr(92) * 2).replace('"', chr(92) + '"').replace("'", "'\\''")
    return f"tail -n +2 population.tsv | awk -F'\\t' '$2 == \"{quoted}\"'"


def samples_of(isms: Isms, population: Population) -> tuple[kinds.Sample, ...]:
    """Every sample drawn of a population, also those that were discarded."""
    return isms.of_parent(Sample, "population", population)
