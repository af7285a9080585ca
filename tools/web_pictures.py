"""Pictures of the web application, taken of the imaginary company as its ISMS manager sees it.

The demo is told in a home of its own, served, and looked at by Chromium. The clock stands still, so the same code gives
the same pictures up to the last pixel of a letter's edge.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.served import Served, plumbline, serving
from tools.small_png import small

NOW = "2026-11-23T09:00:00+00:00"
MANAGER = "tobias.fenwick-adeyemi@ottermere.example"
WIDE, PHONE = (1360, 860), (390, 780)


@dataclass(frozen=True)
class Shot:
    """A picture to be taken."""

    name: str
    path: str
    theme: str = "light"
    size: tuple[int, int] = WIDE


SHOTS = (
    Shot("today", "/"),
    Shot("today-dark", "/", theme="dark"),
    Shot("today-phone", "/", size=PHONE),
    Shot("path", "/path/"),
    Shot("findings", "/findings/"),
    Shot("risks", "/registers/risk/"),
    Shot("record", "/registers/risk/R-7/"),
    Shot("statement", "/soa/"),
    Shot("matrix", "/risk/"),
)


class NoBrowserError(RuntimeError):
    """There is no Chromium to take pictures with."""


def take(images: Path) -> None:
    """Write the pictures to a folder. Raises NoBrowserError."""
    with tempfile.TemporaryDirectory() as place, _at(NOW):
        home = Path(place) / "home"
        plumbline(home, "demo")
        with serving(home) as served, _browser() as browser:
            cookies = {served.session_of(MANAGER)}
            for shot in SHOTS:
                (images / f"{shot.name}.png").write_bytes(small(_taken(browser, served, shot, dict(cookies))))


def _taken(browser: Browser, served: Served, shot: Shot, cookies: dict[str, str]) -> bytes:
    width, height = shot.size
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    held = {**cookies, "theme": shot.theme}
    context.add_cookies([{"name": key, "value": value, "url": served.address} for key, value in held.items()])
    page = context.new_page()
    page.goto(served.address + shot.path, wait_until="networkidle")
    png = page.screenshot()
    context.close()
    return png


@contextmanager
def _browser() -> Iterator[Browser]:
    found = next((place for name in CHROMIUM if (place := shutil.which(name))), None)
    if found is None:
        raise NoBrowserError("The pictures are taken with Chromium. Install it, then try again.")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@contextmanager
def _at(moment: str) -> Iterator[None]:
    """Let the processes that are started believe that it is this moment."""
    before = os.environ.get("PLUMBLINE_NOW")
    os.environ["PLUMBLINE_NOW"] = moment
    try:
        yield
    finally:
        if before is None:
            del os.environ["PLUMBLINE_NOW"]
        else:
            os.environ["PLUMBLINE_NOW"] = before
