"""Canonical JSON: one value, one text, whoever writes it."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.proof.canonical import CanonicalError, JsonValue, canonical, parse_canonical

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@given(VALUES)
def test_it_writes_what_the_reference_library_writes(value: JsonValue) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_it_wrote_reads_back_as_the_same_value(value: JsonValue) -> None:
    assert parse_canonical(canonical(value)) == value


def test_keys_are_sorted_and_text_is_written_as_it_is() -> None:
    assert canonical({"ref": "R-12", "gap": "Überfällig\n", "at": None}) == (
        '{"at":null,"gap":"Überfällig\\n","ref":"R-12"}'.encode()
    )


def test_a_tuple_is_written_like_a_list() -> None:
    assert canonical((1, ("a",))) == canonical([1, ["a"]])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.5, "$: is a float"),
        ({"risks": [{}, {"score": 1.0}]}, "$.risks[1].score: is a float"),
        ({"n": 2**53}, "$.n: is an integer beyond"),
        ([-(2**53)], "$[0]: is an integer beyond"),
        ({"name": "ab\ud800"}, "$.name: holds a lone surrogate at character 2"),
        ({"größe": 1}, "$: has the key 'gr\\xf6\\xdfe', which is not ASCII"),
        ({"a": {7: "x"}}, "$.a: has the key 7, which is not text"),
        ({"a": b"x"}, "$.a: is a bytes, which JSON does not have"),
        ({"a": {"x"}}, "$.a: is a set, which JSON does not have"),
    ],
)
def test_a_value_outside_the_subset_is_refused_at_its_path(value: object, message: str) -> None:
    with pytest.raises(CanonicalError) as caught:
        canonical(value)  # type: ignore[arg-type]  # the point of the test is what the type forbids
    assert str(caught.value).startswith(message)


def test_a_value_that_nests_without_end_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(CanonicalError, match="nests deeper than 64 levels"):
        canonical(value)  # type: ignore[arg-type]  # a list that holds itself has no finite type


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'"\\u0041"',
        b'"\\/"',
        b"01",
        b"[1,]",
        b"1 ",
        b"\xff",
        b"[" * 9_999,
    ],
)
def test_bytes_that_it_would_not_have_written_are_refused(data: bytes) -> None:
    with pytest.raises(CanonicalError, match=r"not JSON|not canonical"):
        parse_canonical(data)


@pytest.mark.parametrize("data", [b"1.5", b"1e3", b"NaN", b"9007199254740992"])
def test_numbers_that_are_not_safe_integers_are_refused_on_reading(data: bytes) -> None:
    with pytest.raises(CanonicalError, match=r"float|integer beyond"):
        parse_canonical(data)
