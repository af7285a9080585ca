"""The calendar, continuity, weaknesses, needs and messages in a browser, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.firm import without_scripts
from tests.browser.served import Served
from tests.browser.watching import Watched, no_axe_violations, signed_in

pytestmark = pytest.mark.browser

MANAGER = "tobias.fenwick-adeyemi@ottermere.example"


def test_a_late_task_is_written_down_where_it_stands_in_the_list(browser: Browser, demo: Served) -> None:
    watched = Watched(signed_in(browser, demo, MANAGER))
    page = watched.open(f"{demo.address}/registers/activity/TASK-6/change/")
    page.get_by_label("Every", exact=True).fill("day")
    page.locator("main form button[type=submit]", has_text=re.compile("^Save$")).last.click()
    page.wait_for_url(re.compile(r"/registers/activity/TASK-6/$"))
    watched.open(f"{demo.address}/controls/calendar/")
    page.locator("#task-TASK-6").get_by_role("link", name="Write it down").click()
    form = page.locator("#run-TASK-6 form")
    form.get_by_label("Remark").fill("Nobody had left")
    no_axe_violations(page)
    form.get_by_role("button", name="Keep it").click()
    page.locator(".message", has_text="TASK-6 was done").wait_for()
    assert page.url == f"{demo.address}/controls/calendar/"
    assert not watched.complaints


def test_without_scripts_a_failure_leads_to_what_follows(browser: Browser, demo: Served) -> None:
    page = without_scripts(browser, demo, MANAGER).new_page()
    page.goto(f"{demo.address}/controls/calendar/TASK-1/done/")
    page.get_by_label("failed").check()
    page.get_by_label("Remark").fill("The vault was full")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile(r"/controls/calendar/runs/DONE-\d+/follow/"))
    page.get_by_label("In one line").fill("Make room in the vault")
    page.get_by_label("Who answers for it").select_option("ROLE-10")
    page.get_by_label("By", exact=True).fill("2031-01-31")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url(re.compile(r"/registers/activity_run/DONE-\d+/$"))
    expect(page.locator(".message", has_text=re.compile(r"ACT-\d+ answers DONE-\d+")).first).to_be_visible()
