"""Every page of the product, as the people have it who can open it: both themes, wide and on a phone.

Several people of the imaginary company follow the links, each as far as they lead. A page is looked at closely where it
is of a named address that nobody looked at before, or shows a form of element that was on no page yet. What no link
leads to has its place in `places.py`. At the end the router is asked what there is: no page stays unseen.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.addresses import Named, addresses
from tests.browser.firm import Colleague
from tests.browser.places import BY_DEED, LEADING_ON, OTHERWISE, PLACES, READER, STRANGER, VISITOR, WALKERS
from tests.browser.served import Served
from tests.browser.walking import Answer, asked, name_of, walked, with_its_register
from tests.browser.watching import Watched, signed_in, wrong_with

pytestmark = pytest.mark.browser

PASSWORD = re.compile(r"with the password (\S+):")
ALL_REGISTERS = frozenset({WALKERS[0], READER, VISITOR})
"""Who opens a record of each kind: who sees most, and the two whom a link may promise what they may not open."""
POST_ALONE = 405
NO_PAGES = frozenset({"JsonResponse", "FileResponse"})


@dataclass
class Seen:
    """What was looked at closely, by name; what answered with something else than a page; and what is wrong."""

    pages: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    forms: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)


@dataclass
class People:
    """The people of the company, each in a browser of their own, signed in with their password."""

    browser: Browser
    served: Served
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def __getitem__(self, who: str) -> BrowserContext:
        if who not in self.contexts:
            self.contexts[who] = self._arrived(who)
        return self.contexts[who]

    def _arrived(self, who: str) -> BrowserContext:
        if who == STRANGER:
            return self.browser.new_context()
        if who != WALKERS[0]:
            return signed_in(self.browser, self.served, who)
        told = PASSWORD.search(self.served.home.with_suffix(".said").read_text("utf-8"))
        assert told
        colleague = Colleague.at(self.browser, self.served, who, who)  # typed a moment ago: no page asks for it again
        colleague.password = told[1]
        colleague.come_back(self.served)
        colleague.page.close()
        return colleague.watched.page.context


@pytest.fixture(scope="module")
def people(browser: Browser, demo: Served) -> Iterator[People]:
    """Who walks."""
    gathered = People(browser, demo)
    yield gathered
    for context in gathered.contexts.values():
        context.close()


def _walk(people: People, demo: Served) -> Seen:
    """Follow the links as each of the walkers, open the places, and look closely at what nobody looked at before."""
    found = Seen()
    for who in WALKERS:
        watched = Watched(people[who])
        apart = with_its_register if who in ALL_REGISTERS else name_of
        for there, path, answer in walked(people[who].request, demo, apart):
            if answer.status >= 400:
                found.dead.append(f"{who} is led from {there} to {path}, which answers {answer.status}")
            found.dead += [f"{answer.path} has {each}" for each in answer.dead_ends()]
            _look(watched, demo, answer, found)
        watched.page.close()
    places = [place for name, place in PLACES.items() if name not in found.pages]
    for who, path in (*places, *OTHERWISE):
        watched = Watched(people[who])
        _look_closely(watched, demo, asked(people[who].request, demo, path), found)
        watched.page.close()
    return found


def _look(watched: Watched, served: Served, answer: Answer, found: Seen) -> None:
    """Look closely at a page, unless all that it is put together from was looked at before."""
    if not answer.page:
        found.others.add(answer.name)
    elif answer.status == 200 and (answer.name not in found.pages or not answer.forms <= found.forms):
        _look_closely(watched, served, answer, found)


def _look_closely(watched: Watched, served: Served, answer: Answer, found: Seen) -> None:
    name = answer.name.replace(":", "-")
    picture = name if answer.name not in found.pages else f"{name}-{len(found.forms)}"
    found.wrong += wrong_with(watched, served.address + answer.path, picture)
    found.pages.setdefault(answer.name, answer.path)
    found.forms |= answer.forms


def _shows_no_page(named: Named, people: People, served: Served) -> bool:
    """Whether an address answers a GET with a file, with data or a part of a page, or takes what is sent alone."""
    if not named.url.endswith("/") or "form" in named.arguments:
        return True
    if inspect.signature(inspect.unwrap(named.view)).return_annotation in NO_PAGES:
        return True
    answers = (asked(people[who].request, served, named.url) for who in WALKERS)
    return any(each.status == POST_ALONE or (each.status == 200 and not each.page) for each in answers)


def test_each_place_is_where_it_is_said_to_be(people: People, demo: Served) -> None:
    places = {**PLACES, **LEADING_ON}
    wrong = [f"{name} is not at {path}" for name, (_, path) in places.items() if name_of(path) != name]
    for name, (who, path) in LEADING_ON.items():
        if asked(people[who].request, demo, path).name == name:
            wrong.append(f"{name} leads nowhere else: look at it")
    assert not wrong, "\n".join(wrong)


def test_every_page_is_sound_leads_no_reader_astray_and_none_stays_unseen(people: People, demo: Served) -> None:
    seen = _walk(people, demo)  # in one test: the walk takes minutes, and tests are shared out among workers
    assert len(seen.pages) > 100, "the links were followed"
    known = seen.pages.keys() | seen.others | LEADING_ON.keys() | BY_DEED
    rest = [each for each in addresses() if each.name not in known]
    unseen = sorted(each.name for each in rest if not _shows_no_page(each, people, demo))
    wrong = [*seen.wrong, *seen.dead, *(f"nobody looks at {name}" for name in unseen)]
    assert not wrong, "\n".join(wrong)
