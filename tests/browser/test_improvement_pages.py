"""A nonconformity from a finding to its search, and a change with what it touches, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.served import Served
from tests.browser.watching import Watched, signed_in

pytestmark = pytest.mark.browser

MANAGER = "niamh.corradan@ottermere.example"
TOP = "orlaith.brannock@ottermere.example"


def test_the_search_finds_the_planted_siblings_and_writes_down_where_it_looked(browser: Browser, demo: Served) -> None:
    watched = Watched(signed_in(browser, demo, MANAGER))
    page = watched.open(f"{demo.address}/improvement/NC-7/where/")
    page.get_by_label("SUP-15 has the same fault").check()
    page.get_by_label("SAG-17 has the same fault").check()
    page.get_by_label("What came of it").fill("Two more agreements ended in the same weeks.")
    page.get_by_role("button", name="Put the search on record").click()
    page.get_by_text("SUP-15, SAG-17 joined the records at fault.").wait_for()
    page.get_by_role("link", name="Where else").click()
    expect(page.get_by_text("Same fault at")).to_contain_text("SUP-15, SAG-17")
    expect(page.get_by_role("main")).to_contain_text("Rule SUP002 over")


def test_a_finding_becomes_a_nonconformity_with_its_whys(browser: Browser, demo: Served) -> None:
    watched = Watched(signed_in(browser, demo, MANAGER))
    page = watched.open(f"{demo.address}/findings/?rule=SCP003")
    page.get_by_role("link", name="Open a nonconformity").first.click()
    expect(page.get_by_label("Requirement")).not_to_have_value("")
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("is open. Begin with what was put right.").wait_for()
    page.get_by_label("Correction", exact=True).fill("The page was taken down.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Why did it happen?").fill("A volunteer needed names to try it with.")
    page.get_by_label("Root cause").fill("There is no invented list for open days.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="Where else").wait_for()
    page.goto(f"{demo.address}/findings/?rule=SCP003")
    page.get_by_text("is open about it").wait_for()


def test_top_management_sees_what_a_change_touches_before_it_is_approved(browser: Browser, demo: Served) -> None:
    manager = Watched(signed_in(browser, demo, MANAGER))
    page = manager.open(f"{demo.address}/changes/CHG-6/")
    page.get_by_role("button", name="on the list").click()
    page.get_by_text("as things stand").wait_for()
    top = Watched(signed_in(browser, demo, TOP))
    page = top.open(f"{demo.address}/changes/CHG-6/")
    page.get_by_role("link", name="Approve").click()
    expect(page.get_by_text("It stands at SITE-2.").first).to_be_visible()
    page.get_by_role("button", name="Approve the change").click()
    page.get_by_text("is approved by").wait_for()
    page = manager.open(f"{demo.address}/changes/CHG-6/")
    page.get_by_role("button", name="Work has begun").click()
    page.get_by_text("is under way").first.wait_for()
    page.get_by_label("SITE-2", exact=True).check()
    page.get_by_label("Of those that are ticked").fill("The workshop itself stays as it is.")
    page.get_by_role("button", name="Waive with this reason").click()
    page.get_by_text("SITE-2: waived.").wait_for()
