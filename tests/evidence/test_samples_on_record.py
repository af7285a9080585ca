"""A sample on record is drawn again from the file of its population, and says what it allows to say."""

from dataclasses import replace

import pytest

from plumbline.engine.domain.samples import Examined, Sample
from plumbline.engine.evidence.on_record import concluded, concluded_by_stratum, draw_of, from_canonical, stands
from plumbline.engine.evidence.populations import PopulationError, Row, population
from plumbline.engine.evidence.sampling import Draw, draw_judgement, draw_random, draw_stratified

LEAVERS = population(Row(f"PER-{number}", "Wien" if number % 4 else "Berlin") for number in range(1, 61))


def on_record(drawn: Draw, reason: str = "") -> Sample:
    return Sample(
        ref="SMP-1",
        method=drawn.method,
        seed=drawn.seed,
        size=drawn.size,
        reason=reason,
        items=tuple(Examined(key=key, result="as it should be") for key in drawn.keys),
    )


def test_the_file_of_a_population_gives_back_its_rows() -> None:
    assert from_canonical(LEAVERS.canonical) == LEAVERS


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plumbline-population/2\na\t\t\n",
        LEAVERS.canonical[:-1],
        LEAVERS.canonical.replace(b"PER-1\t", b"PER-1;"),
        b"plumbline-population/1\nb\t\t\na\t\t\n",
        b"plumbline-population/1\n\xff\t\t\n",
    ],
)
def test_bytes_that_are_not_canonical_are_refused(data: bytes) -> None:
    with pytest.raises(PopulationError):
        from_canonical(data)


@pytest.mark.parametrize("draw", [draw_random, draw_stratified])
def test_the_rows_on_record_are_those_the_seed_draws(draw: object) -> None:
    sample = on_record(draw(LEAVERS, "Bob, 3 March", 8))  # type: ignore[operator]  # one of two ways to draw
    assert stands(sample, LEAVERS)
    exchanged = next(row.key for row in LEAVERS.rows if row.key not in {each.key for each in sample.items})
    assert not stands(replace(sample, items=(*sample.items[:-1], Examined(key=exchanged))), LEAVERS)
    assert not stands(replace(sample, seed="Bob, 4 March"), LEAVERS)
    assert not stands(replace(sample, items=sample.items[:-1]), LEAVERS)
    with pytest.raises(PopulationError, match="no row"):
        draw_of(replace(sample, items=(Examined(key="PER-99"),)), LEAVERS)


def test_chosen_rows_stand_by_their_reason() -> None:
    sample = on_record(draw_judgement(LEAVERS, [("PER-7", "left in anger")]), reason="left in anger")
    assert stands(sample, LEAVERS)
    assert concluded(sample, LEAVERS).bounds is None


def test_results_on_record_are_concluded_as_they_stand() -> None:
    sample = on_record(draw_stratified(LEAVERS, "x", 12))
    bad = replace(sample.items[0], result="exception")
    found = concluded(replace(sample, items=(bad, *sample.items[1:])), LEAVERS)
    assert (found.exceptions, found.drawn, found.of) == (1, 12, 60)
    assert found.bounds is not None
    assert [(taken.stratum, each.drawn) for taken, each in concluded_by_stratum(sample, LEAVERS)] == [
        ("Berlin", 3),
        ("Wien", 9),
    ]
    waiting = replace(sample.items[0], result="")
    assert concluded(replace(sample, items=(waiting, *sample.items[1:])), LEAVERS).upper is None
