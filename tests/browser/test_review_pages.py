"""A management review from its plan to its approval, and metrics from adoption to a reading, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.served import Served
from tests.browser.watching import (
    Watched,
    signed_in,
    sound_in_every_dress,
)

pytestmark = pytest.mark.browser

MANAGER, HEAD = "tobias.fenwick-adeyemi@ottermere.example", "orlaith.brannock@ottermere.example"


@pytest.fixture(scope="module")
def review(browser: Browser, demo: Served) -> Iterator[str]:
    """The address of a review that was planned in a line."""
    context = signed_in(browser, demo, MANAGER)
    page = Watched(context).open(f"{demo.address}/reviews/")
    page.get_by_label("Title").fill("Winter review")
    page.get_by_label("Planned for").fill("2026-12-10")
    page.get_by_role("button", name="Plan it").click()
    page.wait_for_url(re.compile(r"/reviews/REV-\d+/$"))
    yield page.url
    context.close()


def test_every_page_of_a_review_is_sound_in_both_themes_and_on_a_phone(
    browser: Browser, demo: Served, review: str
) -> None:
    context = signed_in(browser, demo, MANAGER)
    pages = {
        "review": review,
        "meeting": f"{review}meeting/9.3.2.f/",
        "figure": f"{review}figure/?key=risks+open",
        "approved": f"{demo.address}/reviews/REV-2/",
    }
    sound_in_every_dress(Watched(context), {f"review-{name}": address for name, address in pages.items()})
    context.close()


def test_a_meeting_goes_from_input_to_input_and_top_management_approves_it(
    browser: Browser, demo: Served, review: str
) -> None:
    context = signed_in(browser, demo, MANAGER)
    page = Watched(context).open(f"{review}meeting/9.3.2.a/")
    page.get_by_label("What was said about it").fill("The racks keep their day.")
    page.get_by_role("button", name=re.compile("and on to b")).click()
    page.wait_for_url(re.compile(r"/meeting/9\.3\.2\.b/$"))
    page.get_by_label("Decision", exact=True).fill("A second boat for the outer gauges")
    page.get_by_label("Type").select_option("resources")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("A second boat for the outer gauges").wait_for()
    page.goto(review)
    page.locator("#attendance summary").click()
    page.get_by_label("Present").fill("PER-1; PER-2")
    page.locator("#attendance").get_by_role("button", name="Write it down").click()
    page.get_by_text("Before it can be approved").wait_for()
    conclusion = page.locator("#conclusion")
    for verdict in ("Suitable", "Adequate", "Effective"):
        conclusion.get_by_label(verdict).select_option("yes")
    conclusion.get_by_role("button", name="Write it down").click()
    page.get_by_role("heading", name="Before it can be approved").wait_for(state="detached")
    page.get_by_role("button", name="a need for resources").click()
    page.wait_for_url(re.compile(r"/registers/resource_need/RES-\d+/$"))
    context.close()
    context = signed_in(browser, demo, HEAD)
    page = Watched(context).open(review)
    page.get_by_role("link", name="Approve the review").click()
    page.get_by_role("button", name="Approve the review").click()
    page.get_by_text("its figures are frozen at journal entry").wait_for()
    page.goto(review)
    page.get_by_text("Its figures are frozen").wait_for()
    expect(page.get_by_text("Change what was reported")).to_have_count(0)
    context.close()


def test_a_ready_metric_is_adopted_and_its_first_reading_names_what_it_counted(browser: Browser, demo: Served) -> None:
    context = signed_in(browser, demo, MANAGER)
    page = Watched(context).open(f"{demo.address}/metrics/ready/")
    row = page.locator("article.ready", has=page.get_by_role("heading", name="Actions overdue", exact=True))
    row.locator("summary").click()
    row.get_by_role("button", name=re.compile("Adopt")).click()
    page.wait_for_url(re.compile(r"/metrics/of/MET-\d+/$"))
    page.goto(f"{demo.address}/metrics/")
    page.get_by_role("button", name="Take today's readings").click()
    page.get_by_text(re.compile(r"RDG-\d+ for MET-\d+ Actions overdue")).wait_for()
    context.close()
