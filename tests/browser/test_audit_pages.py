"""An audit in the browser: a sample drawn again by another, a finding, what answers it; every page looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.firm import Colleague
from tests.browser.served import Served, plumbline
from tests.browser.watching import Watched, signed_in, sound_in_every_dress

pytestmark = pytest.mark.browser

LEAD = "casimir.lindqvist-doyle@lindqvist-audit.example"
OTHER = "niamh.corradan@ottermere.example"
READS_ONLY = "femi.olorunsola@ottermere.example"


@pytest.fixture(scope="module")
def walked(browser: Browser, demo: Served) -> Iterator[dict[str, str]]:
    """Addresses of an audit whose checklist was made, of a sample drawn for it, and of a finding raised in it."""
    context = signed_in(browser, demo, LEAD)
    watched = Watched(context)
    page = watched.open(f"{demo.address}/audits/programme/")
    page.get_by_role("link", name=re.compile("AUD-4")).first.click()
    page.get_by_role("button", name="Make the checklist").click()
    page.get_by_text("working papers are ready").wait_for()
    audit = page.url
    sample = draw(watched.open(f"{demo.address}/audits/populations/new/"))
    page = watched.open(audit)
    page.locator("table.papers tbody a").first.click()
    paper = page.url
    page.get_by_label("What was seen and heard").fill("Two of three agreements were signed after the service began.")
    page.get_by_label("minor nonconformity").check()
    page.get_by_label("Samples").fill("SMP-3")
    page.get_by_role("button", name="Save and raise a finding").click()
    page.get_by_label("Title").fill("Services begin before the agreement")
    page.get_by_label("Gap").fill("Nothing stops a service from being used without an agreement.")
    page.get_by_role("button", name="Raise it").click()
    page.get_by_text(re.compile(r"F-\d+ is raised: minor")).wait_for()
    assert not watched.complaints
    yield {"audit": audit, "sample": sample, "paper": paper, "finding": f"{paper}finding/"}
    context.close()


def draw(page: Page) -> str:
    """Freeze the suppliers and draw three of them for the audit; the address of the sample."""
    page.get_by_role("link", name="Suppliers", exact=True).click()
    page.get_by_label("How do you know that nothing is missing?").fill("The ledger of payments names no other.")
    page.get_by_role("button", name="Freeze them").click()
    page.get_by_role("link", name="Draw a sample").click()
    page.get_by_label("What is tested of each row?").fill("Was the agreement signed before the service began?")
    page.get_by_label("How many").fill("3")
    page.get_by_label("Seed").fill("Three dice: 4 1 6")
    page.get_by_label("Audit").select_option("AUD-4")
    page.get_by_role("button", name="Draw", exact=True).click()
    page.get_by_text("3 of 17 rows are drawn").wait_for()
    return page.url


def test_a_second_person_draws_the_same_rows(browser: Browser, demo: Served, walked: dict[str, str]) -> None:
    for who in (OTHER, READS_ONLY):
        page = Watched(signed_in(browser, demo, who)).open(f"{walked['sample']}again/")
        page.get_by_role("button", name="Draw again").click()
        page.get_by_role("heading", name="The same rows").wait_for()
        expect(page.locator("table.register tbody tr")).to_have_count(3)


def test_what_was_seen_of_each_row_is_typed_by_keyboard_and_said_of_the_whole(
    browser: Browser, demo: Served, walked: dict[str, str]
) -> None:
    page = Watched(signed_in(browser, demo, LEAD)).open(walked["sample"])
    for number, keys in enumerate(("Space", "ArrowRight", "Space")):
        page.locator(f"input[name='result-{number}']").first.focus()
        page.keyboard.press(keys)
    page.locator("input[name='remark-1']").fill("Signed in June, began in May.")
    page.keyboard.press("Enter")
    page.get_by_text("3 of 3 rows have a result").wait_for()
    expect(page.get_by_text("Of 3 drawn of 17, 1 was not as it should be")).to_be_visible()


def test_a_finding_is_answered_by_a_nonconformity(browser: Browser, demo: Served, walked: dict[str, str]) -> None:
    page = Watched(signed_in(browser, demo, LEAD)).open(walked["audit"])
    page.get_by_role("link", name="Open a nonconformity").first.click()
    page.get_by_label("Who answers for it from here?").select_option(index=1)
    page.get_by_role("button", name="Open it").click()
    page.get_by_text(re.compile(r"NC-\d+ is open, and F-\d+ names it")).wait_for()


def test_an_audit_under_way_is_sound_in_both_themes_and_on_a_phone(
    browser: Browser, demo: Served, walked: dict[str, str]
) -> None:
    """The other pages of audits are looked at as the lead auditor walks to them."""
    watched = Watched(signed_in(browser, demo, LEAD))
    sound_in_every_dress(watched, {f"audits-{name}": address for name, address in walked.items()})


def test_whoever_examined_their_own_work_says_at_signing_why_that_may_stand(browser: Browser, demo: Served) -> None:
    """The lead auditor looks at how audits are held: at his own of two years."""
    own = ("title=A look at our own audits", "covers=9.2", "programme=AP-2", "lead=PER-42", "planned_on=2026-11-20")
    made = json.loads(plumbline(demo.home, "--as", LEAD, "add", "audit", *own, "--format", "json"))["ref"]
    lead = Colleague(demo, "Casimir Lindqvist-Doyle", LEAD, Watched(signed_in(browser, demo, LEAD)))
    page = lead.open(f"/audits/{made}/")
    lead.press("Make the checklist")
    lead.told("1 working paper is ready")
    paper = str(page.locator("table.papers tbody a").first.get_attribute("href"))
    lead.open(paper)
    page.get_by_label("What was seen and heard").fill("The reports of three audits, and what became of their findings.")
    page.get_by_label("conforms").first.check()
    lead.press("Save")
    lead.open(f"/audits/{made}/")
    page.get_by_label("What the audit concludes").fill("Audits are planned, held and reported.")
    lead.press("Conclude the audit")
    lead.press("Sign it off")
    dressed = Watched(page.context)
    sound_in_every_dress(dressed, {"audits-conflict": page.url})
    expect(page.get_by_role("main").get_by_text("led AUD-2")).to_be_visible()
    page.get_by_label("Why it is accepted that Casimir Lindqvist-Doyle examined 9.2").fill(
        "Nobody else knows the trade."
    )
    lead.press("Sign it off")
    seen = {"signed": f"/audits/{made}/", "signed-paper": paper, "signed-record": f"/registers/audit/{made}/change/"}
    dressed = Watched(page.context)
    sound_in_every_dress(dressed, {f"audits-{name}": demo.address + path for name, path in seen.items()})
    expect(lead.open(seen["signed"]).get_by_text("Nobody else knows the trade.")).to_be_visible()
    lead.open(paper)
    expect(page.get_by_role("button", name="Save", exact=True), "what is signed is not altered").to_have_count(0)
    lead.leave()
