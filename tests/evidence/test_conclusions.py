"""What a sample allows one to say: exact bounds against published figures, and sentences that claim no more."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.evidence.conclusions import Verdict, by_stratum, conclude
from plumbline.engine.evidence.populations import Row, population
from plumbline.engine.evidence.rates import at_most, at_most_of, interval, upper_bound
from plumbline.engine.evidence.sampling import Draw, draw_each_stratum, draw_judgement, draw_random, draw_stratified
from plumbline.engine.evidence.sizes import frequency_of, proposed, size_for, table

TICKETS = population(Row(f"T-{number}", "minor" if number % 5 else "major") for number in range(412))


def results(drawn: Draw, *others: Verdict) -> dict[str, Verdict]:
    """Conform, save the first ones as given."""
    every: dict[str, Verdict] = dict.fromkeys(drawn.keys, "as it should be")
    return every | dict(zip(drawn.keys, others, strict=False))


# --- bounds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "drawn", "lower", "upper"),
    [
        (0, 10, 0.0, 0.3085),
        (1, 20, 0.0013, 0.2487),
        (5, 50, 0.0333, 0.2181),
        (10, 10, 0.6915, 1.0),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 100, 0.0490, 0.1762),
    ],
)
def test_clopper_and_pearsons_bounds_are_the_published_ones(seen: int, drawn: int, lower: float, upper: float) -> None:
    found = interval(seen, drawn)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@pytest.mark.parametrize(("drawn", "upper"), [(25, 0.1129), (60, 0.0487), (59, 0.0495), (22, 0.1273)])
def test_nothing_found_still_leaves_a_highest_share(drawn: int, upper: float) -> None:
    assert round(upper_bound(0, drawn), 4) == upper
    assert upper_bound(0, drawn) == pytest.approx(1 - 0.05 ** (1 / drawn), rel=1e-12)


@given(st.integers(1, 300), st.data())
def test_bounds_contain_the_rate_and_the_tail_is_exact(drawn: int, data: st.DataObject) -> None:
    seen = data.draw(st.integers(0, drawn))
    found = interval(seen, drawn)
    assert found.lower <= seen / drawn <= found.upper
    if 0 < seen < drawn:
        assert at_most(seen, drawn, found.upper) == pytest.approx(0.025, abs=1e-9)
        assert 1 - at_most(seen - 1, drawn, found.lower) == pytest.approx(0.025, abs=1e-9)


@given(st.integers(1, 200), st.data())
def test_one_exception_more_never_looks_better(drawn: int, data: st.DataObject) -> None:
    seen = data.draw(st.integers(0, drawn - 1))
    less, more = interval(seen, drawn), interval(seen + 1, drawn)
    assert less.lower <= more.lower
    assert less.upper <= more.upper
    assert interval(seen, drawn + 1).upper <= less.upper + 1e-12
    assert interval(seen, drawn, confidence=0.99).upper >= less.upper


@given(st.integers(1, 60), st.data())
def test_in_a_small_population_what_was_seen_is_certain(drawn: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(drawn, drawn * 10 - 1))
    seen = data.draw(st.integers(0, drawn))
    found = interval(seen, drawn, size)
    assert seen / size <= found.lower <= seen / drawn + 1e-12
    assert seen / drawn - 1e-12 <= found.upper <= 1 - (drawn - seen) / size + 1e-12
    bad = round(found.upper * size)
    assert at_most_of(seen, drawn, bad, size) > 0.025
    if bad < size - (drawn - seen):
        assert at_most_of(seen, drawn, bad + 1, size) <= 0.025


def test_whoever_looked_at_everything_knows_everything() -> None:
    assert interval(3, 20, 20).lower == interval(3, 20, 20).upper == 0.15


def test_hypergeometric_terms_are_those_of_the_urn() -> None:
    """Five balls of fifty, ten of them red, counted with whole numbers: 0.3106 for none, 0.7419 for at most one."""
    none = comb(40, 5) / comb(50, 5)
    assert at_most_of(0, 5, 10, 50) == pytest.approx(none, rel=1e-10)
    assert at_most_of(1, 5, 10, 50) == pytest.approx(none + 10 * comb(40, 4) / comb(50, 5), rel=1e-10)
    assert (round(none, 4), round(at_most_of(1, 5, 10, 50), 4)) == (0.3106, 0.7419)


@pytest.mark.parametrize(("seen", "drawn", "size"), [(-1, 5, None), (6, 5, None), (0, 0, None), (1, 5, 4)])
def test_counts_that_cannot_be_are_refused(seen: int, drawn: int, size: int | None) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        interval(seen, drawn, size)


# --- sentences --------------------------------------------------------------------------------------------------------


def test_a_drawn_sample_speaks_for_its_population() -> None:
    drawn = draw_random(TICKETS, "Bob, 3 March", 25)
    assert conclude(drawn, results(drawn, "exception"), 412).says == (
        "Of 25 drawn of 412, 1 was not as it should be: 4 %; with 95 % confidence the share of exceptions in the "
        "population lies between 0.1 % and 20.4 %."
    )
    assert conclude(drawn, results(drawn), 412).says == (
        "Of 25 drawn of 412, every one tested was as it should be; with 95 % confidence the share of exceptions in the "
        "population is at most 11.3 %."
    )


def test_what_could_not_be_tested_is_no_pass() -> None:
    drawn = draw_random(TICKETS, "Bob, 3 March", 25)
    found = conclude(drawn, results(drawn, "exception", "not testable"), 412)
    assert (found.exceptions, found.not_testable, found.rate) == (1, 1, 1 / 24)
    assert found.upper == upper_bound(2, 25, 412)
    assert found.says.endswith("1 could not be tested; counted as exceptions, the share is at most 23.1 %.")
    blind = conclude(drawn, dict.fromkeys(drawn.keys, "not testable"), 412)
    assert blind.bounds is None
    assert blind.rate is None
    assert "none could be tested" in blind.says


def test_nothing_is_concluded_before_every_row_has_a_result() -> None:
    drawn = draw_random(TICKETS, "Bob, 3 March", 25)
    half = conclude(drawn, dict.fromkeys(drawn.keys[:12], "as it should be"), 412)
    assert half.bounds is None
    assert half.upper is None
    assert "12 have a result so far" in half.says


def test_chosen_rows_speak_for_no_others() -> None:
    drawn = draw_judgement(TICKETS, [("T-3", "reopened twice")])
    found = conclude(drawn, {"T-3": "exception"}, 412)
    assert found.bounds is None
    assert found.says.endswith("they say nothing about the others.")


def test_strata_drawn_alike_speak_each_for_itself() -> None:
    drawn = draw_each_stratum(TICKETS, "x", 20)
    strata = {row.key: row.stratum for row in TICKETS.rows}
    assert conclude(drawn, results(drawn), 412).bounds is None
    (major, of_major), (minor, _) = by_stratum(drawn, strata, results(drawn))
    assert (major.stratum, major.of, minor.of) == ("major", 83, 329)
    assert of_major.upper == upper_bound(0, 20, 83)
    assert conclude(draw_stratified(TICKETS, "x", 20), results(draw_stratified(TICKETS, "x", 20)), 412).bounds


# --- sizes ------------------------------------------------------------------------------------------------------------


def test_the_proposed_size_grows_with_frequency_and_stake() -> None:
    sizes = [(each.low, each.normal, each.high) for name, each in table().items() if name != "automated"]
    assert sizes == sorted(sizes)
    assert all(low <= normal <= high for low, normal, high in sizes)
    assert [proposed("many", 412, stake) for stake in ("low", "normal", "high")] == [25, 40, 60]
    assert (proposed("year", 1), proposed("quarter", 4), proposed("day", 11)) == (1, 2, 11)


@pytest.mark.parametrize(
    ("runs", "days", "frequency"),
    [(1, 365, "year"), (4, 365, "quarter"), (3, 92, "month"), (52, 365, "week"), (90, 92, "day"), (5000, 365, "many")],
)
def test_what_happens_on_occasion_has_the_rhythm_it_turned_out_to_have(runs: int, days: int, frequency: str) -> None:
    assert frequency_of(runs, days) == frequency


def test_a_wanted_confidence_asks_for_the_known_sizes() -> None:
    assert size_for(0.05, 100_000) == 59
    assert size_for(0.10, 100_000) == 29
    assert size_for(0.10, 100_000, 0.90) == 22
    assert size_for(0.05, 50) == 31
    assert size_for(0.0, 50) == 48, "one of fifty is missed by two undrawn ones in four samples of a hundred"
    assert size_for(0.0, 50, 0.999) == 50


@given(st.integers(1, 400), st.sampled_from([0.02, 0.05, 0.1, 0.2]))
def test_the_size_for_a_confidence_is_the_fewest_that_suffice(size: int, tolerable: float) -> None:
    needed = size_for(tolerable, size)
    assert upper_bound(0, needed, size) <= tolerable
    assert needed == 1 or upper_bound(0, needed - 1, size) > tolerable
