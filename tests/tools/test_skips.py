"""A skipped test is said, and under CI it is a failure unless somebody wrote down that it is expected."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Literal, cast

import pytest

from tools import skips
from tools.skips import SkipGate, is_allowed


def report(test: str, reason: str, outcome: Literal["passed", "skipped"] = "skipped") -> pytest.TestReport:
    told = ("tests/test_x.py", 7, f"Skipped: {reason}") if outcome == "skipped" else None
    return pytest.TestReport(test, ("tests/test_x.py", 7, test), {}, outcome, told, "call")


def finish(gate: SkipGate) -> int:
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK)
    gate.pytest_sessionfinish(cast(pytest.Session, session))
    return int(session.exitstatus)


@pytest.fixture
def short_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "allowed_skips.txt"
    place.write_text("# why\nbecause no samples  # not ours\ntests/test_old.py\n")
    monkeypatch.setattr(skips, "ALLOWED", place)


@pytest.mark.usefixtures("short_list")
def test_an_unexpected_skip_fails_the_run_under_ci_only(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = SkipGate(None)
    gate.pytest_runtest_logreport(report("tests/test_x.py::test_a", "too lazy"))
    monkeypatch.delenv("CI", raising=False)
    assert finish(gate) == 0
    monkeypatch.setenv("CI", "true")
    assert finish(gate) == 1
    assert gate.unexpected() == ["tests/test_x.py::test_a"]


@pytest.mark.usefixtures("short_list")
def test_an_expected_skip_passes_under_ci_and_is_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CI", "true")
    gate = SkipGate(tmp_path / "note.txt")
    gate.pytest_runtest_logreport(report("tests/test_x.py::test_a", "no samples on this machine"))
    gate.pytest_runtest_logreport(report("tests/test_x.py::test_b", "", "passed"))
    assert finish(gate) == 0
    assert (tmp_path / "note.txt").read_text() == "tests/test_x.py::test_a: no samples on this machine\n"


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("tests/test_old.py", True),
        ("tests/test_old.py::test_a", True),
        ("tests/test_old.py::test_a[1]", True),
        ("tests/test_older.py::test_a", False),
        ("tests/test_new.py::test_a", False),
    ],
)
def test_a_line_names_a_file_or_a_test_but_never_its_neighbour(test: str, expected: bool) -> None:
    assert is_allowed(test, "some reason", ["tests/test_old.py"]) is expected
