"""What points where, and what people find: the questions a page asks of the system in memory."""

from __future__ import annotations

from datetime import date

from plumbline.apps.controls.services import control_states, own_controls
from plumbline.apps.journal import reading
from plumbline.apps.organization.services import roles
from plumbline.apps.records import living
from plumbline.apps.records.erasing import erase_value
from plumbline.apps.records.links import add_alias
from plumbline.apps.records.living import Pointer, Rank
from plumbline.apps.risk.services import risks
from plumbline.apps.soa.services import soa_declared
from plumbline.engine.domain import kinds
from tests.stories import Firm

TODAY = date(2026, 11, 22)


def test_a_control_is_pointed_at_by_its_rows_and_by_all_that_name_its_key(firm: Firm) -> None:
    state = control_states.add(firm.ada, kinds.ControlState(ref="A.5.9"))
    row = soa_declared.add(firm.ada, kinds.SoaDeclared(ref="A.5.9"))
    flood = risks.add(firm.ada, kinds.Risk(title="Flood", controls=("A.8.13",), planned_controls=("A.5.9",)))
    system = living.system(firm.id)
    expected = {Pointer(flood, "Planned controls", "A.5.9"), Pointer(row, "Control", "A.5.9")}
    assert set(system.pointing_at(state)) == expected
    assert set(system.pointing_at("A.5.9")) == {*expected, Pointer(state, "Control", "A.5.9")}
    assert system.named("a.5.9") == (state, row)
    assert Pointer(None, "Planned controls", "A.5.9", key="A.5.9") in system.pointed_from(flood)


def test_words_are_followed_by_alias_and_title_and_told_where_they_lead_nowhere(firm: Firm) -> None:
    lead = roles.add(firm.ada, kinds.Role(title="IT lead"))
    add_alias(firm.ada, "role", lead.ref, "CIO", seen=firm.seen(lead))
    backup = own_controls.add(firm.ada, kinds.OwnControl(title="Backup drill"))
    by_title = risks.add(firm.ada, kinds.Risk(title="Flood", owner="it LEAD", controls=(backup.ref,)))
    by_alias = risks.add(firm.ada, kinds.Risk(title="Fire", owner="cio"))
    nobody = risks.add(firm.ada, kinds.Risk(title="Theft", owner="the landlord"))
    system = living.system(firm.id)
    (known,) = system.named("CIO")
    assert known.ref == lead.ref
    assert system.pointing_at(known) == (
        Pointer(by_title, "Risk owner", "it LEAD"),
        Pointer(by_alias, "Risk owner", "cio"),
    )
    assert system.pointing_at(backup) == (Pointer(by_title, "Existing controls", backup.ref),)
    assert system.pointed_from(nobody) == (Pointer(None, "Risk owner", "the landlord"),)
    assert system.named(" it lead ") == (known,)


def test_a_search_puts_the_reference_first_then_titles_then_texts(firm: Firm) -> None:
    floods = risks.add(firm.ada, kinds.Risk(title="Überschwemmung", description="The cellar of Haus Süd is low."))
    later = [risks.add(firm.ada, kinds.Risk(title=f"Loss {number}")) for number in range(10)]
    cellar = risks.add(firm.ada, kinds.Risk(title="Cellar without lock", note="Ask the owner of R-1."))
    find = living.system(firm.id).search
    assert [(each.record, each.rank) for each in find("r-1")] == [
        (floods, Rank.REFERENCE),
        (later[8], Rank.REFERENCE_BEGINS),
        (later[9], Rank.REFERENCE_BEGINS),
        (cellar, Rank.REFERENCE_BEGINS),
    ]
    assert [each.record for each in find("uberschwemmung")] == [floods]
    assert [(each.record, each.field) for each in find("CELLAR")] == [(cellar, ""), (floods, "Description")]
    assert [each.record for each in find("sud cellar")] == [floods], "all words, wherever they are said"
    assert find("cellar", limit=1)[0].record == cellar
    assert find("   ") == ()


def test_people_are_found_by_names_that_no_record_holds(firm: Firm) -> None:
    system = living.system(firm.id)
    (hit,) = system.search("keller", names={"PER-2": "Bob Keller", "PER-3": "Cleo Brandt"})
    assert (hit.record.ref, hit.rank) == ("PER-2", Rank.TITLE)
    assert system.search("keller") == ()


def test_a_past_system_is_as_it_was_but_for_what_was_erased_since(firm: Firm) -> None:
    theft = risks.add(firm.ada, kinds.Risk(title="Theft by Mr Vogel"))
    then = reading.head(firm.id)
    risks.change(firm.ada, theft.ref, seen=firm.seen(theft), title="Theft")
    assert living.past(firm.id, then).search("vogel")[0].record == theft
    assert living.past(firm.id, then) is living.past(firm.id, then)
    assert living.past(firm.id, then).get("person", "PER-1") is living.system(firm.id).get("person", "PER-1")
    now = living.system(firm.id)
    assert now.entry_time is not None
    erase_value(firm.ada, "risk", theft.ref, at=then - 1, seen=firm.seen(theft), basis="Article 17")
    past = living.past(firm.id, then)
    assert past.get("risk", theft.ref) is None
    assert past.search("vogel") == ()
    assert past.isms(TODAY, TODAY).all(kinds.Risk) == ()
    assert living.past(firm.id, 0).size == 0
    assert living.past(firm.id, 0).entry_time is None


def test_a_search_in_some_kinds_is_cut_after_it_has_left_out_the_others(firm: Firm) -> None:
    for number in range(3):
        roles.add(firm.ada, kinds.Role(title=f"Flood warden {number}"))
    risk = risks.add(firm.ada, kinds.Risk(title="Cellar", description="A flood fills it."))
    (nearest,) = living.system(firm.id).search("flood", limit=1)
    (hit,) = living.system(firm.id).search("flood", limit=1, kinds={"risk"})
    assert nearest.record.KIND == "role"
    assert hit.record == risk
    assert living.system(firm.id).search("flood", kinds=()) == ()
