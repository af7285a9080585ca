"""No act needs a script: whoever switched JavaScript off works all the same, only plainer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.firm import without_scripts
from tests.browser.served import Served

pytestmark = pytest.mark.browser

MANAGER = "tobias.fenwick-adeyemi@ottermere.example"
DIRECTOR = "sunniva.kjelle@ottermere.example"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button or follow a link of the page."""
    main = page.get_by_role("main")
    with page.expect_navigation():
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()


def said(page: Page, words: str | re.Pattern[str]) -> None:
    """Fail where the page does not say so."""
    told = page.locator(".message").filter(has_text=words)
    assert told.count(), f"{page.url} does not say “{words}”: {page.get_by_role('main').inner_text()[:800]}"


def test_a_risk_is_added_changed_found_and_the_manager_signs_out(demo: Served, browser: Browser) -> None:
    context = without_scripts(browser, demo, MANAGER)
    page = context.new_page()
    page.goto(f"{demo.address}/registers/risk/")
    press(page, re.compile("^Add$"))
    page.get_by_label("Title", exact=True).fill("The river gauge is painted over")
    page.get_by_label("Risk owner").select_option("PER-2")
    page.locator("main form button[type=submit]", has_text=re.compile("^Save$")).last.click()
    page.wait_for_url(re.compile(r"/registers/risk/R-\d+/"))
    said(page, re.compile(r"R-\d+"))
    press(page, "Change")
    page.get_by_label("Category").fill("Field work")
    page.locator("main form button[type=submit]", has_text=re.compile("^Save$")).last.click()
    page.wait_for_load_state()
    assert "Field work" in page.get_by_role("main").inner_text()
    page.goto(f"{demo.address}/registers/risk/")
    page.get_by_label(re.compile("Words or a reference")).fill("painted over")
    press(page, re.compile("^(Show|Filter|Search)$"))
    found = page.locator("main table tbody tr")
    assert found.count() == 1
    assert "The river gauge is painted over" in found.inner_text()
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/login/"))
    context.close()


def test_a_document_is_begun_by_one_and_approved_by_another(demo: Served, browser: Browser) -> None:
    context = without_scripts(browser, demo, MANAGER)
    page = context.new_page()
    page.goto(f"{demo.address}/documents/templates/")
    press(page, re.compile("^Change management procedure"))
    page.get_by_label("Title", exact=True).fill("How we change what runs")
    press(page, "Begin this document")
    said(page, "a draft until somebody other than you approves it")
    version = re.search(r"/documents/versions/([^/]+)/", page.url)
    assert version, page.url
    context.close()

    context = without_scripts(browser, demo, DIRECTOR)
    page = context.new_page()
    page.goto(f"{demo.address}/documents/versions/{version[1]}/")
    press(page, "Approve")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    said(page, "is in force from")
    context.close()
