"""The whole way of a new firm, from an empty home to what an auditor asks for, as its people walk it in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.firm import Colleague, answer, answers, at, code_of
from tests.browser.served import serving

pytestmark = pytest.mark.browser

RISK = "R-3"
RUNNING = (
    *("A.5.3", "A.5.17", "A.8.1", "A.8.4", "A.8.5", "A.8.13", "A.8.15", "A.8.16", "A.8.17"),
    *("A.8.24", "A.8.25", "A.8.28", "A.8.32"),
)
"""The controls that the answers of this firm state to be there already, and the backup."""


@dataclass
class Firm:
    """Two people of a start-up: who builds the system, and who answers for it."""

    founder: Colleague
    director: Colleague


def test_a_firm_goes_from_nothing_to_an_approved_statement(browser: Browser, tmp_path: Path) -> None:
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    with at(yesterday), serving(tmp_path / "home") as served:
        firm = Firm(
            Colleague.at(browser, served, "Brid Callan", "brid@coppergull.example"),
            Colleague.at(browser, served, "Mared Pugh", "mared@coppergull.example"),
        )
        codes = found_it(firm.founder)
        invite(firm)
        tell_about_it(firm.founder)
        assert firm.founder.findings() > 20, "an empty system is not called conformity"
        confirm_all(firm.founder)
        approve(firm.director, "/registers/criteria/CRIT-1/", "Put in force")
        approve(firm.director, "/registers/scope/SCOPE-1/", "Approve the scope")
        to_do = firm.founder.findings()
        firm.founder.look("findings-before")
    with serving(tmp_path / "home") as served:
        firm.founder.come_back(served, codes[1])
        firm.director.come_back(served)
        treat_a_risk(firm, RISK)
        approve_statement(firm.director)
        document = publish_policy(firm)
        for each in (firm.founder, firm.director):
            acknowledge(each, document)
        hand_in_evidence(firm.founder, RISK)
        now = firm.founder.findings()
        assert now < to_do
        firm.founder.look("findings-after")
        look_back(firm.founder, RISK, yesterday.date(), to_do)
        assert firm.founder.findings() == now
        take_it_away(firm.founder)
    firm.founder.leave()
    firm.director.leave()


def found_it(founder: Colleague) -> list[str]:
    """The one-time link, a password, and a code from an app; then the way back in with a recovery code."""
    link = re.search(r"http\S+/welcome/\S+", founder.served.said)
    assert link, founder.served.said
    page = founder.open(link[0])
    page.get_by_label("Name of the organisation").fill("Coppergull")
    page.get_by_label("Your name").fill(founder.name)
    page.get_by_label("Your e-mail address").fill(founder.email)
    founder.choose_password()
    founder.press("Set up an authenticator app")
    page.get_by_label("Code").fill(code_of(page.locator("main code").inner_text()))
    founder.press("Set it up")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    founder.open("/account/logout/")
    founder.press("Sign out")
    founder.come_back(founder.served, codes[0])
    founder.look("first-day")
    return codes


def invite(firm: Firm) -> None:
    """Whoever answers for the firm gets a link from whoever administers it, and comes in at another machine."""
    page = firm.founder.open("/access/")
    firm.founder.press("Invite somebody")
    page.get_by_label("Name, where they are new").fill(firm.director.name)
    page.get_by_label("E-mail address").fill(firm.director.email)
    page.get_by_label("May act as").select_option("top management")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").last.click()
    link = page.get_by_label(f"The link for {firm.director.name}").input_value()
    firm.director.open(link)
    firm.director.choose_password()
    firm.director.open("/")
    firm.director.open("/account/")
    again = firm.director.watched.page.request.get(link)
    assert again.status == 410, "a link works once"


def tell_about_it(founder: Colleague) -> None:
    """Twenty plain questions, answered as a payment start-up would."""
    page = founder.open("/")
    founder.press("Answer the questions")
    founder.press("Begin with the first page")
    said = answers() | {"top_management": "PER-2", "security_lead": "PER-1", "it_lead": "PER-1"}
    asked = 0
    one_or_the_other(page)
    while "/questions/" in page.url:
        here = [key for key in said if page.locator(f"[name='{key}']").count()]
        for key in here:
            answer(page, key, said[key])
        asked += len(here)
        if not asked - len(here):
            founder.look("questions")
        founder.press(re.compile("Keep and (go on|see the proposals)"))
    assert asked == len(said), "every answer had its question"
    founder.look("proposals")


def one_or_the_other(page: Page) -> None:
    """An answer and “I do not know yet” are never both there."""
    words, box = page.locator("[name='offering']"), page.locator("[name='offering-unknown']")
    words.fill("Card payments")
    box.check()
    expect(words).to_have_value("")
    words.fill("Payments")
    expect(box).not_to_be_checked()


def confirm_all(founder: Colleague) -> None:
    """Section by section, the proposals become records under the founder's name."""
    page = founder.open("/beginning/")
    sections = page.locator("main a[href*='/beginning/proposals/']").evaluate_all(
        "all => all.map(each => each.pathname)"
    )
    assert len(sections) > 5
    for number, section in enumerate(dict.fromkeys(sections)):
        founder.open(section)
        if number == 1:
            founder.look("section")
        if page.get_by_role("button", name="Confirm all").count():
            founder.press(re.compile("Confirm all"))
            if page.get_by_role("button", name="all the same").count():
                founder.look("too-early")
                founder.press(re.compile("all the same"))
            founder.told("confirmed")
    page = founder.open("/beginning/")
    founder.look("confirmed")


def treat_a_risk(firm: Firm, risk: str) -> None:
    """The founder assesses a risk anew and says how it is treated; the director stands behind that."""
    founder, director = firm.founder, firm.director
    page = founder.open("/risk/")
    founder.look("matrix")
    page.get_by_role("main").get_by_role("link", name=risk, exact=True).first.click()
    page.wait_for_url(f"**/registers/risk/{risk}/")
    founder.press("Assess")
    for group in page.locator("main fieldset").all():
        group.locator("input[type=radio]").nth(2).check()
    page.get_by_label("Why").fill("Backups are kept apart, and the restore took an hour.")
    founder.look("assess")
    founder.press("Put on record")
    founder.told(f"{risk} is assessed, current")
    founder.press("Change")
    page.get_by_label("Treatment option").select_option("modify")
    page.get_by_label("Next review").fill((datetime.now(UTC).date() + timedelta(days=90)).isoformat())
    founder.press(re.compile("^Save$"))
    founder.told(risk)
    approve(director, f"/registers/risk/{risk}/", "Approve its treatment")
    director.open("/risk/board/")
    director.look("board")


def approve(who: Colleague, record: str, label: str) -> None:
    """Take a decision on the page of a record, as its page offers it."""
    who.open(record)
    who.press(label)
    assert "/decide/" in who.page.url, who.page.url
    with who.page.expect_navigation():
        who.page.locator("main form button[type=submit]").last.click()
    expect(who.page.locator(".message-success").first).to_be_visible()


def approve_statement(director: Colleague) -> None:
    """Ninety-three rows, computed from what was confirmed, are approved by whoever answers for them."""
    page = director.open("/soa/")
    director.look("statement")
    director.press("Approve")
    director.press("Approve and keep")
    page = director.open("/soa/")
    assert re.search(r"Version \S+, approved on", page.locator("main").inner_text())


def publish_policy(firm: Firm) -> str:
    """The policy that was proposed is reviewed and approved by somebody else; then everybody is asked to read it."""
    founder, director = firm.founder, firm.director
    page = founder.open("/documents/")
    founder.press(re.compile("^Information security policy"))
    document = page.url.removeprefix(founder.served.address)
    founder.press(re.compile("draft"))
    version = page.url.removeprefix(founder.served.address)
    founder.look("draft")
    expect(page.get_by_role("link", name="Approve", exact=True), "nobody approves what they wrote").to_have_count(0)
    founder.press("Send to review")
    page.get_by_label(re.compile(director.name)).check()
    founder.press("Ask them")
    director.open("/")
    director.open(version)
    director.press(re.compile("^Review$"))
    director.page.get_by_label("I agree with this text").check()
    director.press("Put on record")
    director.open(version)
    director.press("Approve")
    with director.page.expect_navigation():
        director.page.locator("main form button[type=submit]").last.click()
    expect(director.page.locator(".message-success").first).to_be_visible()
    founder.open(f"{document}acknowledgements/")
    expect(page.get_by_role("main")).to_contain_text("0 of 2 people have acknowledged it")
    founder.look("campaign")
    return document


def acknowledge(who: Colleague, document: str) -> None:
    """Read it, and say in one's own name that one will follow it."""
    page = who.open(document)
    who.press(re.compile("^Acknowledge$"))
    page.get_by_label(re.compile("I have read version")).check()
    who.press("Acknowledge")
    who.told("Thank you")


def hand_in_evidence(founder: Colleague, risk: str) -> None:
    """What every system says is switched on, sent as a file, speaks for the controls that are stated to run."""
    page = founder.open("/evidence/new/")
    page.get_by_label("What is it?").fill("Settings of every system, exported")
    page.get_by_label("What does it show?").fill("Second factor, logs and four eyes are switched on in all of them.")
    report = FilePayload(name="settings.csv", mimeType="text/csv", buffer=b"system,setting\nrepository,second factor\n")
    page.get_by_label("Files").set_input_files(files=[report])
    page.get_by_label("a moment").check()
    page.get_by_label("Seen on").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_label("Controls", exact=True).fill("; ".join(RUNNING))
    page.get_by_text("More: other records").click()
    page.get_by_label("Other records").fill(risk)
    founder.look("evidence")
    founder.press("Keep it as evidence")
    founder.told("EVD-1 is on record")
    expect(page.get_by_role("main")).to_contain_text("settings.csv")


def look_back(founder: Colleague, risk: str, before: date, to_do: int) -> None:
    """Each version has its proof; yesterday stands as it stood; and the register marks what changed since."""
    page = founder.open(f"/registers/risk/{risk}/history/")
    expect(page.get_by_role("main")).to_contain_text("2 versions in the journal")
    founder.look("history")
    with page.expect_download() as taken:
        page.get_by_role("main").get_by_role("link", name=re.compile("proof", re.IGNORECASE)).first.click()
    assert taken.value.suggested_filename
    founder.choose_day(before)
    assert founder.findings() == to_do
    founder.look("yesterday")
    founder.open(f"/registers/risk/{risk}/")
    expect(page.get_by_role("link", name="Change", exact=True), "nothing can be changed on a past day").to_have_count(0)
    founder.choose_day(before - timedelta(days=2))
    page = founder.open("/registers/risk/")
    expect(page.get_by_role("main").get_by_role("link", name=risk, exact=True), "the firm began later").to_have_count(0)
    founder.look("before-it-began")
    with page.expect_navigation():
        page.get_by_role("button", name="Back to today").first.click()
    founder.choose_day(before, since=before)
    assert "1 changed" in " ".join(page.get_by_role("main").inner_text().split())
    founder.look("changed-since")
    with page.expect_navigation():
        page.get_by_role("button", name="Stop comparing").first.click()


def take_it_away(founder: Colleague) -> None:
    """What is on the register leaves as a workbook."""
    page = founder.open("/registers/risk/")
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("XLSX|Excel")).or_(
            page.get_by_role("button", name=re.compile("XLSX|Excel"))
        ).first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
