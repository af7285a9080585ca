"""The way in, as a person walks it in a browser: first link, passkey, both second factors; in both themes and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.firm import Colleague, code_of
from tests.browser.places import LOOKED_AT
from tests.browser.served import Served, plumbline, serving
from tests.browser.watching import Watched, no_axe_violations, signed_in, sound_in_every_dress

pytestmark = pytest.mark.browser

ADA, IDA, SECRET = "ada@nordwind.example", "ida@suedwind.example", "plum bob over granite"
LINK = re.compile(r"/welcome/\S+")
KEYRING = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server in an empty home."""
    with serving(tmp_path_factory.mktemp("fresh") / "home") as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody used before."""
    made = browser.new_context()
    yield made
    made.close()


def with_passkeys(page: Page) -> Page:
    """Give the browser a device that makes passkeys."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEYRING})
    return page


def of_the_account(context: BrowserContext, address: str) -> dict[str, str]:
    """The pages about somebody's own factors, once there is an app beside the passkey."""
    page = context.new_page()
    page.goto(f"{address}/account/app/")
    page.get_by_label("Code").fill(code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(lambda url: "/account/app/" not in url)
    page.goto(f"{address}/account/passkeys/")
    key = page.locator("main a[href^='/account/passkeys/']", has_text=re.compile("Rename|Change|First key")).first
    place = f"{address}{key.get_attribute('href')}"
    page.close()
    own = {name: f"{address}/account/{name}/" for name in ("app/stop", "codes", "codes/new", "passkeys", "confirm")}
    again = {name: f"{address}/account/confirm/{name}/" for name in ("code", "passkey")}
    all_of_them = {"": f"{address}/account/", **own, **again, "key": place, "key-remove": f"{place}remove/"}
    return {f"account-{name.replace('/', '-')}".strip("-"): path for name, path in all_of_them.items()}


def sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")


def test_from_the_first_link_to_a_passkey_and_back_in_with_it(
    fresh: Served, browser: Browser, context: BrowserContext
) -> None:
    found = re.search(r"http\S+/welcome/\S+", fresh.said)
    assert found, fresh.said
    seen = sound_in_every_dress(Watched(browser.new_context()), {"way-in-first-link": found[0]})
    watched = Watched(context)
    page = with_passkeys(watched.open(found[0]))
    for label, said in {
        "Name of the organisation": "Nordwind",
        "Your name": "Ada Winter",
        "Your e-mail address": ADA,
        "Password": SECRET,
        "The same again": SECRET,
    }.items():
        page.get_by_label(label).first.fill(said)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/account/protect/")
    no_axe_violations(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/codes/")
    expect(page.locator(".codes code")).to_have_count(10)
    seen |= sound_in_every_dress(Watched(context), of_the_account(context, fresh.address))

    sign_out(page, fresh.address)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{fresh.address}/")

    sign_out(page, fresh.address)
    page.get_by_label("Email").fill(ADA)
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/login/code/")
    seen |= sound_in_every_dress(Watched(context), {"way-in-code": page.url})
    page.reload()  # what a key is asked to sign was asked anew of the page that was looked at
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(f"{fresh.address}/")
    assert not watched.complaints, watched.complaints
    assert seen == LOOKED_AT["the way in"]


@pytest.fixture
def two_firms(tmp_path: Path) -> Iterator[Served]:
    """A server of two organisations, each with a founder who has not come in yet."""
    home = tmp_path / "home"
    plumbline(home, "init", "--name", "Nordwind", "--founder", "Ada Winter", "--email", ADA)
    plumbline(home, "init", "--name", "Südwind", "--founder", "Ida Sommer", "--email", IDA)
    with serving(home) as served:
        yield served


def invited(served: Served, organization: str, email: str) -> str:
    """The address of a new link for somebody who has access to the organisation."""
    found = LINK.search(plumbline(served.home, "--organization", organization, "invite", email))
    assert found
    return served.address + found[0]


def test_an_account_of_another_organisation_comes_in_with_its_own_password(
    two_firms: Served, browser: Browser, context: BrowserContext
) -> None:
    ada = Colleague(two_firms, "Ada Winter", ADA, Watched(context))
    ada.open(invited(two_firms, "Nordwind", ADA))
    ada.page.get_by_label("Your name").fill("Ada Winter")
    ada.choose_password()
    sign_out(ada.page, two_firms.address)
    reader = ("grant", "reader", "--name", "Ada Winter", "--email", ADA)
    plumbline(two_firms.home, "--organization", "Südwind", "--as", IDA, *reader)
    link = invited(two_firms, "Südwind", ADA)

    with_a_link = signed_in(browser, two_firms, IDA)
    seen = sound_in_every_dress(Watched(with_a_link), {"way-in-join-as-somebody-else": link})
    ida = Colleague(two_firms, "Ida Sommer", IDA, Watched(with_a_link))
    expect(ida.open(link).get_by_text(f"You are signed in as {IDA}. Sign out first")).to_be_visible()
    ida.press("Sign out")
    ida.press("Sign out")
    expect(ida.page.get_by_role("link", name="Sign in"), "out").to_have_count(1)
    assert ida.page.url == link, "and back here"
    ida.leave()

    seen |= sound_in_every_dress(Watched(context), {"way-in-join-stranger": link})
    ada.open(link)
    ada.press("Sign in")
    ada.page.get_by_label("Email").fill(ADA)
    ada.page.get_by_label("Password").fill(SECRET)
    ada.press(re.compile("^Sign in$"))
    assert ada.page.url == link, "the way leads back to the link"
    seen |= sound_in_every_dress(Watched(context), {"way-in-join": link})
    ada.press("Come in")
    assert ada.page.locator(".brand-organization").inner_text() == "Südwind"
    expect(ada.watched.open(link, status=410).get_by_text("has been used")).to_be_visible()
    seen |= sound_in_every_dress(Watched(context), {"way-in-two-organisations": f"{two_firms.address}/organizations/"})
    assert seen == {"welcome", "choose-organization"}


def test_without_javascript_the_password_still_lets_in(demo: Served, browser: Browser) -> None:
    password = re.search(r"with the password (\S+):", Path(demo.home.with_suffix(".said")).read_text("utf-8"))
    assert password
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo.address}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("A passkey needs JavaScript. Switch it on, or sign in with your password.")).to_be_visible()
    page.get_by_label("Email").fill("sunniva.kjelle@ottermere.example")
    page.get_by_label("Password").fill(password[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{demo.address}/")
    page.goto(f"{demo.address}/account/app/")
    to_scan = page.get_by_role("img", name="The secret below as a picture to scan")
    ground = to_scan.evaluate("(each) => getComputedStyle(each).backgroundColor")
    assert ground == "rgb(255, 255, 255)", "dark on light in either theme, or no camera reads it"
    context.close()


def test_whoever_breaks_a_passkey_off_is_told_in_words(demo: Served, context: BrowserContext) -> None:
    context.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new DOMException('broken off', 'NotAllowedError'))"
    )
    watched = Watched(context)
    page = watched.open(f"{demo.address}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="That was stopped, or it took too long.").wait_for()
    assert not watched.complaints
