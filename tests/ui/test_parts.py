"""The parts that every page is built from: each says what it is for, also to whoever cannot see it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from plumbline.apps.accounts.errors import Difference, RefusedError, StaleError
from plumbline.engine.domain.kinds import Risk

FLOOD = Risk(ref="R-1", title="Flood in the server room")


def part(name: str, **context: Any) -> str:
    """A part as text, with its white space made even."""
    context.setdefault("request", RequestFactory().get("/registers/risk/", {"q": "flood"}))
    return re.sub(r"\s+", " ", render_to_string(f"ui/parts/{name}.html", context))


def visit(**changed: Any) -> SimpleNamespace:
    shown: dict[str, Any] = {
        "actor": SimpleNamespace(organization="Lumen Ltd", person="PER-1"),
        "names": {"PER-1": "Ada Merriweather"},
        "isms": SimpleNamespace(resolve={"R-1": FLOOD}.get),
        "may": lambda permission: True,
        "past": False,
        "as_of": None,
        "compared_to": None,
        "today": date(2026, 11, 22),
        "fork": "",
    }
    return SimpleNamespace(**shown | changed)


def test_a_grade_says_its_word_and_its_shape_beside_its_colour() -> None:
    badge = part("severity", severity="major", count=3)
    assert "Major" in badge
    assert "#alert-octagon" in badge
    assert ">3<" in badge
    assert "#bulb" in part("severity", severity="opportunity")


def test_a_state_is_told_from_its_word_unless_the_page_knows_better() -> None:
    assert "tone-good" in part("state", state="in force")
    assert "tone-bad" in part("state", state="in force", tone="bad")
    assert part("state", state="").strip().endswith("–</span>")


def test_a_field_without_a_value_says_so() -> None:
    assert "–" in part("field", label="Owner", value="")
    assert "<em>why</em>" in part("field", label="Reason", value="*why*", prose=True)
    assert "/registers/risk/R-1/" in part("field", label="Risks", refs=("R-1",), visit=visit())


def test_an_empty_register_teaches_and_leads_on() -> None:
    actions = [{"label": "Add the first", "url": "/new/", "icon": "plus", "primary": True}]
    shown = part("empty", title="No supplier yet", why="A.5.19", how="Begin with five.", actions=actions)
    assert "No supplier yet" in shown
    assert 'class="btn btn-primary" href="/new/"' in shown


def test_a_heading_sorts_both_ways_keeps_the_search_and_says_how_it_is_sorted() -> None:
    columns = [{"key": "title", "label": "Title", "sortable": True}, {"key": "x", "label": "Chain"}]
    assert 'href="?q=flood&amp;sort=title"' in part("headings", columns=columns, sort="")
    up = part("headings", columns=columns, sort="title")
    assert 'aria-sort="ascending"' in up
    assert "sort=-title" in up
    assert 'aria-sort="descending"' in part("headings", columns=columns, sort="-title")


def test_a_list_says_how_much_of_how_many_it_shows() -> None:
    shown = part("pagination", page=Paginator(range(347), 50).page(2), called="risks")
    assert "51–100" in shown
    assert "347</span> risks" in shown
    assert 'href="?q=flood&amp;page=3"' in shown
    assert part("pagination", page=Paginator([], 50).page(1)).strip() == ""


def test_a_filter_keeps_its_choice_and_works_as_a_plain_form() -> None:
    chosen = {"name": "state", "label": "State", "options": [("open", "Open"), ("closed", "Closed")], "value": "closed"}
    shown = part("filter_bar", words="flood", filters=[chosen])
    assert 'method="get"' in shown
    assert '<option value="closed" selected>' in shown
    assert "hx-get" not in shown
    assert 'hx-target="#list"' in part("filter_bar", target="list", filters=[])


class Asked(forms.Form):
    title = forms.CharField(label="Scenario", help_text="What could happen.")


def test_what_is_wrong_with_a_form_leads_to_its_field() -> None:
    form = Asked({"title": ""})
    assert '<a href="#id_title">Scenario</a>' in part("form_errors", form=form)
    field = part("form_field", field=form["title"])
    assert 'id="id_title_error"' in field
    assert 'id="id_title_helptext"' in field
    assert "required" in field
    assert part("form_errors", form=Asked()).strip() == ""


def test_the_tab_that_is_shown_is_marked() -> None:
    tabs = [{"label": "Record", "url": "/a/", "active": True}, {"label": "Findings", "url": "/b/", "count": 0}]
    shown = part("tabs", tabs=tabs, called="R-1")
    assert shown.count("aria-current") == 1
    assert ">0</span>" in shown


def test_a_timeline_says_when_who_what_and_which_entry() -> None:
    at = datetime(2026, 3, 31, 14, 5, tzinfo=UTC)
    shown = part("timeline_entry", at=at, who="Ada", words="Accepted", entry=12, url="/journal/12/")
    assert 'datetime="2026-03-31T14:05:00+00:00"' in shown
    assert all(each in shown for each in ("Ada", '<a href="/journal/12/">Accepted</a>', ">12<"))


def test_progress_carries_its_population_and_no_total_is_never_full() -> None:
    assert '<b class="num">4</b> of <span class="num">6</span> servers' in part(
        "progress", label="Restored", done=4, total=6, unit="servers"
    )
    none = part("progress", label="Restored", done=0, total=0, unit="servers")
    assert "No servers yet" in none
    assert "<progress" not in none


def test_a_grave_deed_says_what_it_does_and_asks_for_a_reason() -> None:
    shown = part(
        "confirm",
        action="/x/",
        title="Remove R-1?",
        consequence="1 risk.",
        button="Remove",
        reason="Why",
        seen=0,
        danger=True,
    )
    assert 'method="post"' in shown
    assert 'name="seen" value="0"' in shown
    assert re.search(r"<textarea[^>]* required>", shown)
    assert "btn-danger" in shown


def test_the_chain_shows_a_link_that_leads_nowhere_as_broken() -> None:
    lines = [{"ref": "R-1", "words": "is treated by"}, {"ref": "TRT-9"}]
    shown = part("side_card", title="Chain of proof", lines=lines, visit=visit())
    assert shown.count('href="/registers/risk/R-1/"') == 1
    assert "ref broken" in shown
    assert "No rule faults it." in part("side_card", title="Findings", none="No rule faults it.")


def test_a_chart_always_has_its_figures_beside_it() -> None:
    option = {"series": [{"name": "</script><script>alert(1)"}]}
    shown = part(
        "chart", id="q", title="Findings", summary="Down.", option=option, columns=["Q", "n"], rows=[["Q1", 3]]
    )
    assert '<script id="q-option" type="application/json">' in shown
    assert shown.count("<script") == 1
    assert '<th scope="row">Q1</th>' in shown
    assert 'role="img" aria-label="Findings. Down."' in shown


def test_a_past_day_is_said_in_full_and_left_by_one_button() -> None:
    band = part("bands", visit=visit(past=True, as_of=date(2026, 3, 31)))
    assert "as it stood at the end of <strong>31\u00a0March\u00a02026</strong>" in band.replace("&nbsp;", "\u00a0") or (
        "31 March 2026" in band
    )
    assert "Nothing can be changed here." in band
    assert "Back to today" in band


def test_today_compared_with_an_earlier_day_may_still_be_changed() -> None:
    band = part("bands", visit=visit(compared_to=date(2025, 12, 31)))
    assert "what has changed since" in band
    assert "Nothing can be changed" not in band
    assert part("bands", visit=visit()).strip() == ""


def test_a_closed_journal_is_said_on_every_page() -> None:
    assert "The checkpoint covers more." in part("bands", visit=visit(fork="The checkpoint covers more."))


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_theme_is_chosen_by_a_form_and_the_chosen_one_is_told(theme: str) -> None:
    menu = part("user_menu", visit=visit(), theme=theme)
    assert re.search(rf'value="{theme}" aria-pressed="true"', menu)
    assert menu.count('aria-pressed="true"') == 1
    assert "Ada Merriweather" in menu


def test_the_navigation_opens_where_the_page_is() -> None:
    def entry(label: str, active: bool = False) -> SimpleNamespace:
        return SimpleNamespace(label=label, url=f"/{label}/", active=active)

    def section(label: str, *entries: SimpleNamespace) -> SimpleNamespace:
        active = any(each.active for each in entries)
        return SimpleNamespace(
            label=label, icon="target", clauses="6", entries=entries, url=entries[0].url, active=active
        )

    sections = [section("Today", entry("today")), section("Risk", entry("risks", True), entry("criteria"))]
    shown = part("navigation", navigation=sections, visit=visit())
    assert '<details name="navigation" open>' in shown
    assert shown.count('aria-current="page"') == 1
    assert '<a class="nav-section" href="/today/"' in shown


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_an_error_page_says_what_is_wrong_and_what_to_do_without_anything_at_hand(status: int) -> None:
    page = render_to_string(f"{status}.html")
    assert "<h1>" in page
    assert 'href="/"' in page
    assert len(re.findall(r"<p>", page)) >= 3


def test_a_refusal_is_an_alert_so_that_the_draft_is_kept_and_says_that_nothing_was_changed() -> None:
    request = RequestFactory().get("/registers/risk/R-1/change/")
    told = {"visit": visit(organization_id="o", system=SimpleNamespace(head=3)), "request": request}
    refused = render_to_string("ui/refused.html", {**told, "error": RefusedError("R-1 has no owner."), "status": 400})
    assert 'role="alert"' in refused
    assert "R-1 has no owner." in refused
    error = StaleError(
        "R-1", seen=FLOOD, now=FLOOD, difference=[Difference("Title", "Fire", "Flood in the server room")]
    )
    stale = render_to_string("ui/stale.html", {**told, "error": error, "status": 409})
    assert 'role="alert"' in stale
    assert 'href="/registers/risk/R-1/"' in stale
