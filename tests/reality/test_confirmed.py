"""The same fourteen registers once links are confirmed and the firm's own method and rules are entered."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Role
from plumbline.engine.rules.finding import Report
from plumbline.engine.rules.runner import audit
from tests.reality.confirmed import confirmed
from tests.reality.imported import imported

DAY = date(2026, 11, 22)

FOUND: Mapping[str, str] = {
    "TRT005": "R-002 R-004",
    "TRT013": "R-001 R-002 R-004 R-005",
    "RSK002": "CRIT-1",
    "RSK009": "AST-005 AST-008 AST-010",
    "RSK010": "T-005 T-007",
    "TRT008": "RTP-003 RTP-005 RTP-009",
    "DOC004": "POL-005",
    "POL005": "POL-005",
    "POL007": "EXC-2026-005 CMT-2 CMT-3",
    "EXC004": "A.5.17 A.8.7 A.8.23",
    "OBJ007": "OBJ-2026-04 OBJ-2026-06 OBJ-2026-09",
    "AST002": "AST-003 AST-015",
    "SUP006": "SUP-005 SUP-007",
    "LEG005": "LR-006 LR-019 LR-022",
    "EVD004": "A.5.10",
}
"""Rule -> records that its findings name, among others."""

VACANT = {
    "BCM Lead",
    "CEO",
    "CFO",
    "Facilities Lead",
    "Head of Engineering",
    "Head of Ops",
    "Head of Sales",
    "Legal",
    "Marketing Lead",
    "PMO Lead",
    "Procurement Lead",
}
SILENT = {"TRT014": "R-006"}


@pytest.fixture
def folder(samples: Path) -> Path:
    return samples / "inputs" / "cenedril-registers"


@cache
def system(folder: Path) -> Isms:
    return confirmed(imported(folder, DAY))


@cache
def report(folder: Path) -> Report:
    return audit(system(folder))


def named(found: Report, code: str) -> set[str]:
    """All records that the single findings of a rule name."""
    return {ref for each in found.findings if each.code == code and not each.systemic for ref in each.records}


@pytest.mark.parametrize("code", FOUND)
def test_rule_finds_these_rows_once_the_firm_has_said_what_it_means(folder: Path, code: str) -> None:
    assert named(report(folder), code) >= set(FOUND[code].split())


def test_levels_are_held_against_the_firms_own_bands(folder: Path) -> None:
    risks = {ref for code in ("RSK004", "RSK005") for ref in named(report(folder), code) if ref.startswith("R-")}
    assert risks == {f"R-00{number}" for number in range(1, 8)}


def test_roles_that_nobody_holds_are_named(folder: Path) -> None:
    vacant = {each.records[0] for each in report(folder).findings if each.code == "ROL001" and not each.systemic}
    titles = {each.title for each in system(folder).all(Role) if each.ref in vacant}
    assert titles >= VACANT
    assert not titles & {"Information Security Officer", "Data Protection Officer", "IT Operations Lead", "HR Lead"}


@pytest.mark.parametrize("code", SILENT)
def test_rule_falls_silent_once_the_criteria_accept_it(folder: Path, code: str) -> None:
    assert not named(report(folder), code) & set(SILENT[code].split())
