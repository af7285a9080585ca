"""The whole way of a new firm, from an empty home to what an auditor asks for, as its people walk it in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, FilePayload

from tests.browser.firm import SECRET, Colleague, answer, answers, code_of
from tests.browser.served import serving

pytestmark = pytest.mark.browser


@dataclass
class Firm:
    """Two people of a start-up: who builds the system, and who answers for it."""

    founder: Colleague
    director: Colleague


@pytest.fixture(scope="module")
def firm(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """An empty home, served, and two people at their browsers."""
    with serving(tmp_path_factory.mktemp("firm") / "home") as served:
        made = Firm(
            Colleague.at(browser, served, "Brid Callan", "brid@coppergull.example"),
            Colleague.at(browser, served, "Mared Pugh", "mared@coppergull.example"),
        )
        yield made
        made.founder.leave()
        made.director.leave()


def test_a_firm_goes_from_nothing_to_an_approved_statement(firm: Firm) -> None:
    found_it(firm.founder)
    invite(firm)
    tell_about_it(firm.founder)
    assert firm.founder.findings() > 20, "an empty system is not called conformity"
    firm.founder.look("findings-before")
    confirm_all(firm.founder)
    to_do = firm.founder.findings()
    risk = treat_a_risk(firm)
    approve_statement(firm.director)
    document = publish_policy(firm)
    for each in (firm.founder, firm.director):
        acknowledge(each, document)
    hand_in_evidence(firm.founder, risk)
    assert firm.founder.findings() < to_do
    firm.founder.look("findings-after")
    look_back(firm.founder, risk)
    take_it_away(firm.founder)


def found_it(founder: Colleague) -> None:
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
    page.get_by_label("Email").fill(founder.email)
    page.get_by_label("Password").fill(SECRET)
    founder.press(re.compile("^Sign in$"))
    page.get_by_label("Code").fill(codes[0])
    founder.press("Sign in")
    assert page.get_by_role("heading", name="Today", exact=True).is_visible()
    founder.look("first-day")


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


def confirm_all(founder: Colleague) -> None:
    """Section by section, the proposals become records under the founder's name."""
    page = founder.open("/beginning/")
    sections = page.locator("table a[href*='/proposals/']").evaluate_all("all => all.map(each => each.pathname)")
    assert len(sections) > 5
    for number, section in enumerate(sections):
        founder.open(section)
        if number == 1:
            founder.look("section")
        if page.get_by_role("button", name="Confirm all").count():
            founder.press(re.compile("Confirm all"))
            founder.told("confirmed")
    page = founder.open("/beginning/")
    founder.look("confirmed")


def treat_a_risk(firm: Firm) -> str:
    """The director puts the method in force, the founder assesses, the director stands behind the treatment."""
    founder, director = firm.founder, firm.director
    approve(director, "/registers/criteria/CRIT-1/", "Put in force")
    approve(director, "/registers/scope/SCOPE-1/", "Approve the scope")
    page = founder.open("/risk/")
    founder.look("matrix")
    page.get_by_role("main").get_by_role("link", name="R-3", exact=True).first.click()
    page.wait_for_url("**/registers/risk/R-3/")
    founder.press("Assess")
    for group in page.locator("main fieldset").all():
        group.locator("input[type=radio]").nth(1).check()
    page.get_by_label("Why").fill("Backups are kept apart, and the restore took an hour.")
    founder.look("assess")
    founder.press("Put on record")
    founder.told("R-3 is assessed, current")
    founder.press("Change")
    page.get_by_label("Treatment option").select_option("modify")
    founder.press(re.compile("^Save$"))
    founder.told("R-3")
    approve(director, "/registers/risk/R-3/", "Approve its treatment")
    director.open("/risk/board/")
    director.look("board")
    return "R-3"


def approve(who: Colleague, record: str, label: str) -> None:
    """Take a decision on the page of a record, as its page offers it."""
    who.open(record)
    who.press(label)
    assert "/decide/" in who.page.url, who.page.url
    with who.page.expect_navigation():
        who.page.locator("main form button[type=submit]").last.click()
    assert who.page.locator(".message-success").count(), who.page.locator("main").inner_text()[:800]


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
    assert not page.get_by_role("link", name="Approve", exact=True).count(), "nobody approves what they wrote"
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
    assert director.page.locator(".message-success").count(), director.page.locator("main").inner_text()[:800]
    founder.open(f"{document}acknowledgements/")
    assert "0 of 2 people have acknowledged it" in page.get_by_role("main").inner_text()
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
    """A report of a restore, sent as a file, speaks for the backup control and for the risk."""
    page = founder.open("/evidence/new/")
    page.get_by_label("What is it?").fill("Restore test of the customer database")
    page.get_by_label("What does it show?").fill("The database of the night before was back after 41 minutes.")
    report = FilePayload(name="restore.csv", mimeType="text/csv", buffer=b"table,rows\naccounts,1204\n")
    page.get_by_label("Files").set_input_files(files=[report])
    page.get_by_label("a moment").check()
    page.get_by_label("Seen on").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_label("Controls", exact=True).fill("A.8.13")
    page.get_by_text("More: other records").click()
    page.get_by_label("Other records").fill(risk)
    founder.look("evidence")
    founder.press("Keep it as evidence")
    founder.told("EVD-1 is on record")
    assert "restore.csv" in page.get_by_role("main").inner_text()


def look_back(founder: Colleague, risk: str) -> None:
    """The history of the risk tells who wrote what, each version with its proof; yesterday there was nothing."""
    page = founder.open(f"/registers/risk/{risk}/history/")
    assert founder.name in page.get_by_role("main").inner_text()
    founder.look("history")
    with page.expect_download() as taken:
        page.get_by_role("main").get_by_role("link", name=re.compile("proof", re.IGNORECASE)).first.click()
    assert taken.value.suggested_filename
    founder.open("/registers/risk/")
    page.locator(".date-bar summary").click()
    page.get_by_label(re.compile("As it stood at the end of")).fill("2026-01-01")
    with page.expect_navigation():
        page.locator(".date-bar").get_by_role("button", name="Show").click()
    assert not page.get_by_role("main").get_by_role("link", name=risk, exact=True).count(), "the firm began later"
    founder.look("before-it-began")
    founder.open("/findings/")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Back to today|Today")).first.click()


def take_it_away(founder: Colleague) -> None:
    """What is on the register leaves as a workbook."""
    page = founder.open("/registers/risk/")
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("XLSX|Excel")).or_(
            page.get_by_role("button", name=re.compile("XLSX|Excel"))
        ).first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
