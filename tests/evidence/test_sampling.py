"""Bob draws a sample, and anybody who has the seed and the population draws the same."""

import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.evidence.allotting import allot
from plumbline.engine.evidence.populations import FORM, Population, PopulationError, Row, population
from plumbline.engine.evidence.sampling import (
    DrawError,
    draw_each_stratum,
    draw_judgement,
    draw_random,
    draw_stratified,
    extend,
    proportional,
    rank,
    redrawn,
)

PAGE = Path(__file__).parents[2] / "docs" / "sampling.md"
KEYS = st.lists(st.text("abcdefgh0123456789-äß", min_size=1, max_size=8), min_size=1, max_size=40, unique=True)
SEEDS = st.text("abcxyz 0123456789", min_size=1, max_size=12)


@st.composite
def populations(draw: st.DrawFn) -> Population:
    keys = draw(KEYS)
    return population(Row(key, draw(st.sampled_from(["", "Berlin", "Wien"]))) for key in keys)


def tickets(count: int = 40) -> Population:
    return population(Row(f"T-{number}", "minor" if number % 5 else "major") for number in range(count))


# --- populations ------------------------------------------------------------------------------------------------------


@given(KEYS, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_changes_nothing(keys: list[str], shuffled: object) -> None:
    rows = [Row(key) for key in keys]
    assert population(rows).digest == population(reversed(rows)).digest == population(sorted(rows)).digest


def test_the_canonical_bytes_are_what_the_page_says() -> None:
    frozen = population([Row("b", "Wien", "Second"), Row("a", "Berlin", "First")])
    assert frozen.canonical == b"plumbline-population/1\na\tBerlin\tFirst\nb\tWien\tSecond\n"
    assert frozen.digest == sha256(frozen.canonical).hexdigest()
    assert frozen.canonical.startswith(FORM.encode())


@pytest.mark.parametrize(
    "changed", [Row("a", "Berlin", "Fist"), Row("a", "Bern", "First"), Row("A", "Berlin", "First")]
)
def test_one_changed_letter_changes_the_hash(changed: Row) -> None:
    assert population([changed]).digest != population([Row("a", "Berlin", "First")]).digest


def test_two_ways_to_write_an_umlaut_are_one_key() -> None:
    assert population([Row("Mu\u0308ller")]).digest == population([Row(" M\u00fcller ")]).digest
    with pytest.raises(PopulationError, match="occur more than once"):
        population([Row("Mu\u0308ller"), Row("M\u00fcller")])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "without rows"),
        ([Row("", "", "Lost laptop")], "the first is Lost laptop"),
        ([Row("a"), Row("a", "Wien")], "the first is a"),
        ([Row("a\x00b")], "control characters"),
    ],
)
def test_rows_that_are_no_population_are_refused(rows: list[Row], said: str) -> None:
    with pytest.raises(PopulationError, match=said):
        population(rows)


# --- draws ------------------------------------------------------------------------------------------------------------


@given(populations(), SEEDS, st.data())
def test_whoever_draws_again_draws_the_same(frozen: Population, seed: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(len(frozen.strata), frozen.size))
    for drawn in (
        draw_random(frozen, seed, size),
        draw_stratified(frozen, seed, size),
        draw_each_stratum(frozen, seed, 1 + size % 3),
    ):
        again = population(reversed(frozen.rows))
        assert redrawn(again, drawn) == drawn
        assert len(set(drawn.keys)) == drawn.size == sum(each.drawn for each in drawn.taken)


@given(populations(), SEEDS, st.data())
def test_a_larger_sample_begins_with_the_smaller(frozen: Population, seed: str, data: st.DataObject) -> None:
    small = data.draw(st.integers(1, frozen.size))
    large = data.draw(st.integers(small, frozen.size))
    assert draw_random(frozen, seed, large).keys[:small] == draw_random(frozen, seed, small).keys


@given(populations(), SEEDS, st.data())
def test_extending_exchanges_nothing_and_can_be_drawn_again(frozen: Population, seed: str, data: st.DataObject) -> None:
    small = data.draw(st.integers(len(frozen.strata), frozen.size))
    if small == frozen.size:
        return
    first = draw_stratified(frozen, seed, small)
    more = extend(frozen, first, data.draw(st.integers(small + 1, frozen.size)))
    assert set(first.keys) < set(more.keys)
    assert redrawn(frozen, more) == more
    plain = draw_random(frozen, seed, small)
    assert extend(frozen, plain, small + 1).keys[:small] == plain.keys


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 60), min_size=1), st.data())
def test_strata_add_up_and_each_is_looked_at(counts: dict[str, int], data: st.DataObject) -> None:
    size = data.draw(st.integers(len(counts), sum(counts.values())))
    given_to = allot(size, counts, dict.fromkeys(counts, 1))
    assert sum(given_to.values()) == size
    assert all(1 <= given_to[name] <= counts[name] for name in counts)


def test_shares_follow_the_largest_remainder() -> None:
    assert allot(10, {"a": 47, "b": 16, "c": 37}, {}) == {"a": 5, "b": 1, "c": 4}
    assert allot(4, {"a": 97, "b": 2, "c": 1}, {"a": 1, "b": 1, "c": 1}) == {"a": 2, "b": 1, "c": 1}


def test_a_stratum_never_loses_rows_when_the_sample_grows() -> None:
    """Alabama's paradox: by largest remainder alone, the small one would fall from 2 to 1 of 10 and 11."""
    counts = {"a": 6, "b": 6, "c": 2}
    before = allot(10, counts, {})
    assert (before["c"], allot(11, counts, {})["c"]) == (2, 1)
    assert allot(11, counts, before)["c"] == 2


def test_another_seed_or_another_population_draws_another_sample() -> None:
    assert draw_random(tickets(), "Ada, 3 March", 10).keys != draw_random(tickets(), "Ada, 4 March", 10).keys
    larger = population([*tickets().rows, Row("T-40")])
    assert draw_random(tickets(), "x", 10).keys != draw_random(larger, "x", 10).keys


def test_a_strata_draw_in_other_proportions_says_so() -> None:
    assert proportional(draw_stratified(tickets(), "x", 10))
    assert not proportional(draw_each_stratum(tickets(), "x", 8))
    assert {each.stratum: each.drawn for each in draw_each_stratum(tickets(20), "x", 8).taken} == {
        "major": 4,
        "minor": 8,
    }


def test_chosen_rows_carry_their_reasons() -> None:
    drawn = draw_judgement(tickets(), [("T-3", "opened and closed in a minute"), ("T-9", "reopened twice")])
    assert drawn.keys == ("T-3", "T-9")
    assert redrawn(tickets(), drawn) == drawn
    for chosen, said in (
        ([], "Name the rows"),
        ([("T-99", "odd")], "no row T-99"),
        ([("T-3", " ")], "T-3 has no reason"),
        ([("T-3", "a"), ("T-3", "b")], "twice"),
    ):
        with pytest.raises(DrawError, match=said):
            draw_judgement(tickets(), chosen)
    with pytest.raises(DrawError, match="not extended by drawing"):
        extend(tickets(), drawn, 5)


def test_what_cannot_be_drawn_is_refused_with_what_to_do() -> None:
    for seed, size, said in (("", 5, "A seed"), ("a\x00", 5, "A seed"), ("x", 0, "at least one"), ("x", 41, "40 rows")):
        with pytest.raises(DrawError, match=said):
            draw_random(tickets(), seed, size)
    with pytest.raises(DrawError, match="2 strata"):
        draw_stratified(tickets(), "x", 1)
    with pytest.raises(DrawError, match="never shrinks"):
        extend(tickets(), draw_random(tickets(), "x", 5), 5)


def test_a_sample_is_not_redrawn_from_rows_that_changed() -> None:
    drawn = draw_random(tickets(), "x", 5)
    with pytest.raises(DrawError, match="as it was frozen"):
        redrawn(tickets(41), drawn)


def test_the_scripts_of_the_page_draw_the_same(tmp_path: Path) -> None:
    """The page gives a shell script and a Python script; both are run as they stand there."""
    frozen = population([*tickets(9).rows, Row("Ü-1", "major", "Küche")])
    (tmp_path / "population.tsv").write_bytes(frozen.canonical)
    scripts = dict(re.findall(r"```(sh|python)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    wanted = list(draw_random(frozen, "Bob, 3 März", 4).keys)
    for command in (["sh", "-c", scripts["sh"], "sh"], [sys.executable, "-c", scripts["python"]]):
        arguments = [str(tmp_path / "population.tsv"), "Bob, 3 März", "4"]
        told = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True, encoding="utf-8")
        assert told.stdout.split() == wanted


def test_the_rank_is_what_sha256sum_prints() -> None:
    frozen = tickets(3)
    script = """printf '%s\\0%s\\0%s' "$1" "$2" "$3" | sha256sum | cut -d' ' -f1"""
    told = subprocess.run(
        ["sh", "-c", script, "sh", "März 2026", frozen.digest, "T-1"], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == rank("März 2026", frozen.digest, "T-1")
