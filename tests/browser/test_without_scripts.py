"""No act needs a script: whoever switched JavaScript off works all the same, only plainer."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.firm import without_scripts
from tests.browser.served import Served, plumbline

pytestmark = pytest.mark.browser

MANAGER = "tobias.fenwick-adeyemi@ottermere.example"
DIRECTOR = "sunniva.kjelle@ottermere.example"
NEW_RISK = "/registers/risk/new/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button or follow a link of the page."""
    main = page.get_by_role("main")
    with page.expect_navigation():
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()


def said(page: Page, words: str | re.Pattern[str]) -> None:
    """Fail where the page does not say so."""
    told = page.locator(".message").filter(has_text=words)
    expect(told.first, f"{page.url} says “{words}”").to_be_visible()


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
    expect(page.get_by_role("main")).to_contain_text("Field work")
    page.goto(f"{demo.address}/registers/risk/")
    page.get_by_label(re.compile("Words or a reference")).fill("painted over")
    press(page, re.compile("^(Show|Filter|Search)$"))
    found = page.locator("main table tbody tr")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("The river gauge is painted over")
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/login/"))
    context.close()


def test_two_clicks_at_the_same_moment_make_one_record(demo: Served) -> None:
    """Where no script stops the second click, the server leads it to what the first one made."""
    session = "=".join(demo.session_of(MANAGER))
    form = urlopen(Request(f"{demo.address}{NEW_RISK}", headers={"Cookie": session}), timeout=60)
    cookies = [session, *(each.partition(";")[0] for each in form.headers.get_all("Set-Cookie", []))]
    hidden = dict(HIDDEN.findall(form.read().decode()))
    sent = urlencode({**hidden, "title": "The tide table is last year's", "owner": "PER-2"}).encode()
    headers = {"Cookie": "; ".join(cookies), "Referer": f"{demo.address}{NEW_RISK}"}

    def click(_: int) -> str:
        with urlopen(Request(f"{demo.address}{NEW_RISK}", sent, headers), timeout=60) as answer:
            return str(answer.url)

    with ThreadPoolExecutor(2) as two:
        first, second = two.map(click, range(2))
    assert re.fullmatch(rf"{demo.address}/registers/risk/R-\d+/", first)
    assert first == second
    listed = plumbline(demo.home, "register", "risk", "--format", "json")
    assert listed.count("The tide table is last year's") == 1


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
