"""The stock of proposals holds together: every key leads somewhere, every condition can hold, every word is known."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from plumbline.beginning.answers import Answers
from plumbline.beginning.conditions import Condition, condition
from plumbline.beginning.facts import known_names, summaries
from plumbline.beginning.filling import WORD, words
from plumbline.beginning.scoring import LOWEST, cells, level_at
from plumbline.beginning.stock import MEASURE, SCENARIO, Row, rows, shelves
from plumbline.beginning.templates import templates
from plumbline.engine.domain.kinds import Criteria
from plumbline.engine.standard.catalogue import standard

KEY = re.compile(r"#([A-Za-z][A-Za-z0-9.-]*)")
ALL = [row for shelf in shelves() for row in shelf.rows]
MADE = {"confirmer"}
FILLER = re.compile(r"lorem|\bTODO\b|\bTBD\b|\bxxx\b|\bfoo\b", re.IGNORECASE)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _texts(row: Row) -> list[str]:
    return [*_strings(row.fields), *(text for each in row.varies for text in _strings(each.fields)), row.why]


def _conditions(row: Row) -> list[Condition]:
    own = [condition(each) for each in (*row.fields.get("likelier", ()), row.fields.get("practised", ""))]
    return [row.when, *(each.when for each in row.varies), *own]


def test_every_key_is_used_once() -> None:
    counted = Counter(row.key for row in ALL)
    assert [key for key, count in counted.items() if count > 1] == []


def test_every_key_that_a_row_points_at_exists() -> None:
    known = {row.key for row in ALL} | {f"document-{each.slug}" for each in templates()} | MADE
    lost = {(row.key, key) for row in ALL for text in _texts(row) for key in KEY.findall(text) if key not in known}
    assert lost == set()


def test_every_condition_asks_for_something_that_can_be_answered() -> None:
    asked = {name for row in ALL for each in _conditions(row) for name in each.names}
    asked |= {name for each in summaries().values() for name in each.names}
    assert asked - known_names() == set()


def test_every_word_in_braces_is_known() -> None:
    known = set(words(Answers()))
    assert {name for row in ALL for text in _texts(row) for name in WORD.findall(text)} - known == set()


def test_everything_has_an_owner_whatever_is_answered() -> None:
    """An owner's alternatives end with a role that is always proposed, or with one proposed whenever the row is."""
    always = {key for key, row in rows("role").items() if not row.when.names}
    for row in ALL:
        named = row.fields.get("owner", "").split("|")
        if named == [""] or named[-1].removeprefix("#") in always:
            continue
        role = rows("role")[named[-1].removeprefix("#")]
        assert row.kind == MEASURE or row.when.names, (row.key, role.key)


def test_no_text_is_filler_and_none_is_said_twice() -> None:
    described = [row.fields["description"] for row in ALL if row.fields.get("description")]
    assert not [text for row in ALL for text in _texts(row) if FILLER.search(text)]
    assert [text for text, count in Counter(described).items() if count > 1] == []


@pytest.mark.parametrize("scenario", rows(SCENARIO).values(), ids=lambda row: row.key)
def test_a_scenario_is_told_scored_and_treated(scenario: Row) -> None:
    fields = scenario.fields
    assert len(fields["description"]) > 60
    assert 1 <= fields["likelihood"] <= 5
    assert {"confidentiality", "integrity", "availability"} <= set(fields["impacts"])
    assert all(1 <= number <= 5 for number in fields["impacts"].values())
    assert level_at(fields["likelihood"], max(fields["impacts"].values())) != "low"
    assert fields["prevent"]
    assert fields["limit"]


def test_there_are_forty_scenarios_and_more_and_most_belong_to_somebody_only() -> None:
    conditional = [row for row in rows(SCENARIO).values() if row.when.names]
    assert len(rows(SCENARIO)) >= 60
    assert len(conditional) >= 40


def test_every_measure_serves_a_scenario_and_names_controls_of_the_catalogue() -> None:
    called = {
        key
        for row in rows(SCENARIO).values()
        for part in (row.fields, *(each.fields for each in row.varies))
        for name in ("prevent", "limit")
        for several in part.get(name, ())
        for key in several.split("|")
    }
    assert called == set(rows(MEASURE))
    for row in rows(MEASURE).values():
        assert set(row.fields["controls"]) <= set(standard().controls), row.key
        assert row.fields["verification"], row.key
        assert row.fields["means"], row.key


def test_every_control_of_annex_a_says_how_it_would_be_done() -> None:
    assert {row.fields["ref"] for row in rows("control_state").values()} == set(standard().controls)


def test_the_proposed_matrix_is_the_one_by_which_scenarios_are_scored() -> None:
    held = rows(Criteria.KIND)["criteria"].fields["cells"]
    assert [dict(each) for each in held] == [dict(each) for each in cells()]


def test_no_red_cell_touches_a_green_one() -> None:
    for likelihood in range(LOWEST, 5):
        for impact in range(LOWEST, 5):
            near = {level_at(likelihood + one, impact + other) for one in (0, 1) for other in (0, 1)}
            assert not ({"low"} & near and {"high", "critical"} & near)
