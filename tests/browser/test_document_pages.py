"""A version from its first word to its review: pages that exist only while a draft is under way, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ADMINISTRATOR
from tests.browser.served import Served
from tests.browser.watching import (
    Watched,
    signed_in,
    sound_in_every_dress,
)

pytestmark = pytest.mark.browser

REVIEWER = "tobias.fenwick-adeyemi@ottermere.example"


@pytest.fixture(scope="module")
def draft(browser: Browser, demo: Served) -> Iterator[str]:
    """The address of a new version of the security policy, written and sent to review in the browser."""
    context = signed_in(browser, demo, ADMINISTRATOR)
    page = Watched(context).open(f"{demo.address}/documents/DOC-1/begin/")
    page.get_by_label("What changes, and why").fill("Who stands in is named")
    page.get_by_role("button", name="Begin to write").click()
    page.wait_for_url(re.compile(r"/write/$"))
    yield page.url.removesuffix("write/")
    context.close()


def write_and_send(page: Page) -> None:
    text = page.get_by_role("textbox", name="Text")
    text.fill("## Who decides\n\nThe managing director decides; **the head of operations** stands in.\n")
    page.locator("#preview strong", has_text="the head of operations").wait_for()
    page.get_by_role("button", name="Save and send to review").click()
    page.get_by_role("checkbox", name="Tobias Fenwick-Adeyemi").check()
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("1 asked").wait_for()


def test_a_draft_is_written_with_its_preview_beside_it_and_reviewed_by_another(
    browser: Browser, demo: Served, draft: str
) -> None:
    author = Watched(signed_in(browser, demo, ADMINISTRATOR))
    write_and_send(author.open(f"{draft}write/"))
    assert not author.complaints
    reviewer = Watched(signed_in(browser, demo, REVIEWER))
    today = reviewer.open(f"{demo.address}/")
    expect(today.get_by_text("review this version")).to_have_count(1)
    page = reviewer.open(f"{draft}verdict/")
    page.get_by_label("I ask for changes").check()
    page.get_by_label("Remark").fill("Name the deputy too.")
    page.get_by_role("button", name="Put on record").click()
    page.get_by_text("Name the deputy too.").wait_for()
    again = author.open(f"{draft}write/")
    body = again.get_by_role("textbox", name="Text")
    body.fill(f"{body.input_value()}\nThe deputy signs.\n")
    again.get_by_role("button", name="Save and send to review").click()
    again.get_by_role("button", name="Ask them").click()
    page = reviewer.open(f"{draft}verdict/")
    expect(page.get_by_role("heading", name="Changed since your last round")).to_be_visible()
    expect(page.locator("ins", has_text="The deputy signs.")).to_be_visible()


def test_the_pages_of_a_draft_are_sound_in_both_themes_and_on_a_phone(
    browser: Browser, demo: Served, draft: str
) -> None:
    names = ("", "write/", "review/", "verdict/")
    watched = Watched(signed_in(browser, demo, REVIEWER))
    sound_in_every_dress(watched, {f"documents-draft-{each.strip('/') or 'read'}": draft + each for each in names})
