"""Finding things in a register: words, filters, order, columns, pages, views that are kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plumbline.apps.improvement.services import nonconformities
from plumbline.apps.records import living
from plumbline.apps.records.bulk import Change, write_many
from plumbline.apps.records.saved_views import views_of
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def some_risks(firm: Firm, number: int) -> None:
    """Risks in one action: every third one is Cleo's, every fifth one accepted."""
    made = [
        kinds.Risk(
            title=f"Scenario {each} {'of flood' if each % 2 else 'of theft'}",
            owner=firm.cleo.person if each % 3 == 0 else firm.ada.person,
            state="accepted" if each % 5 == 0 else "open",
            next_review=date(2027, 1, 1 + each % 28),
        )
        for each in range(1, number + 1)
    ]
    write_many(firm.ada, [Change(kind="risk", ref="", value=each) for each in made])


def refs(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [row.record.ref for row in answer.context["table"].rows]


def test_words_filters_and_order_narrow_what_is_shown(firm: Firm) -> None:
    some_risks(firm, 12)
    ada = signed_in(firm.ada)
    assert len(refs(ada, "/registers/risk/")) == 12
    assert refs(ada, "/registers/risk/?q=flood&f.state=accepted") == ["R-5"]
    assert refs(ada, f"/registers/risk/?f.owner={firm.cleo.person}") == ["R-3", "R-6", "R-9", "R-12"]
    assert refs(ada, "/registers/risk/?sort=-next_review")[:2] == ["R-12", "R-11"]
    assert refs(ada, "/registers/risk/?q=thEFT&sort=-ref")[0] == "R-12"
    assert refs(ada, "/registers/risk/?f.category=none&f.next_review=2027-01-10..2027-01-11") == ["R-9", "R-10"]


def test_a_look_counts_what_it_shows_among_all(firm: Firm) -> None:
    some_risks(firm, 60)
    ada = signed_in(firm.ada)
    first = ada.get("/registers/risk/")
    assert (first.context["page"].total, first.context["page"].pages, len(first.context["table"].rows)) == (60, 2, 50)
    assert len(refs(ada, "/registers/risk/?page=2")) == 10
    assert len(refs(ada, "/registers/risk/?page=99")) == 10, "beyond the end is the last page"
    text = ada.get("/registers/risk/?f.state=accepted").content.decode()
    assert "Change all" in text
    assert ">12<" in text


def test_what_has_ended_is_counted_and_shown_when_asked_for(firm: Firm) -> None:
    some_risks(firm, 3)
    door = writer_of(kinds.Risk)
    door.end(firm.ada, "R-2", seen=living.system(firm.id).seen("risk", "R-2") or 0, reason="Sold the boat.")
    ada = signed_in(firm.ada)
    assert refs(ada, "/registers/risk/") == ["R-1", "R-3"]
    assert refs(ada, "/registers/risk/?all=1") == ["R-1", "R-2", "R-3"]
    assert ada.get("/registers/risk/").context["ended"] == 1


def test_columns_are_chosen_and_nonsense_in_an_address_is_left_out(firm: Firm) -> None:
    some_risks(firm, 2)
    ada = signed_in(firm.ada)
    answer = ada.get(
        "/registers/risk/?col=title&col=category&col=Level+today&col=nonsense&sort=nonsense&page=-3&size=x"
    )
    assert [each.name for each in answer.context["table"].headings] == ["ref", "title", "category", "Level today"]
    assert refs(ada, "/registers/risk/?f.nonsense=1&page=no") == ["R-1", "R-2"]


def test_scripts_ask_for_the_found_part_alone_and_keep_the_address(firm: Firm) -> None:
    some_risks(firm, 4)
    answer = signed_in(firm.ada).get("/registers/risk/?q=flood&f.owner=", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert answer.headers["HX-Push-Url"] == "/registers/risk/?q=flood"


def test_the_number_of_queries_does_not_grow_with_the_register(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    counted = []
    for number in (5, 295):
        some_risks(firm, number)
        addresses = ("/registers/risk/?sort=title&q=scenario", "/registers/risk/R-1/", "/registers/risk/R-1/change/")
        for address in addresses:
            ada.get(address)  # the process catches up with the journal once
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for address in addresses:
                assert ada.get(address).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 3 * 12


def test_ada_keeps_a_view_shares_it_and_opens_the_register_with_it(firm: Firm) -> None:
    some_risks(firm, 10)
    ada, cleo = signed_in(firm.ada), signed_in(firm.cleo)
    kept = {"name": "Accepted floods", "query": "q=flood&f.state=accepted&page=7&evil=1", "shared": "1", "first": "1"}
    answer = ada.post("/registers/risk/views/", kept)
    assert answer.headers["Location"] == "/registers/risk/?q=flood&f.state=accepted"
    opened = ada.get("/registers/risk/", follow=True)
    assert [row.record.ref for row in opened.context["table"].rows] == ["R-5"]
    assert len(refs(ada, "/registers/risk/?view=")) == 10
    assert len(refs(cleo, "/registers/risk/")) == 10, "somebody else's first view is not hers"
    text = cleo.get("/registers/risk/?q=flood&f.state=accepted").content.decode()
    assert "Accepted floods" in text
    assert "by Ada Winter" in text


def test_only_whoever_keeps_a_view_removes_it(firm: Firm) -> None:
    ada, cleo = signed_in(firm.ada), signed_in(firm.cleo)
    ada.post("/registers/risk/views/", {"name": "Mine", "query": "q=x", "shared": "1"})
    (view,) = views_of(firm.cleo, "risk")
    assert cleo.post("/registers/risk/views/", {"drop": str(view.id)}).status_code == 403
    assert ada.post("/registers/risk/views/", {"drop": str(view.id)}).status_code == 302
    assert views_of(firm.ada, "risk") == ()
    assert ada.post("/registers/risk/views/", {"name": " ", "query": ""}).status_code == 400


def test_an_empty_register_teaches_and_offers_the_first_step_to_those_who_may(firm: Firm) -> None:
    text = signed_in(firm.ada).get("/registers/risk/").content.decode()
    assert "Add the first one" in text
    assert "What good looks like" in text
    assert "Add the first one" not in signed_in(firm.bob).get("/registers/risk/").content.decode()


def test_late_days_are_said_in_words(firm: Firm) -> None:
    late = kinds.Risk(title="Forgotten", owner=firm.ada.person, next_review=date(2020, 1, 1))
    writer_of(kinds.Risk).add(firm.ada, late)
    assert "overdue" in signed_in(firm.ada).get("/registers/risk/").content.decode()


def test_a_day_that_was_met_is_never_late(firm: Firm) -> None:
    """Neither in the register nor on the page of the record, whose head names the next day instead."""
    due = date(2020, 1, 31)
    asked = kinds.Nonconformity(title="Asked", owner=firm.ada.person, raised_by_body="The body", answer_due=due)
    gap = nonconformities.add(firm.ada, asked)
    ada, pages = signed_in(firm.ada), ("/registers/nonconformity/?col=answer_due", "/registers/nonconformity/NC-1/")
    assert all("overdue" in ada.get(each).content.decode() for each in pages)
    nonconformities.change(firm.ada, gap.ref, seen=firm.seen(gap), answered_on=date(2020, 1, 20), due=date(2030, 1, 31))
    told = [ada.get(each).content.decode() for each in pages]
    assert not any("overdue" in each for each in told)
    assert all("31\u00a0Jan\u00a02020" in each for each in told)
    assert told[1].index("31\u00a0Jan\u00a02030") < told[1].index("31\u00a0Jan\u00a02020")


def test_a_row_within_a_record_calls_people_by_their_names_and_leads_to_what_it_names(firm: Firm) -> None:
    some_risks(firm, 1)
    impact = (kinds.Touched(record="R-1", why="It stands there.", by=firm.cleo.person),)
    writer_of(kinds.Change).add(firm.ada, kinds.Change(title="A new host", impact=impact))
    page = signed_in(firm.ada).get("/registers/change/CHG-1/history/").content.decode()
    table = page[page.index('class="register parts"') :].split("</table>")[0]
    assert 'href="/registers/risk/R-1/"' in table
    assert "Cleo" in table
    assert f">{firm.cleo.person}<" not in table


def test_people_are_offered_as_a_filter_where_they_answer_for_something_there(firm: Firm) -> None:
    some_risks(firm, 2)
    page = signed_in(firm.ada).get("/registers/risk/")
    (owners,) = [each for each in page.context["filters"] if each.field.name == "owner"]
    assert [ref for ref, _ in owners.choices] == [firm.ada.person, "none"], "Cleo and Dan answer for no risk"
