"""A real browser on a real server that tells the story of the imaginary company."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.served import Served, plumbline, serving

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000
"""Milliseconds that a page is given to show what is expected of it, on a machine that does other things, too."""
ADMINISTRATOR = "femi.olorunsola@ottermere.example"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as it is installed here; the test is skipped, and says so, where there is none."""
    found = next((place for name in CHROMIUM if (place := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The imaginary company, served."""
    home: Path = tmp_path_factory.mktemp("served") / "home"
    home.with_suffix(".said").write_text(plumbline(home, "demo"), "utf-8")  # the people and their password are in it
    with serving(home) as served:
        yield served
