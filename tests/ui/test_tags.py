"""What templates may say: icons, records, days, people, addresses; and Markdown that can do nothing but be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from plumbline.apps.ui import prose
from plumbline.apps.ui.templatetags.plumbline import day, moment, person
from plumbline.apps.ui.tones import SHAPES, Tone, tone_of
from plumbline.engine.domain.kinds import Person, Risk

FLOOD = Risk(ref="R-1", title="Flood <in> the server room")
NAMES = {"PER-3": "Cleo Okafor"}


def drawn(source: str, **context: Any) -> str:
    return Template("{% load plumbline %}" + source).render(Context(context))


def visit(*records: Risk) -> SimpleNamespace:
    known = {each.ref: each for each in records}
    return SimpleNamespace(may=lambda _: True, isms=SimpleNamespace(resolve=known.get), names=NAMES)


def test_an_icon_is_silent_unless_it_stands_for_words() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "check" %}')
    told = drawn('{% icon "check" label="Done" class="big" %}')
    assert 'role="img" aria-label="Done"' in told
    assert 'class="icon big"' in told
    assert "icons.svg#check" in told


def test_a_record_is_one_link_by_its_reference_with_its_title_beside_it() -> None:
    link = drawn("{% ref_link record %}", record=FLOOD, visit=visit())
    assert 'href="/registers/risk/R-1/"' in link
    assert link.startswith('<a class="ref"')
    assert link.endswith(">R-1</a>")
    assert "Flood &lt;in&gt; the server room" in link


def test_a_person_is_named_and_other_records_are_where_the_page_says_so() -> None:
    cleo = Person(ref="PER-3", title="PER-3")
    assert drawn("{% ref_link cleo %}", cleo=cleo, visit=visit()).endswith(">Cleo Okafor</a>")
    assert drawn("{% ref_link record words=record.title %}", record=FLOOD, visit=visit()).endswith("server room</a>")


def test_what_a_visitor_may_not_read_is_a_reference_that_leads_nowhere() -> None:
    """Also where the page would say its title; people are named to everybody who sees the record."""
    stranger = SimpleNamespace(may=lambda _: False, isms=visit(FLOOD).isms, names=NAMES)
    shown = "{% ref_link record words=record.title %} {% ref_link ref %} {% title_of record %}|{% title_of ref %}"
    told = drawn(shown, record=FLOOD, ref="R-1", visit=stranger)
    assert told == '<span class="ref">R-1</span> <span class="ref">R-1</span> |'
    assert drawn("{% ref_link cleo %}", cleo=Person(ref="PER-3"), visit=stranger) == (
        '<span class="named">Cleo Okafor</span>'
    )
    assert drawn("{% title_of record %}", record=FLOOD, visit=visit()) == "Flood &lt;in&gt; the server room"
    assert drawn('{% title_of record otherwise="none" %}', record=Risk(ref="R-2"), visit=visit()) == "none"


def test_a_reference_is_looked_up_on_the_day_that_is_shown() -> None:
    assert "/registers/risk/R-1/" in drawn('{% ref_link "R-1" %}', visit=visit(FLOOD))


def test_a_reference_that_names_nothing_is_shown_as_broken() -> None:
    link = drawn('{% ref_link "R-99" %}', visit=visit(FLOOD))
    assert "broken" in link
    assert "href" not in link.replace("<use href", "")


def test_words_that_are_no_reference_stay_words() -> None:
    assert drawn("{% ref_link words %}", words="the <new> hire", visit=visit()) == "the &lt;new&gt; hire"
    assert drawn('{% ref_link "" %}', visit=visit()) == "–"


def test_days_and_moments_are_said_as_people_write_them_and_name_their_zone() -> None:
    assert day(date(2026, 3, 31)) == "31\u00a0Mar\u00a02026"
    assert day(date(2026, 3, 31), "long") == "31\u00a0March\u00a02026"
    assert day(None) == "–"
    assert moment(datetime(2026, 3, 31, 14, 5, tzinfo=UTC)) == "31\u00a0Mar\u00a02026,\u00a014:05\u00a0UTC"
    assert moment(None) == "–"


def test_people_are_named_and_whoever_is_forgotten_keeps_the_reference() -> None:
    assert person("PER-3", NAMES) == "Cleo Okafor"
    assert person("PER-9", NAMES) == "PER-9"
    assert person("", NAMES) == "–"


def test_the_address_keeps_what_was_chosen_and_begins_a_changed_list_at_its_first_page() -> None:
    request = RequestFactory().get("/registers/risk/", {"q": "flood & fire", "state": ["open", "closed"], "page": "4"})
    assert drawn('{% query sort="-title" %}', request=request) == (
        "?q=flood+%26+fire&amp;state=open&amp;state=closed&amp;sort=-title"
    )
    assert drawn('{% query q="" page=2 %}', request=request) == "?state=open&amp;state=closed&amp;page=2"


@pytest.mark.parametrize(
    ("path", "address", "here"),
    [("/", "/", True), ("/registers/risk/R-1/", "/registers/risk/", True), ("/registers/risk/", "/", False)],
)
def test_the_entry_of_the_page_shown_is_marked(path: str, address: str, here: bool) -> None:
    request = RequestFactory().get(path)
    assert bool(drawn("{% active address %}", request=request, address=address)) is here


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        ("in force", Tone.GOOD),
        ("Overdue", Tone.BAD),
        ("partly_judged", Tone.WARN),
        ("warn", Tone.WARN),
        (None, "plain"),
    ],
)
def test_a_state_has_a_tone_and_one_that_says_nothing_is_plain(state: object, tone: str) -> None:
    assert tone_of(state) == tone


def test_no_data_and_stale_are_never_good() -> None:
    assert Tone.GOOD not in {
        tone_of(each) for each in ("stale", "no evidence", "empty", "unjudged", "not applicable", "")
    }


def test_each_tone_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(Tone) == len(SHAPES)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[go](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://elsewhere.example/pixel.png)",
        "<a href='data:text/html,x'>x</a>",
        '[x](https://a.example "\\" onmouseover=alert(1) \\"")',
    ],
)
def test_markdown_cannot_run_or_load_anything(hostile: str) -> None:
    seen = Seen()
    seen.feed(prose.as_html(hostile))
    assert seen.tags <= {"p", "a"}
    assert seen.attributes <= {"href", "title", "rel"}
    assert all(address.startswith("https://") for address in seen.addresses)


class Seen(HTMLParser):
    """The tags, attributes and addresses that a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}


def test_markdown_keeps_what_people_write_and_leaves_the_first_heading_to_the_page() -> None:
    html = prose.as_html("# Scope\n\n- **one**\n\n| a | b |\n|--|--:|\n| 1 | 2 |\n\n[ISO](https://www.iso.org)")
    assert "<h2>Scope</h2>" in html
    assert "<strong>one</strong>" in html
    assert "<td>2</td>" in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert "<h1" not in html


def test_a_reference_in_a_sentence_stays_on_one_line_and_the_sentence_stays_harmless() -> None:
    said = drawn("{{ said|refs_whole }}", said="Holds down R-14 <b>Plans</b> & DOCV-38; see ISO/IEC 27001:2022.")
    assert said == (
        'Holds down <span class="whole">R-14</span> &lt;b&gt;Plans&lt;/b&gt; &amp; '
        '<span class="whole">DOCV-38</span>; see ISO/IEC 27001:2022.'
    )


class Asked(forms.Form):
    title = forms.CharField(help_text="What could happen.")
    treatment = forms.ChoiceField(widget=forms.RadioSelect, choices=[("retain", "Retain it")])
    sure = forms.BooleanField()
    owner = forms.ChoiceField(choices=[("", "–")])


def test_each_widget_is_drawn_with_its_class_and_says_what_is_wrong_with_it() -> None:
    form = Asked({"title": ""})
    title = drawn("{{ form.title|control }}", form=form)
    assert 'class="form-control"' in title
    assert 'aria-describedby="id_title_helptext id_title_error"' in title
    assert 'aria-invalid="true"' in title
    assert 'class="form-select"' in drawn("{{ form.owner|control }}", form=form)
    assert 'class="form-check-input"' in drawn("{{ form.sure|control }}", form=form)
    assert "class=" not in drawn("{{ form.treatment|control }}", form=form)
    assert drawn("{{ form.sure|is_check }} {{ form.treatment|is_group }} {{ form.title|is_group }}", form=form) == (
        "True True False"
    )
