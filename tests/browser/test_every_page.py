"""Every page that a person can reach, as an administrator of the imaginary company: both themes, wide and on a phone.

The pages are found as people find them, by following links. One page of each kind of address is looked at closely; what
the router has and no link reaches fails the test, so a page nobody can find does not stay unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import ADMINISTRATOR
from tests.browser.served import Served
from tests.browser.watching import Watched, signed_in, sound_in_every_dress

pytestmark = pytest.mark.browser

LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter((each) => !each.hasAttribute("download")).map((each) => each.href)"""
MOST = 400
NO_PAGES = {
    "home:palette": "JSON for the palette",
    "records:suggest": "JSON for the suggestions of a field",
    "choose-day": "takes a form",
    "choose-theme": "takes a form",
}
"""Named addresses that answer with no page of their own, or only to a form, and why."""


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


@pytest.fixture(scope="module")
def pages(administrator: BrowserContext, demo: Served) -> dict[str, str]:
    """One path for each named address that links lead to."""
    watched = Watched(administrator)
    waiting, seen, found = ["/"], {"/"}, dict[str, str]()
    visited = 0
    while waiting and visited < MOST:
        path = waiting.pop(0)
        name = shape(path.partition("?")[0])
        if not name or name in found:
            continue
        if not _is_page(watched, demo.address + path):
            found[name] = ""
            continue
        found[name] = path
        visited += 1
        for link in watched.page.evaluate(LINKS):
            if link.startswith(demo.address):
                there = link.removeprefix(demo.address).partition("#")[0]
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
    watched.page.close()
    return found


def _is_page(watched: Watched, address: str) -> bool:
    """Whether an address answers with a page and not with a file; it is left open if so."""
    head = watched.page.request.get(address, max_redirects=5)
    if "text/html" not in head.headers.get("content-type", "") or "attachment" in head.headers.get(
        "content-disposition", ""
    ):
        return False
    watched.page.goto(address)
    return True


def named(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every named address of the router."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inside = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from named(each, inside)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{prefix}{each.name}"


def test_every_page_is_sound_in_both_themes_and_on_a_phone(
    pages: dict[str, str], administrator: BrowserContext, demo: Served
) -> None:
    assert len([each for each in pages.values() if each]) > 20, "the links were followed"
    shown = {name.replace(":", "-"): demo.address + path for name, path in pages.items() if path}
    sound_in_every_dress(Watched(administrator), shown)
