"""Numbers of controls and references, as registers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.standard.catalogue import standard
from plumbline.exchange.cells import ControlKeys, find_refs, read_control_keys
from plumbline.formats.table import Cell

INCIDENTS = ("A.5.24", "A.5.25", "A.5.26", "A.5.27", "A.5.28")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        *((form, ("A.5.17",)) for form in ("A 5.17", "A.5.17", "5.17", "A5.17", "a.5.17", "A-5.17", "Annex A 5.17")),
        *(
            (form, ("A.5.17",))
            for form in ("ISO 27001:2022 A.5.17", "iso27001:2022/A.5.17", "Control A.5.17", "A. 5.17")
        ),
        *((form, ("A.5.7",)) for form in ("A.5.07", "A.05.07", "5.7")),
        *(
            (form, ("A.5.17", "A.8.5"))
            for form in ("A5.17; A 8.5", "A 5.17 A 8.5", "5.17, 8.5", "A.5.17\nA.8.5", "A.5.17 und 8.5")
        ),
        *(
            (form, INCIDENTS)
            for form in ("A.5.24-5.28", "A.5.24 – A.5.28", "5.24-28", "A.5.24 to A.5.28", "5.24 bis 5.28")
        ),
        ("A.5.24...A.5.28", INCIDENTS),
        ("A.8.12, A.5.24-26, A.5.17", ("A.8.12", "A.5.24", "A.5.25", "A.5.26", "A.5.17")),
        ("A.5.17 A.5.17", ("A.5.17",)),
    ],
)
def test_controls_are_found_however_they_are_written(text: str, keys: tuple[str, ...]) -> None:
    assert read_control_keys(text) == ControlKeys(keys)


@pytest.mark.parametrize(
    ("text", "old", "keys"),
    [
        ("A.9.2.1", ("A.9.2.1",), ()),
        ("A.9.2.1, A.5.17", ("A.9.2.1",), ("A.5.17",)),
        ("A.9.2", ("A.9.2",), ()),
        ("A.12.6.1-A.12.6.2", ("A.12.6.1", "A.12.6.2"), ()),
        ("9.4.3", ("A.9.4.3",), ()),
    ],
)
def test_numbers_of_2013_are_set_apart_for_migration(text: str, old: tuple[str, ...], keys: tuple[str, ...]) -> None:
    assert read_control_keys(text) == ControlKeys(keys, old)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.5.99", ControlKeys(leftovers="A.5.99")),
        ("A.5.17 (passwords), own control OC-3", ControlKeys(("A.5.17",), leftovers="passwords own control OC-3")),
        ("A.5.24-2026", ControlKeys(("A.5.24",), leftovers="-2026")),
        ("version 2.1.17", ControlKeys(leftovers="version 2.1.17")),
        ("MFA", ControlKeys(leftovers="MFA")),
        ("", ControlKeys()),
    ],
)
def test_the_rest_of_the_text_is_not_lost(text: str, expected: ControlKeys) -> None:
    assert read_control_keys(text) == expected


def test_a_range_that_does_not_rise_within_its_theme_is_doubtful() -> None:
    assert read_control_keys("A.5.28-A.5.24") == ControlKeys(("A.5.28", "A.5.24"), doubtful=("A.5.28", "A.5.24"))
    assert read_control_keys("A.5.17 - A.8.5").doubtful == ("A.5.17", "A.8.5")


def test_a_spreadsheet_that_made_5_1_of_5_10_is_not_believed() -> None:
    assert read_control_keys("5.1", Cell("5.1", "number")) == ControlKeys(("A.5.1",), doubtful=("A.5.1",))
    assert read_control_keys("5.4", Cell("5.4", "number")) == ControlKeys(("A.5.4",))
    assert read_control_keys("5.1", Cell("5.1")) == ControlKeys(("A.5.1",))


@given(
    st.lists(st.sampled_from(list(standard().controls)), unique=True), st.sampled_from([", ", "; ", " ", "\n", " / "])
)
def test_every_list_of_controls_is_read_whole(keys: list[str], between: str) -> None:
    assert read_control_keys(between.join(keys)) == ControlKeys(tuple(keys))


@given(st.text(max_size=30) | st.text("A.-0123456789 –;", max_size=20))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert set(read_control_keys(text).keys) <= set(standard().controls)


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("AST-013 (GitLab CI but Azure DevOps used for one legacy project)", ("AST-013",)),
        ("AST-005 AST-004, AST-005", ("AST-005", "AST-004")),
        ("Enable NRD rule + CAPA-2026-003", ("CAPA-2026-003",)),
        ("ISO 6.2 + R-001 + R-002", ("R-001", "R-002")),
        ("EXC-2026-005; RTP-001/T-7.", ("EXC-2026-005", "RTP-001", "T-7")),
        ("OBJ-2026-01", ("OBJ-2026-01",)),
        ("AST\u2011013", ("AST-013",)),
        ("CVE-2025-21293, AES-256, ISO-27001 and X-1.5", ()),
        ("Cert #LI-27001-44821", ()),
        ("ast-013", ()),
    ],
)
def test_references_are_found_in_prose(text: str, refs: tuple[str, ...]) -> None:
    assert find_refs(text) == refs


def test_only_the_prefixes_asked_for_are_found() -> None:
    assert find_refs("FS-01 runs on AST-004 (R-001)", {"AST", "R"}) == ("AST-004", "R-001")
