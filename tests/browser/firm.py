"""A new firm in the browser: its people, each in a browser of their own, and what they do again and again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.served import Served
from tests.browser.watching import PHONE, WIDE, Watched, dressed, fits_the_phone, picture

ANSWERS = Path(__file__).resolve().parents[1] / "beginning" / "firms" / "payments.toml"
SECRET = "plum bob over granite"
COUNTED = re.compile(r"(\d+)\s+(Major|Minor)")


def code_of(secret: str) -> str:
    """What an authenticator app shows now for a secret (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time() // 30)), hashlib.sha1).digest()
    at = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[at : at + 4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


@dataclass
class Colleague:
    """Somebody of the firm at their own browser."""

    served: Served
    name: str
    email: str
    watched: Watched
    password: str = SECRET

    @classmethod
    def at(cls, browser: Browser, served: Served, name: str, email: str) -> Colleague:
        """Somebody who has never been here."""
        context = browser.new_context(
            viewport=WIDE,  # type: ignore[arg-type]  # a width and a height
            color_scheme="light",
            reduced_motion="reduce",  # so that pictures show charts as they end up
        )
        return cls(served, name, email, Watched(context))

    @property
    def page(self) -> Page:
        """What they look at."""
        return self.watched.page

    def open(self, path: str) -> Page:
        """Open a page; fails where it does not answer or the browser complains."""
        return self.watched.open(path if path.startswith("http") else self.served.address + path)

    def press(self, name: str | re.Pattern[str], *, inside: Locator | None = None) -> Page:
        """Press a button or follow a link of the page, and wait for what comes."""
        here = inside or self.page.get_by_role("main")
        meant = here.get_by_role("button", name=name).or_(here.get_by_role("link", name=name))
        with self.page.expect_navigation():
            meant.first.click()
        assert not self.watched.complaints, f"{self.page.url}: {self.watched.complaints}"
        return self.page

    def told(self, words: str | re.Pattern[str]) -> None:
        """Fail where the page does not say that something was done."""
        said = self.page.locator(".message").filter(has_text=words)
        expect(said.first, f"{self.page.url} says “{words}”").to_be_visible()

    def choose_password(self) -> None:
        """Choose a password on the page of a link."""
        for field in self.page.locator("input[type=password]").all():
            field.fill(self.password)
        self.press(re.compile("Begin|Choose this password"))
        self.page.wait_for_url("**/account/protect/")

    def findings(self) -> int:
        """How many majors and minors an auditor would write down now."""
        self.open("/findings/")
        counted = COUNTED.findall(self.page.get_by_role("main").inner_text())
        assert {grade for _, grade in counted} == {"Major", "Minor"}
        return sum(int(number) for number, _ in counted[:2])

    def look(self, name: str) -> None:
        """Keep the page as it is in both themes and at the width of a phone."""
        page, theme = self.page, self.page.locator("html").get_attribute("data-bs-theme") or "auto"
        for shown in ("light", "dark"):
            dressed(page, shown)
            picture(page, f"firm-{name}", f"{shown}-wide")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a width and a height
        fits_the_phone(page)
        picture(page, f"firm-{name}", "dark-phone")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # as above
        dressed(page, theme)

    def come_back(self, served: Served, code: str = "") -> None:
        """Sign in anew, at another run of the server, with the password and, where there is one, a recovery code."""
        self.served = served
        self.page.context.clear_cookies()
        self.open("/account/login/")
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password").fill(self.password)
        self.press(re.compile("^Sign in$"))
        if code:
            self.page.get_by_label("Code").fill(code)
            self.press("Sign in")
        expect(self.page.get_by_role("heading", name="Today", exact=True)).to_be_visible()

    def choose_day(self, day: date, *, since: date | None = None) -> None:
        """Look at a past day, or at what changed since one, by the date bar."""
        self.page.locator(".date-bar summary").click()
        if since:
            self.page.get_by_label("What changed since").fill(since.isoformat())
        else:
            self.page.get_by_label(re.compile("As it stood at the end of")).fill(day.isoformat())
        with self.page.expect_navigation():
            self.page.locator(".date-bar").get_by_role("button", name="Show").click()

    def leave(self) -> None:
        """Close the browser."""
        self.watched.page.context.close()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the servers that are started meanwhile believe that it is this moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLUMBLINE_NOW", moment.isoformat())
        yield


def answers() -> dict[str, Any]:
    """What a payment start-up of nineteen people says of itself."""
    return tomllib.loads(ANSWERS.read_text("utf-8"))


def answer(page: Page, key: str, said: Any) -> None:
    """Answer one question of the page, as its input wants it."""
    held = page.locator(f"[name='{key}']")
    kind = held.first.evaluate("each => each.type || each.tagName.toLowerCase()")
    if kind in ("radio", "checkbox"):
        for each in said if isinstance(said, list) else [said]:
            page.locator(f"[name='{key}'][value='{each}']").check()
    elif kind == "select-one":
        held.select_option(str(said))
    else:
        held.fill("\n".join(said) if isinstance(said, list) else str(said))


def without_scripts(browser: Browser, served: Served, email: str) -> BrowserContext:
    """A browser that runs no script, in which somebody is signed in."""
    context = browser.new_context(java_script_enabled=False)
    name, value = served.session_of(email)
    context.add_cookies([{"name": name, "value": value, "url": served.address}])
    return context
