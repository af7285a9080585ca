"""Walking the product by its links, without a browser: what each address answers, and of what its page is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

from tests.browser.served import Served

CLASSED = re.compile(r'<([a-z][a-z0-9-]*)\b[^>]*?\bclass="([^"]*)"')
ANCHOR, HREF = re.compile(r"<a\b([^>]*)>"), re.compile(r'\bhref="([^"]*)"')
ID, ACTION = re.compile(r'\bid="([^"]+)"'), re.compile(r'<form\b[^>]*\baction="(/[^"]*)"')
MOST_HOPS = 5
OF_ALL_KINDS = frozenset({"records:register", "records:record", "records:history"})


@dataclass(frozen=True)
class Answer:
    """What an address answered: where it led in the end, and the page, empty for a file or a part of a page."""

    name: str
    path: str
    status: int
    page: str

    @property
    def forms(self) -> frozenset[tuple[str, str]]:
        """Each tag with its classes: what a page is put together from, whatever it tells."""
        return frozenset(CLASSED.findall(self.page))

    def links(self) -> Iterator[str]:
        """The paths of this server that its links lead to; not what they offer to keep as a file."""
        for rest in ANCHOR.findall(self.page):
            if " download" not in rest and (found := HREF.search(rest)):
                there = urljoin(self.path, unescape(found[1])).partition("#")[0]
                if there.startswith("/"):
                    yield there

    def dead_ends(self) -> Iterator[str]:
        """Links without an end, or to a part that the page has not, and forms that are sent nowhere."""
        ids = {"", *ID.findall(self.page)}
        for rest in ANCHOR.findall(self.page):
            found = HREF.search(rest)
            if found is None or found[1] in ("", "#"):
                yield f"a link to nothing: {rest.strip()[:80]}"
            elif found[1].startswith("#") and found[1][1:] not in ids:
                yield f"a link to a part that is not there: {found[1]}"
        yield from (f"a form sent nowhere: {to}" for to in ACTION.findall(self.page) if not name_of(unescape(to)))


@cache
def name_of(path: str) -> str:
    """The name of the address that a path is of; empty where it is of none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def asked(request: APIRequestContext, served: Served, path: str) -> Answer:
    """What an address answers to a GET."""
    answer = request.get(served.address + path, max_redirects=MOST_HOPS)
    led = answer.url.removeprefix(served.address)
    is_html = "text/html" in answer.headers.get("content-type", "")
    kept = "attachment" in answer.headers.get("content-disposition", "")
    text = answer.text() if is_html and not kept else ""
    return Answer(name_of(led), led, answer.status, text if "<html" in text else "")


@cache
def with_its_register(path: str) -> str:
    """The name of an address, for a record or a register with its kind: each has panels and fields of its own."""
    found = resolve(urlsplit(path).path)
    return f"{found.view_name} {found.kwargs['kind']}" if found.view_name in OF_ALL_KINDS else found.view_name


def walked(
    request: APIRequestContext, served: Served, apart: Callable[[str], str] = name_of
) -> Iterator[tuple[str, str, Answer]]:
    """Follow the links from Today: where a link was, where it leads and what came; one of those that are not apart."""
    waiting, seen, met = [("", "/")], {"/"}, set[str]()
    while waiting:
        there, path = waiting.pop(0)
        if not name_of(path) or (which := apart(path)) in met:
            continue
        met.add(which)
        answer = asked(request, served, path)
        yield there, path, answer
        for link in answer.links():
            if link not in seen:
                seen.add(link)
                waiting.append((path, link))
