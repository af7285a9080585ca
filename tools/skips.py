"""What a test run left out, said at its end; under CI only what tests/allowed_skips.txt expects may be left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ALLOWED = Path(__file__).resolve().parent.parent / "tests" / "allowed_skips.txt"
REASON = "because "


def allowed() -> list[str]:
    """The lines of the short list without comments: a test's id or its beginning, or `because` and a reason."""
    lines = (line.partition("#")[0].strip() for line in ALLOWED.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def is_allowed(test: str, reason: str, lines: list[str]) -> bool:
    """Whether a line names this test, its function, its file, or the beginning of its reason."""
    for line in lines:
        if line.startswith(REASON) and reason.startswith(line.removeprefix(REASON)):
            return True
        if test == line or test.startswith((f"{line}::", f"{line}[")):
            return True
    return False


class SkipGate:
    """A pytest plugin that collects the skips of a run and fails a CI run for those nobody expected."""

    def __init__(self, note: Path | None) -> None:
        self.note = note
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """An expected failure also reports itself as skipped, but it did run."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped[report.nodeid] = _reason(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file may be skipped as a whole."""
        if report.skipped:
            self.skipped[report.nodeid] = _reason(report)

    def unexpected(self) -> list[str]:
        """The skipped tests that the short list does not name."""
        lines = allowed()
        return sorted(test for test, reason in self.skipped.items() if not is_allowed(test, reason, lines))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a passed run into a failed one under CI when something was skipped that nobody expected."""
        if self.note:
            with self.note.open("a", encoding="utf-8") as file:
                file.writelines(f"{test}: {reason}\n" for test, reason in sorted(self.skipped.items()))
        if in_ci() and self.unexpected() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name every skipped test with its reason."""
        if not self.skipped:
            return
        terminalreporter.section("skipped, and why")
        unexpected = set(self.unexpected())
        for test, reason in sorted(self.skipped.items()):
            mark = "not on tests/allowed_skips.txt: " if test in unexpected else ""
            terminalreporter.line(f"{mark}{test}: {reason}")


def in_ci() -> bool:
    """Whether this run is one whose silence would be read as proof."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return "no reason given"
