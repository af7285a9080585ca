"""Fourteen registers that somebody else made: imported without a map, audited, and everything known of them found."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from plumbline.engine.rules.finding import Report, State
from plumbline.engine.rules.runner import audit
from tests.reality.imported import imported

FIRST = date(2026, 11, 22)
DAYS = [FIRST, FIRST + timedelta(days=9)]

FOUND: Mapping[str, str] = {
    "TRT009": "RTP-001 RTP-002 RTP-004 RTP-006 RTP-007 RTP-010",
    "TRT010": "RTP-008",
    "TRT003": "R-004",
    "TRT014": "R-004 R-006",
    "TRT013": "R-004",
    "TRT004": "R-001 R-002 R-003 R-004 R-005",
    "AST006": "R-002 R-006 INC-2026-001 INC-2026-004 VUL-2025-003 VUL-2025-009 VUL-2025-014",
    "SOA007": "A.5.11 A.5.17 A.5.22 A.5.30 A.6.5 A.8.20 A.8.28 A.8.5 A.8.9",
    "DOC001": "A.5.2 A.5.6 A.5.7 A.5.33 A.5.35",
    "POL003": "POL-003 POL-006 POL-007 POL-010 POL-012 POL-013 POL-015 POL-017 POL-018",
    "DOC002": "REC-002",
    "SUP002": "SUP-002 SUP-003 SUP-006 SUP-008",
    "SUP004": "SUP-002 SUP-005 SUP-006 SUP-009 SUP-010 SUP-011",
    "SUP005": "SUP-004",
    "AST005": "AST-009",
    "EXC001": "EXC-2026-001 EXC-2026-003 EXC-2026-005",
    "NCA005": "CAPA-2026-001 CAPA-2026-003 CAPA-2026-004 CAPA-2026-005",
    "NCA006": "CAPA-2026-005",
    "NCA003": "CAPA-2026-001 CAPA-2026-002 CAPA-2026-003 CAPA-2026-004 CAPA-2026-005",
    "INC005": "INC-2026-001 INC-2026-006",
    "INC007": "INC-2026-006",
    "DAT007": "INC-2026-002",
    "OBJ004": "OBJ-2026-01 OBJ-2026-02 OBJ-2026-03 OBJ-2026-04 OBJ-2026-05",
    "OBJ005": "OBJ-2026-02 OBJ-2026-03",
    "PEO004": "TRN-3 TRN-6 TRN-7 TRN-9 TRN-11 TRN-12 TRN-13",
    "LEG003": "LR-006 LR-025",
    "LEG002": "LR-025",
    "LEG004": "LR-001 LR-002 LR-003 LR-004 LR-005 LR-007 LR-011 LR-012 LR-013 LR-027",
    "DAT008": "R-004 R-007 TRN-14",
}
"""Rule -> exactly the rows it reports; a training duty has no reference of its own, TRN-n is line n + 1 of its file."""

AT_LEAST: Mapping[str, str] = {
    "OBJ003": "OBJ-2026-01 OBJ-2026-02 OBJ-2026-03 OBJ-2026-04 OBJ-2026-09",
    "OBJ001": " ".join(f"OBJ-2026-{number:02}" for number in range(1, 11)),
}

ABSENT = ["CTX000", "SCP000", "PTY000", "RSK001", "TRT001", "COM000", "AUD000", "REV000", "VUL000"]

SILENT: Mapping[str, str] = {
    "SOA001": "*",
    "SOA008": "*",
    "RSK005": "R-001 R-002 R-003 R-004 R-005 R-006 R-007",
    "TRT009": "RTP-003 RTP-005 RTP-008 RTP-009 RTP-011",
    "POL003": "POL-001 POL-002 POL-004 POL-005 POL-008 POL-009 POL-011 POL-014 POL-016 POL-019 POL-020 POL-021",
    "EXC003": "EXC-2026-004",
    "SUP002": "SUP-009 SUP-011 SUP-012",
    "DAT001": "*",
    "DAT007": "INC-2026-004",
    "INC007": "INC-2026-008",
    "VUL001": "VUL-2025-006",
    "VUL003": "VUL-2025-006",
    "DAT003": "*",
    "DAT009": "*",
}


@pytest.fixture
def folder(samples: Path) -> Path:
    return samples / "inputs" / "cenedril-registers"


@cache
def report(folder: Path, day: date) -> Report:
    return audit(imported(folder, day))


def rows(found: Report, code: str) -> set[str]:
    """The records a rule reports singly."""
    return {each.records[0] for each in found.findings if each.code == code and not each.systemic}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("code", FOUND)
def test_rule_finds_exactly_these_rows(folder: Path, day: date, code: str) -> None:
    assert rows(report(folder, day), code) == set(FOUND[code].split())


@pytest.mark.parametrize("code", AT_LEAST)
def test_rule_finds_at_least_these_rows(folder: Path, code: str) -> None:
    assert rows(report(folder, FIRST), code) >= set(AT_LEAST[code].split())


@pytest.mark.parametrize("code", ABSENT)
def test_what_the_folder_lacks_is_said(folder: Path, code: str) -> None:
    assert rows(report(folder, FIRST), code)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("code", SILENT)
def test_rule_keeps_silent_where_nothing_is_wrong(folder: Path, day: date, code: str) -> None:
    found = rows(report(folder, day), code)
    assert not found if SILENT[code] == "*" else not found & set(SILENT[code].split())


def test_applicable_rows_without_a_driver_are_reported_once_as_systemic(folder: Path) -> None:
    systemic = [each for each in report(folder, FIRST).findings if each.code == "SOA004" and each.systemic]
    assert len(systemic) == 1
    assert "80 of 92" in systemic[0].evidence


def test_one_justification_on_forty_rows_is_an_opportunity(folder: Path) -> None:
    (found,) = [each for each in report(folder, FIRST).findings if each.code == "SOA010"]
    assert "40" in found.gap
    assert "Required" in found.gap


def test_links_that_disagree_are_named_from_the_side_that_states_them(folder: Path) -> None:
    pairs = {"/".join(each.records[:2]) for each in report(folder, FIRST).findings if each.code == "DAT005"}
    assert pairs >= {"INC-2026-001/CAPA-2026-003", "INC-2026-006/CAPA-2026-005", "CAPA-2026-003/INC-2026-004"}


def test_names_in_two_spellings_are_proposed_as_one(folder: Path) -> None:
    said = " ".join(f"{each.gap} {each.evidence}" for each in report(folder, FIRST).findings if each.code == "DAT010")
    for short, long in (("DPO", "Data Protection Officer"), ("ISO", "Information Security Officer")):
        assert short in said
        assert long in said
    assert "Procurement Lead" in said


def test_risks_without_a_date_are_unjudged_and_not_clear(folder: Path) -> None:
    (result,) = [each for each in report(folder, FIRST).rules if each.code == "RSK012"]
    assert (result.unjudged, result.state) == (7, State.PARTLY_JUDGED)
