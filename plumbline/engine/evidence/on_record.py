"""From what is on record to what is computed: rows from a population's file, draw and conclusion of a sample."""

from collections import Counter

from plumbline.engine.domain.samples import Sample
from plumbline.engine.evidence.conclusions import Conclusion, Verdict, by_stratum, conclude
from plumbline.engine.evidence.populations import FORM, Population, PopulationError, Row, population
from plumbline.engine.evidence.sampling import Draw, Taken, redrawn

CELLS = 3


def from_canonical(data: bytes) -> Population:
    """The population that canonical bytes describe. Raises PopulationError where they are not canonical."""
    try:
        head, *lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        head, lines = "", []
    cells = [tuple(line.split("\t")) for line in lines[:-1]]
    if head != FORM or lines[-1:] != [""] or any(len(each) != CELLS for each in cells):
        raise PopulationError(f"These bytes are no population in the form {FORM}. Use the file as it was frozen.")
    made = population(Row(*each) for each in cells)
    if made.canonical != data:
        raise PopulationError("The rows are not in their canonical order or form. Use the file as it was frozen.")
    return made


def draw_of(sample: Sample, frozen: Population) -> Draw:
    """The draw that a sample on record states, to be drawn again and compared (`stands`).

    Raises PopulationError where it names a key that the population does not hold.
    """
    keys = tuple(each.key for each in sample.items)
    if strange := [key for key in keys if key not in frozen.by_key]:
        raise PopulationError(f"{sample.ref} names {strange[0]}, which is no row of its population.")
    reasons = tuple((each.key, sample.reason) for each in sample.items)
    taken: tuple[Taken, ...] = (Taken("", len(keys), frozen.size),)
    if sample.method == "stratified":
        drawn = Counter(frozen.by_key[key].stratum for key in keys)
        taken = tuple(Taken(name, drawn[name], len(rows)) for name, rows in frozen.strata.items())
    chosen = sample.method == "judgement"
    return Draw(
        method=sample.method or "random",
        digest=frozen.digest,
        seed="" if chosen else sample.seed,
        taken=taken,
        keys=keys,
        reasons=reasons if chosen else (),
    )


def stands(sample: Sample, frozen: Population) -> bool:
    """Whether drawing again gives the very rows on record, in the same order."""
    stated = draw_of(sample, frozen)
    return stated.size == (sample.size or stated.size) and redrawn(frozen, stated) == stated


def concluded(sample: Sample, frozen: Population) -> Conclusion:
    """What the results on record allow one to say of the population."""
    return conclude(draw_of(sample, frozen), _results(sample), frozen.size)


def concluded_by_stratum(sample: Sample, frozen: Population) -> tuple[tuple[Taken, Conclusion], ...]:
    """The same for each stratum by itself; one entry without a name where there are no strata."""
    drawn = draw_of(sample, frozen)
    names = {row.key: row.stratum if drawn.method == "stratified" else "" for row in frozen.rows}
    return by_stratum(drawn, names, _results(sample))


def _results(sample: Sample) -> dict[str, Verdict]:
    return {each.key: each.result for each in sample.items if each.result}
