"""Pages that are there only once somebody did something: brought a file, ticked rows, forgot a password."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.places import LOOKED_AT, MANAGER, OWNER
from tests.browser.served import ROOT, Served, environment, plumbline
from tests.browser.watching import Watched, signed_in, sound_in_every_dress

pytestmark = pytest.mark.browser

CLOCKS = "Nr,Bezeichnung,Standort,Farbe\nA-901,Tide clock,Quay,red\nA-902,Another clock,Quay,blue\n"
ASSETS = """Ref,Title,Type,Owner,Classification,Criticality,Location
AST-901,Tide clock,hardware,Vera Lund,,,Quay
AST-901,Another clock,hardware,,,,Quay
AST-1,Called so,information,ROLE-7,Internal,high,
"""
ACCEPTED = """Ref,Risk,Accepted by,Accepted on,Expires,Reason,Note
ACC-1,R-1,PER-2,2026-08-28,2027-08-13,Nobody has to bear anything.,Asked again in May.
"""
TABS = ("files", "changed", "left", "new", "problems", "people")
DRILLS = "Night,Copied\n2026-09-01,yes\n2026-09-02,yes\n2026-09-03,no\n"
KEY = """
import sys, django
django.setup()
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from plumbline.apps.accounts.models import Account
account = Account.objects.get(email=sys.argv[1])
print(f"/account/password/reset/{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}/")
"""


def csv(name: str, text: str) -> FilePayload:
    return FilePayload(name=name, mimeType="text/csv", buffer=text.encode())


def bring(page: Page, address: str, *files: FilePayload) -> str:
    """Bring files, and wait for what they would do; the address of the import."""
    page.goto(f"{address}/import/")
    page.get_by_label("Files", exact=True).set_input_files(list(files))
    page.get_by_role("button", name="Show what they would do").click()
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/"))
    page.get_by_role("button", name=re.compile("Forget")).wait_for()
    page.wait_for_load_state()
    return page.url.partition("?")[0]


def bring_back_risks(page: Page, address: str) -> str:
    """A file in which one risk has another title."""
    page.goto(f"{address}/registers/risk/bring-back/")
    page.get_by_label("The edited file").set_input_files(csv("risks.csv", "Ref,Title\nR-1,Called otherwise\n"))
    page.get_by_role("button", name="Show the differences").click()
    page.wait_for_url(re.compile(r"/bring-back/[0-9a-f-]{36}/"))
    return page.url


def choose_risks(page: Page, address: str) -> str:
    """All risks, of which something is to be set."""
    page.goto(f"{address}/registers/risk/")
    page.get_by_role("button", name=re.compile(r"^Change all \d+")).click()
    page.wait_for_url(re.compile(r"/bulk/\?chosen="))
    return page.url


def file_evidence(page: Page, address: str) -> str:
    """A table of nights, as evidence; the reference it was given."""
    page.goto(f"{address}/evidence/new/")
    page.get_by_label("What is it?").fill("Nights copied in September")
    page.get_by_label("What does it show?").fill("The copies of three nights.")
    page.get_by_label("Seen on").fill("2026-10-01")
    page.locator("input[type=file]").set_input_files(csv("nights.csv", DRILLS))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    found = re.search(r"EVD-\d+", page.locator(".message").first.inner_text())
    assert found, page.get_by_role("main").inner_text()[:600]
    return found[0]


def test_pages_of_what_was_brought_and_ticked_are_sound(browser: Browser, demo: Served) -> None:
    watched = Watched(signed_in(browser, demo, MANAGER))
    page, address = watched.page, demo.address
    failed = json.loads(plumbline(demo.home, "add", "restore_test", "result=failed", "--format", "json"))["ref"]
    unknown = bring(page, address, csv("clocks.csv", CLOCKS))
    imported = bring(page, address, csv("asset.csv", ASSETS), csv("acceptance.csv", ACCEPTED))
    tabs = page.get_by_role("navigation", name="What the import would do").get_by_role("link").all()
    assert [each.get_attribute("href") for each in tabs] == [f"?show={each}" for each in TABS]
    evidence = file_evidence(page, address)
    pages = {
        "import": imported,
        **{f"import-{each}": f"{imported}?show={each}" for each in TABS[1:]},
        "import-unknown": unknown,
        "columns": f"{unknown}columns/",
        "bring-back": bring_back_risks(page, address),
        "bulk": choose_risks(page, address),
        "look": f"{address}/evidence/{evidence}/look/",
        "population": f"{address}/audits/populations/evidence/{evidence}/",
        "trial": f"{address}/continuity/trials/{failed}/follow/",
    }
    names = sound_in_every_dress(watched, {f"by-deed-{name}": path for name, path in pages.items()})
    assert names == LOOKED_AT["what was brought"]


def test_the_page_for_a_new_password_is_sound(browser: Browser, demo: Served) -> None:
    command = [sys.executable, "-c", KEY, OWNER]
    done = subprocess.run(command, env=environment(demo.home), capture_output=True, text=True, check=True, cwd=ROOT)
    watched = Watched(browser.new_context())
    page = watched.open(demo.address + done.stdout.strip())
    expect(page.get_by_role("button", name="Choose this password")).to_be_visible()
    assert sound_in_every_dress(watched, {"by-deed-new-password": page.url}) == LOOKED_AT["a forgotten password"]
