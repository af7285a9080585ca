"""A whole cycle in a browser: from a planned audit over a finding and its cure to a pack that a stranger verifies."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.firm import Colleague, at
from tests.browser.served import Served, plumbline, serving
from tests.browser.watching import picture

pytestmark = pytest.mark.browser

LEAD = "casimir.lindqvist-doyle@lindqvist-audit.example"
ADMINISTRATOR = "femi.olorunsola@ottermere.example"
OWNER = "marek.dudzik@ottermere.example"
MANAGER = "tobias.fenwick-adeyemi@ottermere.example"
TOP = "orlaith.brannock@ottermere.example"
COVERED = ("A.5.19", "A.5.20", "A.5.22")
SEED = "Three dice before two witnesses: 5 2 6"
DRAWN = 3
FAULT = "Services begin before their agreement is signed"
CRITERION = "Of the next five services, none began before its agreement was signed."
DECIDED = "Buyers see the list of unsigned agreements each month"


@dataclass
class Cycle:
    """Who walks, on which day, and what their stations are called once they are known."""

    browser: Browser
    served: Served
    today: date
    password: str
    audit: str = ""
    sample: str = ""
    finding: str = ""
    nonconformity: str = ""
    action: str = ""
    review: str = ""
    people: dict[str, Colleague] = field(default_factory=dict)

    def who(self, email: str) -> Colleague:
        """Somebody at their own browser, signed in."""
        if email not in self.people:
            self.people[email] = Colleague.at(self.browser, self.served, email.partition(".")[0], email)
            self.people[email].password = self.password
            self.people[email].come_back(self.served)
        return self.people[email]

    def later(self, served: Served, today: date) -> None:
        """Another day: the server was started anew, and everybody signs in again."""
        self.leave()
        self.served, self.today = served, today

    def leave(self) -> None:
        """Everybody closes their browser."""
        for each in self.people.values():
            each.leave()
        self.people.clear()


def test_a_finding_goes_from_the_programme_to_a_pack_that_a_stranger_verifies(browser: Browser, tmp_path: Path) -> None:
    home, now = tmp_path / "home", datetime.now(UTC).replace(microsecond=0)
    password = re.search(r"with the password (\S+):", plumbline(home, "demo"))
    assert password
    held, judged = now + timedelta(days=40), now + timedelta(days=110)
    with serving(home) as served:
        cycle = Cycle(browser, served, now.date(), password[1])
        plan_an_audit(cycle, held.date())
    with at(held), serving(home) as served:
        cycle.later(served, held.date())
        make_the_checklist(cycle)
        draw_a_sample(cycle)
        draw_it_again(cycle)
        raise_a_finding(cycle)
        open_a_nonconformity(cycle)
        answer_it(cycle)
        conclude_the_audit(cycle)
    with at(judged), serving(home) as served:
        cycle.later(served, judged.date())
        plan_the_review(cycle)
        judge_the_effect(cycle)
        review_it(cycle)
        pack, key = make_a_pack(cycle, tmp_path)
        cycle.leave()
    verify(pack, key, tmp_path / "stranger")


def station(page: Page, number: int, name: str) -> None:
    """A picture of where the story is."""
    picture(page, f"cycle-{number:02}-{name}", "light-wide")


def ref_in(page: Page, kind: str) -> str:
    """The reference that the message of the page names first."""
    found = re.search(rf"\b{kind}-\d+", page.locator(".message").first.inner_text())
    assert found, page.locator(".message").first.inner_text()
    return found[0]


def plan_an_audit(cycle: Cycle, day: date) -> None:
    """From the programme, for the next round: three controls that suppliers have to do with."""
    lead = cycle.who(LEAD)
    page = lead.open("/audits/programme/")
    lead.press("Plan an audit")
    page.get_by_label("Title").fill("Between rounds: agreements with suppliers")
    page.get_by_label("Planned for").fill(day.isoformat())
    page.get_by_label("Covers").fill("; ".join(COVERED))
    page.get_by_label("Audit criteria").fill("The supplier policy in force, and the three controls")
    page.get_by_label("Scope", exact=True).fill("Every supplier on record")
    page.get_by_label("Lead auditor").select_option("PER-42")
    page.get_by_label("People audited").fill("PER-6")
    lead.press(re.compile("^Save$"))
    cycle.audit = ref_in(page, "AUD")
    station(page, 1, "planned")


def make_the_checklist(cycle: Cycle) -> None:
    """The day has come: each item gets a working paper with its questions."""
    lead = cycle.who(LEAD)
    page = lead.open(f"/audits/{cycle.audit}/")
    lead.press("Make the checklist")
    lead.told(f"{len(COVERED)} working papers are ready")
    expect(page.locator("table.papers tbody tr")).to_have_count(len(COVERED))
    station(page, 2, "checklist")


def draw_a_sample(cycle: Cycle) -> None:
    """Every supplier is frozen, three are drawn from a stated seed, and what was seen of each is typed."""
    lead = cycle.who(LEAD)
    page = lead.open("/audits/workbench/")
    lead.press("Freeze a population")
    lead.press("Suppliers")
    page.get_by_label("How do you know that nothing is missing?").fill("The ledger of payments names no other.")
    lead.press("Freeze them")
    station(page, 3, "frozen")
    lead.press("Draw a sample")
    page.get_by_label("What is tested of each row?").fill("Was the agreement signed before the service began?")
    page.get_by_label("How many").fill(str(DRAWN))
    page.get_by_label("Seed").fill(SEED)
    page.get_by_label("Audit").select_option(cycle.audit)
    lead.press("Draw")
    cycle.sample = ref_in(page, "SMP")
    for number, result in enumerate(("exception", "as it should be", "as it should be")):
        row = page.locator(".sample-items > li").nth(number)
        row.get_by_label(result, exact=True).check()
        row.get_by_placeholder("What was seen").fill(f"Paper {number + 1} of the folder: {result}.")
    lead.press("Save")
    expect(page.get_by_text(re.compile(rf"Of {DRAWN} drawn of \d+, 1 was not as it should be"))).to_be_visible()
    station(page, 4, "sample")


def draw_it_again(cycle: Cycle) -> None:
    """Somebody who takes no part in audits draws from the seed and gets the same rows."""
    drawn = cycle.who(LEAD).page.locator(".sample-items legend .ref").all_inner_texts()
    assert len(drawn) == DRAWN
    doubter = cycle.who(ADMINISTRATOR)
    page = doubter.open(f"/audits/samples/{cycle.sample}/again/")
    doubter.press("Draw again")
    expect(page.get_by_role("heading", name="The same rows")).to_be_visible()
    again = page.locator("table.register tbody tr td:last-child").all_inner_texts()
    assert [each.split()[0] for each in again] == drawn
    station(page, 5, "again")


def raise_a_finding(cycle: Cycle) -> None:
    """One paper shows a fault and leads to a finding in three parts; the others conform."""
    lead = cycle.who(LEAD)
    page = lead.open(f"/audits/{cycle.audit}/")
    page.get_by_role("link", name="A.5.20").click()
    page.get_by_label("What was seen and heard").fill("Of three agreements one was signed after the service began.")
    page.get_by_label("minor nonconformity").check()
    page.get_by_label("Samples").fill(cycle.sample)
    lead.press("Save and raise a finding")
    page.get_by_label("Title").fill(FAULT)
    expect(page.get_by_label("Requirement")).not_to_have_value("")
    expect(page.get_by_label("What was seen")).not_to_have_value("")
    expect(page.get_by_label("Records at fault"), "the exception of the sample").not_to_have_value("")
    page.get_by_label("Gap").fill("Nothing stops a service from being used without an agreement.")
    station(page, 6, "finding")
    lead.press("Raise it")
    cycle.finding = ref_in(page, "F")
    for item in ("A.5.19", "A.5.22"):
        lead.open(f"/audits/{cycle.audit}/")
        page.get_by_role("link", name=item).click()
        page.get_by_label("What was seen and heard").fill("Read in the register with the office lead; nothing amiss.")
        page.get_by_label("conforms").check()
        lead.press("Save and go on")


def open_a_nonconformity(cycle: Cycle) -> None:
    """The finding is answered by a nonconformity, and each names the other."""
    lead = cycle.who(LEAD)
    page = lead.open(f"/audits/{cycle.audit}/")
    lead.press("Open a nonconformity")
    page.get_by_label("Who answers for it from here?").select_option("PER-6")
    lead.press("Open it")
    cycle.nonconformity = ref_in(page, "NC")
    lead.told(f"{cycle.finding} names it")
    lead.open(f"/registers/finding/{cycle.finding}/")
    expect(page.get_by_role("main").get_by_role("link", name=cycle.nonconformity).first).to_be_visible()


def answer_it(cycle: Cycle) -> None:
    """Its owner puts it right, asks why, searches, sets a criterion before the action is done, and does it."""
    owner = cycle.who(OWNER)
    page = owner.open("/improvement/")
    owner.press(re.compile(cycle.nonconformity))
    page.get_by_label("Correction", exact=True).fill("The agreement was signed and filed.")
    page.get_by_label("Consequences").fill("Looked at: no data went out before.")
    owner.press("Save and go on")
    page.get_by_label("Why did it happen?").fill("The buyer did not know that an agreement comes first.")
    page.get_by_label("And why that?").first.fill("Orders are released without anybody looking at agreements.")
    page.get_by_label("Root cause").fill("The release of an order does not ask for the agreement.")
    owner.press("Save and go on")
    page.get_by_label("What came of it").fill("Every supplier was looked at: nothing found.")
    station(page, 7, "searched")
    owner.press("Put the search on record")
    page.get_by_label("What is done").fill("An order is released only with the agreement")
    page.get_by_label("Owner").select_option("PER-6")
    page.get_by_label("Due date").fill((cycle.today + timedelta(days=14)).isoformat())
    owner.press("Plan it")
    cycle.action = ref_in(page, "ACT")
    page.get_by_label("Effectiveness criterion").fill(CRITERION)
    page.get_by_label("Effectiveness to be judged on").fill((cycle.today + timedelta(days=65)).isoformat())
    page.get_by_label("Change of the ISMS").select_option("none needed")
    owner.press("Save and go on")
    owner.open(f"/registers/action/{cycle.action}/")
    owner.press("Change")
    page.get_by_label("State").select_option("done")
    page.get_by_label("Done on").fill(cycle.today.isoformat())
    owner.press(re.compile("^Save$"))
    owner.open(f"/improvement/{cycle.nonconformity}/worked/")
    expect(page.get_by_text(CRITERION)).to_be_visible()
    expect(page.locator(".five .is-done")).to_have_count(4)
    expect(page.get_by_role("link", name="Judge the effect"), "who owned it does not judge it").to_have_count(0)
    station(page, 8, "answered")


def conclude_the_audit(cycle: Cycle) -> None:
    """Every item has a verdict: the audit is concluded, signed by its lead and reported."""
    lead = cycle.who(LEAD)
    page = lead.open(f"/audits/{cycle.audit}/")
    page.get_by_label("What the audit concludes").fill("Suppliers are known and watched; agreements come too late.")
    lead.press("Conclude the audit")
    lead.press("Sign it off")
    lead.press("Sign it off")
    lead.open(f"/audits/{cycle.audit}/")
    page.get_by_label("Reported to").fill("PER-1")
    lead.press("Put on record that it was reported")
    lead.told(f"{cycle.audit} was reported")
    station(page, 9, "reported")


def plan_the_review(cycle: Cycle) -> None:
    """Seventy days later the review is planned; what it is told compiles itself and names what is still open."""
    manager = cycle.who(MANAGER)
    page = manager.open("/reviews/")
    if not page.get_by_label("Planned for").is_visible():
        page.get_by_text("Plan a review").click()
    page.get_by_label("Title").fill("After the round between")
    page.get_by_label("Planned for").fill(cycle.today.isoformat())
    manager.press("Plan it")
    cycle.review = ref_in(page, "REV")
    assert cycle.nonconformity in behind(cycle, "nonconformities open")
    assert cycle.nonconformity not in behind(cycle, "nonconformities closed")
    assert cycle.audit in behind(cycle, "audits held")
    assert cycle.finding in behind(cycle, "findings minor")
    station(page, 10, "told")


def behind(cycle: Cycle, figure: str) -> list[str]:
    """The records behind a figure of the review, which are as many as it says."""
    page = cycle.who(MANAGER).open(f"/reviews/{cycle.review}/figure/?key={figure.replace(' ', '+')}")
    refs = page.locator("main tbody th").all_inner_texts()
    assert page.locator("h1").inner_text().endswith(f": {len(refs)}")
    return refs


def judge_the_effect(cycle: Cycle) -> None:
    """Somebody else looks at the criterion: the nonconformity is closed, and the figures of the review follow."""
    judge = cycle.who(MANAGER)
    page = judge.open(f"/improvement/{cycle.nonconformity}/worked/")
    judge.press("Judge the effect")
    page.get_by_label("What was done was").select_option("effective")
    page.get_by_label("What shows it").fill("Six services began since; each agreement was signed before.")
    judge.press("Judge the effect")
    judge.told(f"{cycle.nonconformity} is closed")
    expect(page.get_by_text("No rule finds fault with this record.")).to_be_visible()
    station(page, 11, "judged")
    assert cycle.nonconformity not in behind(cycle, "nonconformities open")
    assert cycle.nonconformity in behind(cycle, "nonconformities closed")


def review_it(cycle: Cycle) -> None:
    """It is held, decides and concludes; top management approves it, and its figures are frozen."""
    manager, top = cycle.who(MANAGER), cycle.who(TOP)
    page = manager.open(f"/reviews/{cycle.review}/meeting/9.3.2.d.3/")
    page.get_by_label("What was said about it").fill("Agreements come first from now on.")
    manager.press(re.compile("^Write it down$"))
    page.get_by_label("Decision", exact=True).fill(DECIDED)
    page.get_by_label("Type").select_option("improvement")
    manager.press("Decide")
    manager.open(f"/reviews/{cycle.review}/")
    page.locator("#attendance summary").click()
    page.get_by_label("Present").fill("PER-1; PER-2")
    manager.press("Write it down", inside=page.locator("#attendance"))
    for verdict in ("Suitable", "Adequate", "Effective"):
        page.locator("#conclusion").get_by_label(verdict).select_option("yes")
    manager.press("Write it down", inside=page.locator("#conclusion"))
    expect(page.get_by_role("heading", name="Before it can be approved")).to_have_count(0)
    page = top.open(f"/reviews/{cycle.review}/")
    top.press("Approve the review")
    top.press("Approve the review")
    top.told("its figures are frozen at journal entry")
    top.open(f"/reviews/{cycle.review}/")
    expect(page.get_by_text(DECIDED).first).to_be_visible()
    station(page, 12, "approved")


def make_a_pack(cycle: Cycle, folder: Path) -> tuple[Path, str]:
    """Who administers asks for the pack, proves who they are, waits for it and fetches it; the page shows the key."""
    maker = cycle.who(ADMINISTRATOR)
    page = maker.open("/certification/")
    maker.press("Auditor's pack")
    page.get_by_label("Names of people go along").check()
    maker.press("Make the pack")
    if "/account/confirm/" in page.url:
        page.get_by_label("Password").fill(cycle.password)
        maker.press("Go on")
    page.get_by_role("link", name="Download").wait_for(timeout=60_000)
    station(page, 13, "pack")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download").click()
    pack = folder / taken.value.suggested_filename
    taken.value.save_as(pack)
    return pack, page.locator(".side-card", has_text="The key").locator("code").inner_text()


def verify(pack: Path, key: str, folder: Path) -> None:
    """A stranger unpacks it where nothing is installed; one other byte, and the program names the file."""
    with zipfile.ZipFile(pack) as packed:
        packed.extractall(folder)
    for pinned in ([], ["--key", key]):
        done = checked(folder, *pinned)
        assert done.returncode == 0, done.stdout
        assert "Everything that was checked holds" in done.stdout
        assert ("It is the key that you named" in done.stdout) == bool(pinned)
    spoilt = folder / "registers" / "nonconformity.csv"
    content = bytearray(spoilt.read_bytes())
    content[len(content) // 2] ^= 1
    spoilt.write_bytes(content)
    done = checked(folder, "--key", key)
    assert done.returncode == 1
    assert "registers/nonconformity.csv: its content is not the one that was signed" in done.stdout


def checked(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the program in the pack says, run by a Python that has no packages and no surroundings."""
    command = [sys.executable, "-I", "-S", "verify.py", *arguments]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)
