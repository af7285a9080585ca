"""The modules in a real browser, under the strict policy: what they add, and that nothing is lost without them."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect

from plumbline.apps.ui.csp import policy
from plumbline.engine.domain.kinds import Risk
from tests.browser.watching import fits_the_phone, no_axe_violations

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "plumbline" / "apps" / "ui" / "static"
HOST = "http://plumbline.test"
WIDE, PHONE = ViewportSize(width=1400, height=950), ViewportSize(width=390, height=844)
FLOOD = Risk(ref="R-1", title="Flood in the server room")


@dataclass
class Site:
    """Pages of ours answered from memory, static files from the repository, all under the policy of the application."""

    context: BrowserContext
    pages: dict[str, str | Callable[[], Any]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.asked.append((route.request.method, path))
        headers = {"Content-Security-Policy": policy(settings.SECURE_CSP)}
        if path.startswith(settings.STATIC_URL):
            file = STATIC / path.removeprefix(settings.STATIC_URL)
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)
            return
        held = self.pages.get(path, "<!DOCTYPE html><title>Elsewhere</title><main>Elsewhere</main>")
        if isinstance(held, str):
            route.fulfill(body=held, content_type="text/html", headers=headers)
        else:
            route.fulfill(body=json.dumps(held()), content_type="application/json", headers=headers)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", lambda said: self.trouble.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.goto(HOST + path, wait_until="networkidle")
        return page


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    context = browser.new_context(viewport=WIDE)
    made = Site(context)
    context.route("**/*", made.answer)
    yield made
    context.close()
    assert made.trouble == []


class Asked(forms.Form):
    title = forms.CharField(label="Scenario", required=False)
    treatment = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("retain", "Retain it"), ("avoid", "Avoid it")], required=False
    )


def page(content: str, **context: Any) -> str:
    """A page of the frame with this content."""
    visit = SimpleNamespace(
        actor=SimpleNamespace(organization="Lumen Ltd", person=context.pop("person", "PER-1")),
        names={"PER-1": "Ada Merriweather"},
        isms=SimpleNamespace(resolve={"R-1": FLOOD}.get),
        may=lambda permission: True,
        system=SimpleNamespace(head=1284),
        past=context.pop("past", False),
        as_of=date(2026, 3, 31),
        compared_to=None,
        today=date(2026, 11, 22),
        fork="",
    )
    entries = [SimpleNamespace(label=each, url=f"/{each}/", active=each == "Risks") for each in ("Risks", "Criteria")]
    section = SimpleNamespace(label="Risk", icon="target", clauses="6.1", url="/Risks/", active=True, entries=entries)
    given = {"visit": visit, "navigation": [section], "theme": "auto", **context}
    source = (
        '{% extends "ui/base.html" %}{% load plumbline %}{% block title %}Risks{% endblock %}'
        "{% block heading %}Risks{% endblock %}{% block scripts %}{% include 'ui/parts/chart_scripts.html' %}"
        "{% include 'ui/parts/job_scripts.html' %}{% endblock %}"
        f"{{% block content %}}{content}{{% endblock %}}"
    )
    return engines["django"].from_string(source).render(given, RequestFactory().get("/registers/risk/"))


FORM = (
    '<form method="post" action="/save/" data-draft="risk:new">{% for field in form %}'
    '{% include "ui/parts/form_field.html" %}{% endfor %}<button type="submit" class="btn">Save</button></form>'
)


def test_the_palette_is_opened_searched_and_followed_by_keys_alone(site: Site) -> None:
    site.pages["/"] = page("<p>Here.</p>")
    site.pages["/palette/"] = lambda: [
        {"label": "R-1 Flood", "hint": "Risk", "url": "/first/"},
        {"label": "Statement", "hint": "Page", "url": "/second/"},
    ]
    shown = site.open("/")
    shown.keyboard.press("/")
    shown.get_by_role("option", name="Statement").wait_for()
    shown.keyboard.press("ArrowDown")
    assert shown.locator("[aria-selected=true]").inner_text().startswith("Statement")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/second/")


def test_escape_closes_the_palette_and_a_slash_in_a_field_is_a_slash(site: Site) -> None:
    site.pages["/"] = page(FORM, form=Asked())
    site.pages["/palette/"] = list
    shown = site.open("/")
    shown.locator("#id_title").press_sequentially("and/or")
    expect(shown.locator("#id_title")).to_have_value("and/or")
    shown.keyboard.press("Control+k")
    expect(shown.locator("#palette[open]")).to_have_count(1)
    shown.keyboard.press("Escape")
    expect(shown.locator("#palette[open]")).to_have_count(0)


def test_what_was_typed_comes_back_after_a_lost_session_until_it_is_discarded(site: Site) -> None:
    site.pages["/"] = page(FORM, form=Asked())
    site.pages["/save/"] = '<!DOCTYPE html><title>Sign in</title><main class="bare-card">Sign in</main>'
    shown = site.open("/")
    shown.fill("#id_title", "Half a thought")
    shown.check("input[value=avoid]")
    shown.click("text=Save")
    shown.wait_for_url("**/save/", wait_until="load")
    shown.goto(HOST + "/")
    expect(shown.locator("#id_title")).to_have_value("Half a thought")
    assert shown.is_checked("input[value=avoid]")
    shown.click("text=Discard draft")
    expect(shown.locator("#id_title")).to_have_value("")
    shown.wait_for_timeout(400)
    shown.reload()
    expect(shown.locator(".draft-bar")).to_have_count(0)


def test_a_draft_is_forgotten_once_the_server_has_taken_the_form(site: Site) -> None:
    taken = '<div class="message message-success"><p>R-2 is recorded.</p></div>'
    site.pages["/"] = page(FORM, form=Asked())
    site.pages["/save/"] = page(taken + FORM, form=Asked())
    shown = site.open("/")
    shown.fill("#id_title", "Whole")
    shown.click("text=Save")
    shown.wait_for_url("**/save/", wait_until="load")
    expect(shown.locator(".draft-bar")).to_have_count(0)
    shown.goto(HOST + "/")
    expect(shown.locator(".draft-bar")).to_have_count(0)


def test_a_draft_is_never_shown_to_somebody_else_and_signing_out_forgets_it(site: Site) -> None:
    site.pages["/"] = page(FORM, form=Asked())
    shown = site.open("/")
    shown.fill("#id_title", "Between us")
    shown.wait_for_timeout(400)
    site.pages["/"] = page(FORM, form=Asked(), person="PER-2")
    shown.reload()
    expect(shown.locator("#id_title")).to_have_value("")
    shown.locator(".user-menu summary").click()
    shown.get_by_role("button", name="Sign out").click()
    shown.get_by_text("Elsewhere").wait_for()
    site.pages["/"] = page(FORM, form=Asked())
    shown.goto(HOST + "/")
    expect(shown.locator("#id_title")).to_have_value("")


def test_a_refused_form_keeps_its_draft(site: Site) -> None:
    site.pages["/"] = page(FORM, form=Asked())
    site.pages["/save/"] = page('<section class="note" role="alert"><p>R-1 was changed.</p></section>')
    shown = site.open("/")
    shown.fill("#id_title", "Mine")
    shown.click("text=Save")
    shown.wait_for_url("**/save/", wait_until="load")
    shown.goto(HOST + "/")
    expect(shown.locator("#id_title")).to_have_value("Mine")


def test_a_form_that_comes_back_with_what_is_wrong_holds_what_was_typed_and_offers_no_draft(site: Site) -> None:
    site.pages["/"] = page(FORM, form=Asked())
    site.pages["/save/"] = page(f'<section class="note" role="alert"><p>No.</p></section>{FORM}', form=Asked())
    shown = site.open("/")
    shown.fill("#id_title", "Mine")
    shown.click("text=Save")
    shown.wait_for_url("**/save/", wait_until="load")
    expect(shown.locator(".draft-bar")).to_have_count(0)
    shown.goto(HOST + "/")
    expect(shown.locator("#id_title"), "what was not taken is offered where the form is empty").to_have_value("Mine")


def test_two_quick_submits_are_one_and_the_button_wakes_on_the_way_back(site: Site) -> None:
    site.pages["/"] = page(
        '<form method="post" action="/save/"><button class="btn" name="how" value="end">End</button></form>'
    )
    shown = site.open("/")
    shown.evaluate(
        "document.querySelector('main form button').click(); document.querySelector('main form button').click()"
    )
    shown.wait_for_url("**/save/")
    assert site.asked.count(("POST", "/save/")) == 1
    shown.go_back()
    expect(shown.locator("main form button")).to_be_enabled()


def test_a_chart_is_drawn_without_breaking_the_policy_and_its_figures_stay_at_hand(site: Site) -> None:
    option = {"xAxis": {"data": ["Q1"]}, "yAxis": {}, "tooltip": {}, "series": [{"type": "bar", "data": [3]}]}
    part = '{% include "ui/parts/chart.html" with id="open" title="Open findings" summary="Three." %}'
    site.pages["/"] = page(part, option=option, columns=["Quarter", "Findings"], rows=[["Q1", 3]])
    shown = site.open("/")
    shown.locator(".chart canvas").wait_for()
    assert shown.locator("details.chart-table").get_attribute("open") is None
    shown.locator(".chart canvas").hover()
    shown.emulate_media(color_scheme="dark")
    shown.locator(".chart canvas").wait_for()


def test_long_work_says_how_far_it_is_and_leads_to_its_result(site: Site) -> None:
    states = iter([{"done": 3, "total": 8, "unit": "rows", "state": "running"}])
    site.pages["/job/"] = lambda: next(
        states, {"done": 8, "total": 8, "unit": "rows", "state": "done", "url": "/result/"}
    )
    site.pages["/"] = page('{% include "ui/parts/job.html" with source="/job/" title="Reading suppliers.xlsx" %}')
    shown = site.open("/")
    shown.get_by_text("3 of 8 rows").wait_for()
    shown.wait_for_url("**/result/")


def test_without_scripts_a_phone_still_reaches_navigation_day_and_account(browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    site = Site(context, {"/": page("<p>Here.</p>")})
    context.route("**/*", site.answer)
    shown = site.open("/")
    expect(shown.get_by_role("link", name="Criteria")).to_be_hidden()
    shown.get_by_role("button", name="Navigation").click()
    expect(shown.get_by_role("link", name="Criteria")).to_be_visible()
    shown.keyboard.press("Escape")
    shown.locator(".date-bar summary").click()
    expect(shown.get_by_role("button", name="Show")).to_be_visible()
    context.close()


PARTS = """
{% include "ui/parts/severity.html" with severity="major" count=2 only %}
{% include "ui/parts/severity.html" with severity="minor" only %}
{% include "ui/parts/severity.html" with severity="opportunity" only %}
{% include "ui/parts/state.html" with state="in force" only %}{% include "ui/parts/state.html" with state="open" only %}
{% include "ui/parts/state.html" with state="late" only %}{% include "ui/parts/state.html" with state="missing" only %}
{% include "ui/parts/state.html" with state="closed" only %}
{% include "ui/parts/form_errors.html" %}
<form method="post">{% for field in form %}{% include "ui/parts/form_field.html" %}{% endfor %}</form>
{% include "ui/parts/filter_bar.html" %}{% include "ui/parts/tabs.html" with called="R-1" %}
<dl class="fields">{% include "ui/parts/field.html" with label="Risk" refs=refs %}</dl>
{% include "ui/parts/note.html" with tone="bad" title="Nobody answers" words="Choose an owner." %}
{% include "ui/parts/note.html" with tone="good" words="All is proven." %}
{% include "ui/parts/empty.html" with title="Nothing yet" why="A.5.19" how="Begin with one." %}
{% include "ui/parts/progress.html" with label="Restored" done=4 total=6 unit="servers" %}
<ol class="timeline">
{% include "ui/parts/timeline_entry.html" with who="Ada" words="Accepted" entry=12 tone="good" %}
</ol>
{% include "ui/parts/differences.html" %}
{% include "ui/parts/confirm.html" with title="Remove?" consequence="1 risk." button="Go" reason="Why" danger=True %}
{% include "ui/parts/side_card.html" with title="Findings" none="No rule faults it." %}
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_part_is_accessible_in_both_themes_and_never_widens_the_page(
    browser: Browser, theme: str, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)
    choice = {"name": "state", "label": "State", "options": [("open", "Open")], "value": "open"}
    given = {
        "form": Required({"title": ""}),
        "filters": [choice],
        "tabs": [{"label": "Record", "url": "/a/", "active": True}],
        "refs": ("R-1", "R-99"),
        "at": datetime(2026, 3, 31, tzinfo=UTC),
        "differences": [{"label": "Title", "before": "A", "after": "B" * 90}],
    }
    site = Site(
        context, {"/": page(PARTS, past=True, **given).replace('data-bs-theme="auto"', f'data-bs-theme="{theme}"')}
    )
    context.route("**/*", site.answer)
    shown = site.open("/")
    no_axe_violations(shown)
    fits_the_phone(shown)
    assert site.trouble == []
    context.close()


class Required(forms.Form):
    title = forms.CharField(label="Scenario", help_text="What could happen.")
    treatment = forms.ChoiceField(widget=forms.RadioSelect, choices=[("retain", "Retain it")])
    sure = forms.BooleanField(label="I have read the criteria")
