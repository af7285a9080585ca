"""Every page that a person can reach, as an administrator of the imaginary company: both themes, wide and on a phone.

The pages are found as people find them, by following links; one page of each kind of address is looked at closely. What
an administrator has no link to is looked at in the stories of the people who have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import ADMINISTRATOR
from tests.browser.served import Served
from tests.browser.watching import Watched, signed_in, wrong_with

pytestmark = pytest.mark.browser

LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter((each) => !each.hasAttribute("download")).map((each) => each.href)"""
MOST = 400


@pytest.fixture(scope="module")
def administrator(browser: Browser, demo: Served) -> Iterator[BrowserContext]:
    """A browser in which the administrator is signed in."""
    context = signed_in(browser, demo, ADMINISTRATOR)
    yield context
    context.close()


def shape(path: str) -> str:
    """The named address of a path, with the kind of record where that makes another page; empty for a stranger."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.view_name or found._func_path


@dataclass
class Walk:
    """What was seen on the way: one path for each named address that links lead to, and what is wrong with its page."""

    pages: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(administrator: BrowserContext, demo: Served) -> Walk:
    """Follow the links, and look closely at each page that is opened on the way."""
    watched = Watched(administrator)
    waiting, seen, found = ["/"], {"/"}, Walk()
    while waiting and len(found.pages) < MOST:
        path = waiting.pop(0)
        name = shape(path.partition("?")[0])
        if not name or name in found.pages:
            continue
        links = _looked_at(watched, demo.address + path, name.replace(":", "-"), found)
        found.pages[name] = path if links is not None else ""
        for link in links or ():
            there = link.removeprefix(demo.address).partition("#")[0]
            if link.startswith(demo.address) and there not in seen:
                seen.add(there)
                waiting.append(there)
    watched.page.close()
    return found


def _looked_at(watched: Watched, address: str, name: str, found: Walk) -> list[str] | None:
    """The links of a page, after it was looked at; None for an address that answers with a file."""
    head = watched.page.request.get(address, max_redirects=5)
    if "text/html" not in head.headers.get("content-type", "") or "attachment" in head.headers.get(
        "content-disposition", ""
    ):
        return None
    found.wrong += wrong_with(watched, address, name)
    return list(watched.page.evaluate(LINKS))


def test_every_page_is_sound_in_both_themes_and_on_a_phone(walk: Walk) -> None:
    assert len([each for each in walk.pages.values() if each]) > 20, "the links were followed"
    assert not walk.wrong, "\n".join(walk.wrong)
