"""What every page of the browser tests is watched for: errors, the content security policy, reach, room, contrast."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from playwright.sync_api import TimeoutError as TookTooLongError

from tests.browser.served import Served

WIDE, PHONE = {"width": 1400, "height": 950}, {"width": 390, "height": 844}
PICTURE_TAKES, QUALITY = 10_000, 85
"""Milliseconds after which a picture is asked for anew, and how good it is: a JPEG is drawn in half the time."""
PICTURES = Path(__file__).resolve().parents[2] / "build" / "screens"
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter((each) => {
    const box = each.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= room + 1) return false;
    for (let at = each.parentElement; at; at = at.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return false;
    }
    return getComputedStyle(each).position !== "fixed";
  });
  return document.documentElement.scrollWidth > room + 1 ? wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 160)) : [];
}"""
CLIPPED = """() => [...document.querySelectorAll(
  "h1, h2, h3, p, td, th, dd, label, button, a.btn, legend"
)].filter((each) => {
  const style = getComputedStyle(each);
  const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  const seen = each.getClientRects().length && !each.closest(".visually-hidden, [popover], dialog");
  const quiet = each.matches(".visually-hidden") || style.textOverflow === "ellipsis" || style.clipPath !== "none";
  const cut = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
  return seen && hides && !quiet && cut;
}).slice(0, 3).map((each) => each.outerHTML.slice(0, 160))"""

ASKED = {"resultTypes": ["violations"], "preload": False, "selectors": False}
"""How axe-core is asked: without what only tells where in the page, and loading styles once more."""
WHOLE = "(rules) => axe.run(rules)"
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""What axe-core asks of colours. A theme changes nothing else, so the second of an open page is asked this alone."""
ONE_OF_A_KIND = """async ([rules, known]) => {
  const digest = (text) => { // FNV-1a, twice
    let [one, other] = [0x811c9dc5, 0x9dc5811c];
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
      other = Math.imul(other ^ text.charCodeAt(at), 0x01000193);
    }
    return `${one >>> 0}-${other >>> 0}`;
  };
  const style = (each) => (each.href ? new URL(each.href).pathname : each.ownerNode.textContent);
  const styles = [...document.styleSheets].map(style);
  const own = new RegExp(
    "^(id|for|name|value|href|src|title|d|datetime|content|action|max|min|placeholder|form|list|popovertarget|hx-.*|" +
      "aria-(label.*|describedby|controls)|data-(draft.*|head|source|suggest|since|until|job|options-url))$"
  );
  const paths = new Map([[null, digest([innerWidth, ...styles].join(" "))]]);
  const path = (each) => {
    if (!paths.has(each)) {
      const like = [...each.attributes].filter((one) => !own.test(one.name)).map((one) => `${one.name}=${one.value}`);
      paths.set(each, digest(`${path(each.parentElement)} > ${each.tagName} ${like.sort().join(" ")}`));
    }
    return paths.get(each);
  };
  const [kinds, before] = [new Map(), new Set(known)];
  for (const each of document.body.querySelectorAll("*")) {
    const says = [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!says && !each.matches("input, select, textarea")) continue;
    if (each.checkVisibility() && !kinds.has(path(each)) && !before.has(path(each))) kinds.set(path(each), each);
  }
  const found = kinds.size ? await axe.run({ include: [...kinds.values()] }, rules) : { violations: [] };
  return { violations: found.violations, kinds: [...kinds.keys()] };
}"""
"""Asks of one element of each kind that says something: those that are put together alike, all the way up and but for
what is each one's own, are of colours alike, on every page with the same styles."""
SOUND_KINDS = set[str]()
"""The kinds that were asked about on a page without a fault; the theme is part of a kind, as an attribute of `html`."""
NIGHTLY = os.environ.get("PLUMBLINE_NIGHTLY") == "1"
"""The night asks every element of every page in both themes."""

DRESS = """async (theme) => {
  const meta = document.querySelector('meta[name="color-scheme"]');
  if (meta) meta.content = theme;
  if (document.documentElement.dataset.bsTheme !== theme) document.documentElement.dataset.bsTheme = theme;
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  for (const each of document.getAnimations()) {
    if (each.timeline && !(each.timeline instanceof DocumentTimeline)) continue; // goes with scrolling, not with time
    try { each.finish(); } catch { each.cancel(); }
  }
}"""


def signed_in(
    browser: Browser, served: Served, who: str, *, phone: bool = False, theme: str = "light"
) -> BrowserContext:
    """A browser of their own in which somebody is signed in."""
    name, value = served.session_of(who)
    context = browser.new_context(
        viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]  # a width and a height
        reduced_motion="reduce",  # so that pictures show charts as they end up
    )
    cookies = {name: value, "theme": theme}
    context.add_cookies([{"name": key, "value": held, "url": served.address} for key, held in cookies.items()])
    return context


class Watched:
    """A page whose console is listened to."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def open(self, address: str, *, status: int = 200) -> Page:
        """Open an address; fails where the answer has another status or the browser complains."""
        self.complaints.clear()
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address} answers {answer.status}"
        self.page.wait_for_load_state("load")
        if status == 200:
            assert not self.complaints, f"{address}: {self.complaints}"
        return self.page


def no_axe_violations(page: Page) -> None:
    """Fail where axe-core finds a violation."""
    rules = {**ASKED, "rules": {rule: {"enabled": NIGHTLY} for rule in OF_COLOUR}}
    wrong = [*_violations(_asked(page, WHOLE, rules))]
    wrong += () if NIGHTLY else _faint(page)
    assert not wrong, f"{page.url}: " + "\n".join(wrong)


def no_faint_colours(page: Page) -> None:
    """Fail where axe-core finds colours of the page, in the theme it wears now, that some cannot tell apart."""
    wrong = [*_faint(page)]
    assert not wrong, f"{page.url}: " + "\n".join(wrong)


def _faint(page: Page) -> Iterator[str]:
    rules = {**ASKED, "runOnly": {"type": "rule", "values": OF_COLOUR}}
    if NIGHTLY:
        yield from _violations(_asked(page, WHOLE, rules))
        return
    found = _asked(page, ONE_OF_A_KIND, [rules, [*SOUND_KINDS]])
    if not found["violations"]:
        SOUND_KINDS.update(found["kinds"])
    yield from _violations(found)


def _asked(page: Page, how: str, what: Any) -> dict[str, Any]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: dict[str, Any] = page.evaluate(how, what)
    return found


def _violations(found: dict[str, Any]) -> Iterator[str]:
    for each in found["violations"]:
        node = each["nodes"][0]
        yield f"{each['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:200]})"


def fits_the_phone(page: Page) -> None:
    """Fail where the page scrolls sideways or clips text."""
    assert not (wide := page.evaluate(SIDEWAYS)), f"{page.url} scrolls sideways: {wide}"
    assert not (cut := page.evaluate(CLIPPED)), f"{page.url} clips text: {cut}"


def picture(page: Page, name: str, variant: str) -> None:
    """Keep a screenshot to be looked at. Once in thousands Chromium hands none over."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    to = PICTURES / f"{name}-{variant}.jpg"
    try:
        page.screenshot(path=to, quality=QUALITY, timeout=PICTURE_TAKES)
    except TookTooLongError:
        page.bring_to_front()
        page.screenshot(path=to, quality=QUALITY)


def sound_in_every_dress(watched: Watched, pages: Mapping[str, str]) -> set[str]:
    """Fail with all that is wrong with the pages (name of the pictures -> address), wide and narrow, light and dark.

    Returns the names of the addresses that the pages were at in the end.
    """
    wrong, names = list[str](), set[str]()
    for name, address in pages.items():
        wrong += wrong_with(watched, address, name)
        names.add(resolve(urlsplit(watched.page.url).path).view_name)
    watched.page.close()
    assert not wrong, "\n".join(wrong)
    return names


def wrong_with(watched: Watched, address: str, name: str) -> Iterator[str]:
    """What is wrong with a page: it is opened once, dressed in the other theme, and made as narrow as a phone."""
    try:
        watched.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a width and a height
        page = watched.open(address)
    except AssertionError as error:
        yield f"[light-wide] {error}"
        return
    for size, theme in ((WIDE, "light"), (WIDE, "dark"), (PHONE, "dark"), (PHONE, "light")):
        variant = f"{theme}-{'wide' if size is WIDE else 'phone'}"
        try:
            page.set_viewport_size(size)  # type: ignore[arg-type]  # as above
            dressed(page, theme)
            picture(page, name, variant)
            if size is PHONE:
                fits_the_phone(page)
            elif theme == "light":
                no_axe_violations(page)
            else:
                no_faint_colours(page)
            assert not watched.complaints, f"{address}: {watched.complaints}"
        except AssertionError as error:
            yield f"[{variant}] {error}"


def dressed(page: Page, theme: str) -> None:
    """Let an open page be as it is for somebody who chose this theme: at once, without colours that fade over."""
    page.evaluate(DRESS, theme)
